import { csvLine } from '../../shared/engine/csv/write';
import { Problem } from '../../shared/node/parameters';
import type { FieldValue } from '../fieldValue';
import { recordOf, type WriteRow } from '../write/row';

/** Characters of a cell and of a row, and columns, that a job takes (Bulk API 2.0 guide, 2026-08). */
const LONGEST_CELL = 32_000;
const LONGEST_ROW = 400_000;
const MOST_COLUMNS = 5_000;
/** What a cell holds to clear its field; an empty one is ignored (Bulk API 2.0 guide, 2026-08). */
const CLEAR = '#N/A';

/** Why Bulk does not take this row; undefined when it does. */
export function cellProblem(row: WriteRow): Problem | undefined {
	const record = recordOf(row);
	const names = Object.keys(record);
	for (const name of names) {
		const { length } = String(record[name]);
		if (length > LONGEST_CELL) {
			return new Problem(
				`The value of ${name} has ${length} characters, but Bulk takes ${LONGEST_CELL}`,
				'Shorten it, or write the item with the operations of Record.',
			);
		}
		if (record[name] === CLEAR) {
			return new Problem(
				`The value of ${name} is "${CLEAR}", which clears the field in Bulk`,
				'Leave the value empty and set Empty Values, or write the item with the operations of Record.',
			);
		}
	}
	const columns = names.sort();
	const length = csvLine(cellsOf(row, columns)).length;
	if (length > LONGEST_ROW) {
		return new Problem(
			`The item has ${length} characters, but a row of Bulk has ${LONGEST_ROW}`,
			'Write the item with the operations of Record.',
		);
	}
	return columns.length > MOST_COLUMNS
		? new Problem(
				`The item has ${columns.length} fields, but Bulk takes ${MOST_COLUMNS}`,
				'Set fewer fields.',
			)
		: undefined;
}

/** The columns that some of the rows fill. */
export function columnsOf(rows: WriteRow[]): string[] {
	return [...new Set(rows.flatMap((row) => Object.keys(recordOf(row))))].sort();
}

export function cellsOf(row: WriteRow, columns: string[]): string[] {
	const record = recordOf(row);
	return columns.map((column) => cellOf(record[column]));
}

function cellOf(value: FieldValue | undefined): string {
	return value === null ? CLEAR : String(value ?? '');
}
