import { readCsv } from '../../shared/engine/csv/read';
import type { Failure, Success } from '../../shared/engine/client';
import { messageOf } from '../../shared/engine/errorFacts';
import type { Send } from '../../shared/engine/job';
import { rowFailure } from '../../shared/engine/batch';
import type { ApiRequest } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { jobRequest, type JobHandle } from './jobState';
import { RowFinder } from './rowFinder';
import type { Upload } from './upload';

/** The three files that say what has become of the rows of a job (Bulk API 2.0 guide, 2026-08). */
export const SETS = ['successful', 'failed', 'unprocessed'] as const;
export type SetName = (typeof SETS)[number];

const PARTS: Record<SetName, string> = {
	successful: 'successfulResults',
	failed: 'failedResults',
	unprocessed: 'unprocessedrecords',
};

/** As large as a job's rows may be, with their IDs and errors. */
const MOST_BYTES = 300_000_000;

/** A row of a result file: what was sent, and the columns that begin with "sf__". */
export type ResultRow = Record<string, string>;

/** What became of the rows, by their places in the upload. */
export interface Sets {
	found: Map<number, { set: SetName; row: ResultRow; answer: Success }>;
	/** Why one of the files could not be read. */
	failure?: Failure;
}

/** One of the three files of a job. */
export function setRequest(facts: Facts, handle: JobHandle, set: SetName): ApiRequest {
	return jobRequest(facts, 'ingest', handle, {
		operation: `bulkJob.ingest.${set}`,
		part: PARTS[set],
		headers: { accept: 'text/csv' },
		answerAs: 'text',
		maxAnswerBytes: MOST_BYTES,
		readOnly: true,
	});
}

/** The rows of a file, or why there are none. An empty answer is an empty file. */
export function readSet(answer: Success): ResultRow[] | Failure {
	try {
		return readCsv(typeof answer.data === 'string' ? answer.data : '');
	} catch (error) {
		return rowFailure('no-page', messageOf(error), answer);
	}
}

/** Reads the files until all rows are accounted for. A file that cannot be read is no empty one. */
export async function readSets(
	facts: Facts,
	handle: JobHandle,
	{ columns, rows }: Upload,
	send: Send,
): Promise<Sets> {
	const sets: Sets = { found: new Map() };
	const finder = new RowFinder(columns, rows);
	for (const set of SETS) {
		if (sets.found.size === rows.length) break;
		const answer = await send(setRequest(facts, handle, set));
		const told = answer.ok ? readSet(answer) : answer;
		if (!answer.ok || !Array.isArray(told)) {
			if (!Array.isArray(told)) sets.failure ??= told;
			continue;
		}
		for (const row of told) {
			const place = finder.take(row);
			if (place !== undefined) sets.found.set(place, { set, row, answer });
		}
	}
	return sets;
}
