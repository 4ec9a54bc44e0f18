import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

import { Refused } from '../refusals';
import type { CsvForm } from './job';
import { DELIMITERS, LINE_ENDINGS } from './job';

export interface CsvTable {
	header: string[];
	rows: string[][];
}

/** What spoils an upload as a whole: its job fails with the message. */
export class SpoiledUpload extends Error {}

/** Line ends inside quotes have to be of the job's kind too. */
function refuseLineEnds(text: string, { lineEnding }: CsvForm): void {
	const isOther = lineEnding === 'LF' ? text.includes('\r\n') : /(?<!\r)\n/.test(text);
	if (!isOther) return;
	throw new SpoiledUpload(
		`ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`,
	);
}

export function parsedCsv(text: string, form: CsvForm): CsvTable {
	refuseLineEnds(text, form);
	let records: string[][];
	try {
		records = parse(text, {
			delimiter: DELIMITERS[form.columnDelimiter],
			record_delimiter: LINE_ENDINGS[form.lineEnding],
			skip_empty_lines: true,
		});
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new SpoiledUpload(`InvalidBatch : Failed to parse CSV. ${reason}`);
	}
	const [header, ...rows] = records;
	if (header === undefined) throw new SpoiledUpload('InvalidBatch : Failed to parse CSV header');
	return { header, rows };
}

/** Every cell in quotes, as the results come. */
export function csvText({ header, rows }: CsvTable, form: CsvForm): string {
	return stringify([header, ...rows], {
		delimiter: DELIMITERS[form.columnDelimiter],
		record_delimiter: LINE_ENDINGS[form.lineEnding],
		quoted: true,
		quoted_empty: true,
	});
}

/** How the CSV of a job is written: commas and LF unless said otherwise. */
export function csvFormOf(body: Readonly<Record<string, unknown>>): CsvForm {
	const { contentType = 'CSV', columnDelimiter = 'COMMA', lineEnding = 'LF' } = body;
	if (contentType !== 'CSV') throw new Refused('INVALIDCONTENTTYPE', 'contentType must be CSV');
	const delimiters = Object.keys(DELIMITERS) as Array<keyof typeof DELIMITERS>;
	const endings = Object.keys(LINE_ENDINGS) as Array<keyof typeof LINE_ENDINGS>;
	const delimiter = delimiters.find((name) => name === columnDelimiter);
	const ending = endings.find((name) => name === lineEnding);
	if (delimiter === undefined || ending === undefined) {
		throw new Refused('INVALIDJOB', 'columnDelimiter or lineEnding is not a known one');
	}
	return { columnDelimiter: delimiter, lineEnding: ending };
}
