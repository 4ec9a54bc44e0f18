import { asObject, asText } from '../../shared/engine/body';
import { readCsv } from '../../shared/engine/csv/read';
import type { Job } from '../../shared/engine/job';
import { cursorAt } from '../../shared/engine/pages/cursor';
import { isCursorRefused, type PageStyle } from '../../shared/engine/pages/style';
import { walk, type Walk } from '../../shared/engine/pages/walk';
import { rowFailure } from '../../shared/engine/batch';
import type { HeaderMap, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CALLS } from '../vendor';
import {
	abortRequest,
	jobPath,
	jobRequest,
	lookRequest,
	stateOf,
	type JobHandle,
} from './jobState';

/** Rows in a page of results: an answer of a size that memory bears. */
const PAGE_ROWS = 25_000;
const MOST_BYTES = 300_000_000;

/** What a job is to read, and how many rows of it are wanted. */
export interface Query {
	facts: Facts;
	soql: string;
	withDeleted: boolean;
	limit: number;
	stopped: () => boolean;
}

/** A job that reads. Its rows are read when it is done; undefined where it is not. */
export function queryJob(query: Query): Job<JobHandle, Walk | undefined> {
	const { facts, soql, withDeleted } = query;
	return {
		start: async (send) => {
			const begun = await send({
				operation: 'bulkJob.query.start',
				method: 'POST',
				path: jobPath(facts, 'query'),
				body: { operation: withDeleted ? 'queryAll' : 'query', query: soql },
				// A second one reads the same once more, and changes nothing.
				safeToRepeat: true,
				readOnly: true,
				quotas: CALLS,
			});
			if (!begun.ok) return begun;
			const id = asText(asObject(begun.data).id);
			if (id === undefined) return rowFailure('bad-request', 'The answer names no job', begun);
			return { ok: true, handle: { id } };
		},
		look: (handle) => lookRequest(facts, 'query', handle),
		readLook: stateOf,
		collect: async (handle, send, end) =>
			end === 'done' ? await walk({ send }, resultPages(handle, query)) : undefined,
		abort: (handle) => abortRequest(facts, 'query', handle),
	};
}

/** How the results of a job are walked: the place of the next page stands in a header. */
export function resultPages(
	handle: JobHandle,
	{ facts, limit, stopped }: Pick<Query, 'facts' | 'limit' | 'stopped'>,
) {
	const style: PageStyle = {
		name: 'cursor',
		request: (locator) =>
			jobRequest(facts, 'query', handle, {
				operation: 'bulkJob.query.results',
				part: 'results',
				query: { maxRecords: Math.min(limit, PAGE_ROWS), locator },
				headers: { accept: 'text/csv' },
				answerAs: 'text',
				maxAnswerBytes: MOST_BYTES,
				readOnly: true,
			}),
		isExpired: isCursorRefused,
		next: ({ headers }) => {
			// "null" says that there is no more (Bulk API 2.0 guide, query results, 2026-08).
			const locator = cursorAt(headers, 'sforce-locator');
			return locator === undefined ? { kind: 'end' } : { kind: 'more', cursor: locator };
		},
	};
	return {
		style,
		limit,
		stopped,
		read: (data: JsonValue | undefined, { headers }: { headers: HeaderMap }) => ({
			rows: rowsOf(data, headers),
		}),
	};
}

/** The rows of a page, whose count a header tells. Throws where some are missing. */
function rowsOf(data: JsonValue | undefined, headers: HeaderMap): JsonValue[] {
	const rows = readCsv(typeof data === 'string' ? data : '');
	const told = headers['sforce-numberofrecords'];
	if (told !== undefined && Number(told) !== rows.length) {
		throw new Error(`there are ${rows.length} rows in it instead of ${told}`);
	}
	return rows;
}

/** A row as an item: an empty cell is an empty field. */
export function rowItem(row: JsonValue): { [column: string]: JsonValue } {
	const entries = Object.entries(asObject(row));
	return Object.fromEntries(
		entries.map(([name, cell]) => [name, cell === '' ? null : (cell ?? null)]),
	);
}
