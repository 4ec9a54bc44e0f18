import type { Client, Failure } from '../client';
import type { JsonValue } from '../types';
import type { Cursor, Page, PageStyle } from './style';

/** Why a walk ended. */
export type WalkEnd =
	| 'end'
	| 'limit-reached'
	| 'cap-reached'
	| 'loop'
	| 'empty-pages'
	| 'page-limit'
	| 'failed';

/** What came, and whether it is everything. */
export interface Completeness {
	received: number;
	/** What the vendor said there is, where it says so. */
	expected?: number;
	pages: number;
	/** Rows whose id had come before; they are left out. */
	duplicates: number;
	complete: 'yes' | 'no' | 'unknown';
	reason: WalkEnd;
	/** The cap of the vendor that ended the walk. */
	cap?: number;
	/** Start here to go on. Undefined when there is nothing more to read. */
	resume?: Cursor;
}

export interface Walk {
	rows: JsonValue[];
	report: Completeness;
	failure?: Failure;
}

export interface WalkOptions {
	style: PageStyle;
	/** Reads rows and total out of an answer. */
	read: (data: JsonValue | undefined) => { rows: JsonValue[]; total?: number };
	/** Tells rows apart; rows without a key are all kept. */
	keyOf?: (row: JsonValue) => string | undefined;
	/** Infinity for all. */
	limit: number;
	/** A cursor of an earlier report. */
	start?: Cursor;
}

const MOST_PAGES = 100_000;
const MOST_EMPTY_PAGES = 5;

/**
 * Reads page after page until there is no more. Whatever stops it, the rows that were read are
 * kept and the report says how far it came. Never throws.
 */
export async function walk(
	client: Pick<Client, 'send'>,
	{ style, read, keyOf, limit, start }: WalkOptions,
): Promise<Walk> {
	const rows: JsonValue[] = [];
	const keys = new Set<string>();
	const visited = new Set<string>();
	let cursor = start ?? style.first;
	let pages = 0;
	let empty = 0;
	let seen = 0;
	let duplicates = 0;
	let expected: number | undefined;

	const finish = (reason: WalkEnd, rest: Partial<Completeness> = {}, failure?: Failure): Walk => ({
		rows,
		report: {
			received: rows.length,
			pages,
			duplicates,
			reason,
			complete: completeness(reason, rows.length, expected),
			...(expected === undefined ? {} : { expected }),
			...rest,
		},
		...(failure ? { failure } : {}),
	});
	const resumeAt = (at: Cursor | undefined) => (at === undefined ? {} : { resume: at });

	for (;;) {
		// A cursor that was already asked for would give the same rows for ever (also A, B, A).
		if (visited.has(String(cursor))) return finish('loop');
		visited.add(String(cursor));
		if (pages >= MOST_PAGES) return finish('page-limit', resumeAt(cursor));

		const answer = await client.send(style.request(cursor));
		if (!answer.ok) return finish('failed', resumeAt(cursor), answer);
		pages += 1;
		const page: Page = { data: answer.data, ...read(answer.data) };
		// Later windows of a keyset walk count only what is left: the largest number is the whole.
		if (page.total !== undefined) expected = Math.max(expected ?? 0, page.total);
		const next = style.next(page, cursor, seen);
		seen += page.rows.length;

		let cut = false;
		for (const row of page.rows) {
			if (rows.length >= limit) {
				cut = true;
				break;
			}
			const key = keyOf?.(row);
			if (key !== undefined && keys.has(key)) {
				duplicates += 1;
				continue;
			}
			if (key !== undefined) keys.add(key);
			rows.push(row);
		}
		if (rows.length >= limit) {
			// Rows that the limit has cut off come again with their page.
			const more = next.kind === 'more' ? resumeAt(next.cursor) : {};
			return finish('limit-reached', cut ? resumeAt(cursor) : more);
		}
		if (next.kind === 'end') return finish('end');
		if (next.kind === 'cap') return finish('cap-reached', { cap: next.at });
		empty = page.rows.length === 0 ? empty + 1 : 0;
		if (empty >= MOST_EMPTY_PAGES) return finish('empty-pages', resumeAt(next.cursor));
		cursor = next.cursor;
	}
}

function completeness(
	reason: WalkEnd,
	received: number,
	expected: number | undefined,
): Completeness['complete'] {
	if (reason === 'limit-reached') return 'yes';
	if (reason !== 'end') return 'no';
	if (expected === undefined) return 'yes';
	return received >= expected ? 'yes' : 'unknown';
}
