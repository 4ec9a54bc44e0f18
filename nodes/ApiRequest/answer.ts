import type { IBinaryKeyData, IDataObject, INodeProperties } from 'n8n-workflow';
import type { Success } from '../shared/engine/client';
import { rowFailure } from '../shared/engine/batch';
import { messageOf } from '../shared/engine/errorFacts';
import type { AnswerKind, JsonValue } from '../shared/engine/types';
import type { Files } from '../shared/node/files';
import type { Answered } from '../shared/node/requestOperation';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import { recordsAt } from './records';
import { itemOf } from './values';

/** What an answer is, and how it becomes items. */
export const answerFields: INodeProperties[] = [
	{
		displayName: 'Answer',
		name: 'answerAs',
		type: 'options',
		default: 'auto',
		description: 'What the API answers with',
		options: [
			{ name: 'Auto', value: 'auto', description: 'JSON, or a text where it says so' },
			{ name: 'File', value: 'bytes', description: 'Kept as binary data of the item' },
			{ name: 'JSON', value: 'json' },
			{ name: 'Text', value: 'text' },
		],
	},
	{
		displayName: 'Put Output File in Field',
		name: 'outputField',
		type: 'string',
		default: 'data',
		displayOptions: { show: { answerAs: ['bytes'] } },
	},
	{
		displayName: 'Split Into Items',
		name: 'split',
		type: 'boolean',
		default: true,
		description: 'Whether an answer that is a list becomes one item for each of its records',
		displayOptions: { show: { answerAs: ['auto', 'json'] } },
	},
	{
		displayName: 'Records Path',
		name: 'recordsPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.people',
		description: 'Where the answer holds the list. Leave empty if the answer itself is the list.',
		displayOptions: { show: { answerAs: ['auto', 'json'], split: [true] } },
	},
];

export function answerAs(read: ParameterReader): AnswerKind {
	const kinds: AnswerKind[] = ['auto', 'bytes', 'json', 'text'];
	return kinds.find((kind) => kind === read.text('answerAs')) ?? 'auto';
}

/** How the answers to this item's request become items. */
export function readAnswered(
	read: ParameterReader,
): (answer: Success, files: Files) => Promise<Answered> {
	const kind = answerAs(read);
	const full = read.collection('options').fullAnswer === true;
	const property = read.text('outputField') || 'data';
	const split = read.flag('split');
	const path = read.text('recordsPath');
	return async (answer, files) => {
		if (kind === 'bytes') return await fileOf(answer, files, property);
		const outer = (body: IDataObject): IDataObject =>
			full ? { statusCode: answer.status, headers: answer.headers, body } : body;
		if (!split) return { items: [outer(wholeOf(answer.data))] };
		try {
			const rows = rowsOf(answer.data, path);
			return { items: rows.map((row) => outer(itemOf(row))) };
		} catch (error) {
			return {
				failure: { ...rowFailure('no-page', messageOf(error), answer), processed: 'unknown' },
			};
		}
	};
}

/** Without a path only an answer that is a list is one. */
function rowsOf(data: JsonValue | undefined, path: string): JsonValue[] {
	if (path !== '') return recordsAt(data, path);
	if (Array.isArray(data)) return data;
	return [data ?? {}];
}

function wholeOf(data: JsonValue | undefined): IDataObject {
	return data === undefined ? {} : itemOf(data);
}

async function fileOf(answer: Success, files: Files, property: string): Promise<Answered> {
	const { status, headers, body = Buffer.alloc(0) } = answer;
	const type = headers['content-type']?.split(';')[0]?.trim();
	const name = fileNameOf(headers['content-disposition']) ?? lastPartOf(answer.url);
	const file = await files.write({
		data: body,
		...(type ? { type } : {}),
		...(name ? { name } : {}),
	});
	if (file instanceof Problem) return file;
	const binary: IBinaryKeyData = { [property]: file };
	return { items: [{ statusCode: status, bytes: body.length }], binary };
}

/** The name in Content-Disposition, the UTF-8 one first (RFC 6266 4.3). */
function fileNameOf(disposition = ''): string | undefined {
	const encoded = /filename\*=(?:UTF-8'[^']*')?([^;]+)/i.exec(disposition)?.[1];
	if (encoded !== undefined) return decoded(encoded.trim());
	const plain = /filename="([^"]*)"|filename=([^;\s]+)/i.exec(disposition);
	return plain?.[1] ?? plain?.[2];
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function lastPartOf(url: string): string | undefined {
	const part = URL.parse(url)?.pathname.split('/').at(-1);
	return part && part.includes('.') ? decoded(part) : undefined;
}
