import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { type SheetCell, sheetHead, sheetLines } from '../shared/engine/csv/write';
import { type ParameterReader, Problem } from '../shared/node/parameters';
import { ROW_FIELDS } from './rowItem';

/** How rows become a file. */
export interface FileFormat {
	/** As the parameter Format has it, and the end of the file's name. */
	value: string;
	mimeType: string;
	/** What stands before all rows, also where there are none. */
	head: string;
	/** The lines of these rows, each with its end. */
	lines(items: IDataObject[]): string;
}

const CSV: FileFormat = {
	value: 'csv',
	mimeType: 'text/csv',
	head: sheetHead(ROW_FIELDS),
	lines: (items) => sheetLines(items.map((item) => ROW_FIELDS.map((field) => cellOf(item[field])))),
};

const JSON_LINES: FileFormat = {
	value: 'jsonl',
	mimeType: 'application/x-ndjson',
	head: '',
	lines: (items) => items.map((item) => `${JSON.stringify(item)}\n`).join(''),
};

export const formatField: INodeProperties = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	default: 'csv',
	description: 'What the file is made for',
	options: [
		{
			name: 'CSV',
			value: CSV.value,
			description: 'For spreadsheets. Texts that would be formulas get an apostrophe before them.',
		},
		{
			name: 'JSON Lines',
			value: JSON_LINES.value,
			description: 'For programs. Each line is a row, with its texts as they are.',
		},
	],
};

export function readFormat(read: ParameterReader): FileFormat | Problem {
	const value = read.text('format');
	return (
		[CSV, JSON_LINES].find((each) => each.value === value) ??
		new Problem(`The format "${value}" does not exist`, 'Choose one from the list of Format.')
	);
}

/** Key fields and quotas, which are objects, as JSON. */
function cellOf(value: IDataObject[string]): SheetCell {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number' || typeof value === 'string') return value;
	return JSON.stringify(value);
}
