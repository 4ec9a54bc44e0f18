import { isoTime } from '../../../shared/engine/explain';
import { Problem } from '../../../shared/node/parameters';
import { formatField, readFormat } from '../../fileFormats';
import type { LogOperation } from '../../logOperation';
import { datedName, outputFileField, readOutputField } from '../../outputFile';
import { pageFields, readPages } from '../../readPages';
import { rowItem } from '../../rowItem';

export const exportRows: LogOperation = {
	name: 'Export',
	action: 'Export log rows',
	description: 'Get the rows of requests as one file, for a spreadsheet or a program',
	fields: [formatField, outputFileField, ...pageFields],
	async run(context) {
		const { read, files, now, stopped } = context;
		const format = readFormat(read);
		if (format instanceof Problem) return format;
		const property = readOutputField(read);
		if (property instanceof Problem) return property;

		const parts = [Buffer.from(format.head)];
		const ends: number[] = [];
		let count = 0;
		const unread = await readPages(context, (rows) => {
			// Page by page: text of all rows at once would hold n8n's main loop, and may be no string at all.
			parts.push(Buffer.from(format.lines(rows.map(rowItem))));
			ends.push(...[rows.at(0), rows.at(-1)].flatMap((row) => (row ? [row.startedAt] : [])));
			count += rows.length;
		});
		if (unread) return unread;
		if (stopped()) {
			return new Problem(
				'The execution was stopped before the file was complete',
				'Run the node again; there is no file with a part of the rows.',
			);
		}

		const fileName = datedName('api-log', now, format.value);
		const written = await files.write({
			data: Buffer.concat(parts),
			type: format.mimeType,
			name: fileName,
		});
		if (written instanceof Problem) return written;
		const item = { rows: count, ...rangeOf(ends), format: format.value, fileName };
		return { items: [item], binary: { [property]: written } };
	},
};

/** The times of the first and the last row, the earlier one first whatever the order of the file. */
function rangeOf(ends: number[]): { from: string | null; to: string | null } {
	const [from, to] = [...ends.slice(0, 1), ...ends.slice(-1)].sort((a, b) => a - b);
	return { from: isoTime(from) ?? null, to: isoTime(to) ?? null };
}
