import { LONGEST_SOQL } from '../vendor';
import { addressLength } from './addressLength';
import { quote } from './literal';

/** What a query needs beside its fields and values: SELECT, FROM, WHERE, IN. */
const ROOM = 300;

/**
 * Groups rows whose values fit together into one IN list of a query, whose address may not be longer
 * than a server takes. `ofKind`: only rows of one kind are in a group. Gives the group's number.
 */
export function groupsByLength<Row>(
	rows: Row[],
	ofKind: (row: Row) => string,
	valueOf: (row: Row) => string,
	fieldsLengthOf: (row: Row) => number,
): Map<Row, number> {
	const groups = new Map<Row, number>();
	const open = new Map<string, { group: number; length: number }>();
	let count = 0;
	for (const row of rows) {
		const kind = ofKind(row);
		const length = addressLength(`${quote(valueOf(row))},`);
		const last = open.get(kind);
		const fits = last && last.length + length <= LONGEST_SOQL;
		const at = fits ? last : { group: (count += 1), length: fieldsLengthOf(row) + ROOM };
		at.length += length;
		open.set(kind, at);
		groups.set(row, at.group);
	}
	return groups;
}
