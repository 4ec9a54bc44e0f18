import { csvLine } from '../../shared/engine/csv/write';
import type { Row } from '../write/collections';
import type { WriteRow } from '../write/row';
import { cellsOf, columnsOf } from './cells';

/** 150 MB in base64, which is what a job takes (Bulk API 2.0 guide, 2026-08). */
const MOST_BYTES = 100_000_000;
/** Ten of Salesforce's own chunks: what came of more would be held in memory at once. */
const MOST_ROWS = 100_000;

/** What one job gets. */
export interface Upload {
	/** Of which kind all its rows are. */
	sample: WriteRow;
	columns: string[];
	rows: Row[];
	csv: string;
}

/** Shares rows out to jobs, by bytes and by rows. */
export function uploadsOf(
	rows: Row[],
	{ mostBytes = MOST_BYTES, mostRows = MOST_ROWS }: { mostBytes?: number; mostRows?: number } = {},
): Upload[] {
	const columns = columnsOf(rows.map(({ value }) => value));
	const head = csvLine(columns);
	const uploads: Upload[] = [];
	let bytes = Infinity;
	let lines: string[] = [];
	for (const row of rows) {
		const line = csvLine(cellsOf(row.value, columns));
		const length = Buffer.byteLength(line);
		const last = uploads.at(-1);
		if (!last || bytes + length > mostBytes || last.rows.length >= mostRows) {
			if (last) last.csv = lines.join('');
			uploads.push({ sample: row.value, columns, rows: [row], csv: '' });
			lines = [head, line];
			bytes = Buffer.byteLength(head) + length;
		} else {
			last.rows.push(row);
			lines.push(line);
			bytes += length;
		}
	}
	const last = uploads.at(-1);
	if (last) last.csv = lines.join('');
	return uploads;
}
