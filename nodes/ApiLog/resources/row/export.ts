import { Readable } from 'node:stream';
import { isoTime } from '../../../shared/engine/explain';
import { Problem } from '../../../shared/node/parameters';
import { type FileFormat, formatField, readFormat } from '../../fileFormats';
import type { LogContext, LogOperation } from '../../logOperation';
import { datedName, outputFileField, readOutputField } from '../../outputFile';
import { pageFields, readPages } from '../../readPages';
import { rowItem } from '../../rowItem';

const STOPPED = new Problem(
	'The execution was stopped before the file was complete',
	'Run the node again; there is no file with a part of the rows.',
);

export const exportRows: LogOperation = {
	name: 'Export',
	action: 'Export log rows',
	description: 'Get the rows of requests as one file, for a spreadsheet or a program',
	fields: [formatField, outputFileField, ...pageFields],
	async run(context) {
		const { read, files, now } = context;
		const format = readFormat(read);
		if (format instanceof Problem) return format;
		const property = readOutputField(read);
		if (property instanceof Problem) return property;

		const written: Written = { rows: 0, ends: [], problem: undefined };
		const fileName = datedName('api-log', now, format.value);
		const file = await files.write({
			data: Readable.from(partsOf(context, format, written), { objectMode: false }),
			type: format.mimeType,
			name: fileName,
		});
		if (written.problem) return written.problem;
		if (file instanceof Problem) return file;
		const { rows, ends } = written;
		const item = { rows, ...rangeOf(ends), format: format.value, fileName };
		return { items: [item], binary: { [property]: file } };
	},
};

/** What is known of a file when its last part was written. */
interface Written {
	rows: number;
	/** Times of the first and the last row of each page. */
	ends: number[];
	/** Why there is no file. */
	problem: Problem | undefined;
}

/**
 * The file, page by page as it is written: all rows at once may be more than the memory holds. Throws
 * where the rest does not come, and what there is of the file belongs to no item then.
 */
async function* partsOf(
	context: LogContext,
	format: FileFormat,
	written: Written,
): AsyncGenerator<Buffer> {
	yield Buffer.from(format.head);
	written.problem = yield* readPages(context, (rows) => {
		written.ends.push(...[rows.at(0), rows.at(-1)].flatMap((row) => (row ? [row.startedAt] : [])));
		written.rows += rows.length;
		return Buffer.from(format.lines(rows.map(rowItem)));
	});
	if (context.stopped()) written.problem ??= STOPPED;
	if (written.problem) throw new Error(written.problem.message);
}

/** The times of the first and the last row, the earlier one first whatever the order of the file. */
function rangeOf(ends: number[]): { from: string | null; to: string | null } {
	const [from, to] = [...ends.slice(0, 1), ...ends.slice(-1)].sort((a, b) => a - b);
	return { from: isoTime(from) ?? null, to: isoTime(to) ?? null };
}
