import type { RowResult } from '../shared/engine/batch';
import { asObject } from '../shared/engine/body';
import type { Failure } from '../shared/engine/client';
import type { JsonValue } from '../shared/engine/types';

/** A slip in one row of an enrichment is refused before anything is charged: halving finds it. */
export function isCausedByRow({ status, reason, error }: Failure): boolean {
	return (status === 400 && error.code !== 'RECORD_LIMIT_EXCEEDED') || reason === 'invalid';
}

/** How the entries of an enrichment's answer are told apart. */
interface Enriched<Row> {
	/** Whether an entry is what the row asked for. */
	isAbout: (entry: JsonValue, row: Row) => boolean;
	/** Whether what the row is known by may have changed, so that its entry says something else. */
	mayDiffer: (row: Row) => boolean;
	/** What is said of a row that was not found. */
	missed: (row: Row) => { [field: string]: JsonValue };
}

/**
 * Apollo documents neither the order of an enrichment's entries nor what stands for a miss. An entry
 * belongs to the row that it names. Where what a row is known by has changed, and only if there is an
 * entry for each row, the entry in the row's place is taken. An entry that is nobody's was paid for:
 * as long as there is one, no row that is left may be called a miss. Nor where the answer has no list.
 */
export function readEnriched<Row>(
	entries: JsonValue | undefined,
	rows: Row[],
	{ isAbout, mayDiffer, missed }: Enriched<Row>,
): Array<RowResult | undefined> {
	if (!Array.isArray(entries)) return rows.map(() => undefined);
	const found: Array<JsonValue | undefined> = rows.map((row) =>
		entries.find((entry) => isFilled(entry) && isAbout(entry, row)),
	);
	const taken = new Set(found);
	const isFree = (entry: JsonValue | undefined) => isFilled(entry) && !taken.has(entry);
	rows.forEach((row, place) => {
		const inPlace = entries.length === rows.length ? entries[place] : undefined;
		if (found[place] || !mayDiffer(row) || !isFree(inPlace)) return;
		found[place] = inPlace;
		taken.add(inPlace);
	});
	const free = entries.filter(isFree);
	const open = found.filter((entry) => entry === undefined).length;
	return rows.map((row, place) => {
		const entry = found[place] ?? (open === 1 ? free[0] : undefined);
		if (entry) return { ok: true, data: { matched: true, ...asObject(entry) } };
		return free.length > 0 ? undefined : { ok: true, data: { matched: false, ...missed(row) } };
	});
}

function isFilled(entry: JsonValue | undefined): boolean {
	return Object.keys(asObject(entry)).length > 0;
}

/**
 * The record of each row, told by ever weaker tests: each record goes to one row, and the last one
 * that is left to the last row.
 */
export function pairRecords<Row, Found>(
	rows: Row[],
	records: Found[],
	tests: Array<(record: Found, row: Row) => boolean>,
): Array<Found | undefined> {
	const free = new Set(records);
	const found = new Array<Found | undefined>(rows.length).fill(undefined);
	const give = (place: number, record: Found | undefined) => {
		if (record === undefined) return;
		found[place] = record;
		free.delete(record);
	};
	for (const test of tests) {
		rows.forEach((row, place) => {
			if (found[place] !== undefined) return;
			give(
				place,
				[...free].find((record) => test(record, row)),
			);
		});
	}
	const open = found.flatMap((record, place) => (record === undefined ? [place] : []));
	const [last] = open;
	if (open.length === 1 && free.size === 1 && last !== undefined) give(last, [...free][0]);
	return found;
}
