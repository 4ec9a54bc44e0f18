import type { INodeProperties } from 'n8n-workflow';
import { rowFailure, type RowResult } from '../shared/engine/batch';
import { asObject } from '../shared/engine/body';
import type { Failure, Success } from '../shared/engine/client';
import { valueAt } from '../shared/engine/dataPath';
import { findRows } from '../shared/engine/detect/rows';
import type { ApiRequest, JsonValue } from '../shared/engine/types';
import type { BatchPlan } from '../shared/node/batchOperation';
import type { Facts } from '../shared/node/operation';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import { isSaid } from './innerFault';
import { recordsAt } from './records';
import { readJson } from './values';
import { readRequest } from './resources/rest/request';
import { withSafety } from './safety';

const show = { together: [true] };

/** Many items in one request. */
export const togetherFields: INodeProperties[] = [
	{
		displayName: 'Send Items Together',
		name: 'together',
		type: 'boolean',
		default: false,
		description: 'Whether many items travel in one request, for APIs that take a list',
	},
	{
		displayName: 'Items per Request',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description: 'The most that the API takes',
		displayOptions: { show },
	},
	{
		displayName: 'Item Template',
		name: 'itemTemplate',
		type: 'json',
		typeOptions: { rows: 4 },
		default: '={{ $json }}',
		description: 'What each item adds to the list',
		displayOptions: { show },
	},
	{
		displayName: 'Body Template',
		name: 'bodyTemplate',
		type: 'json',
		typeOptions: { rows: 4 },
		default: '"$items"',
		placeholder: 'e.g. {"inputs": "$items"}',
		description: 'The body around the list: "$items", with its quotes, stands for the list',
		displayOptions: { show },
	},
	{
		displayName: 'If a Request Is Refused',
		name: 'whenRefused',
		type: 'options',
		default: 'auto',
		description: 'What to do when the API refuses a request as a whole (400, 409 or 422)',
		displayOptions: { show },
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Split where sending twice does no harm, else report all of its items',
			},
			{
				name: 'Report All of Its Items',
				value: 'report',
				description: 'The API may have done some of them: nobody knows which',
			},
			{
				name: 'Split Until the Bad Item Is Alone',
				value: 'split',
				description: 'The API does all of a request or nothing',
			},
		],
	},
	{
		displayName: 'Match Results By',
		name: 'matchBy',
		type: 'options',
		default: 'order',
		description: 'How the results in the answer are told apart',
		displayOptions: { show },
		options: [
			{
				name: 'Key',
				value: 'key',
				description: 'A field that is the same in the item and in its result',
			},
			{
				name: 'Order',
				value: 'order',
				description: 'The results stand in the order of the items, and there are as many',
			},
		],
	},
	{
		displayName: 'Key of the Item',
		name: 'itemKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. email',
		description: 'Path in the item template. Items with the same key never travel in one request.',
		displayOptions: { show: { ...show, matchBy: ['key'] } },
	},
	{
		displayName: 'Key of the Result',
		name: 'resultKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. properties.email',
		description: 'Path in a result. Leave empty if it is the same.',
		displayOptions: { show: { ...show, matchBy: ['key'] } },
	},
	{
		displayName: 'Results Path',
		name: 'resultsPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. results',
		description: 'Where the answer holds the list of results. Leave empty to have it found.',
		displayOptions: { show },
	},
	{
		displayName: 'Error Path of a Result',
		name: 'resultError',
		type: 'string',
		default: '',
		placeholder: 'e.g. error',
		description: 'Path in a result: if it has a value, the item has failed',
		displayOptions: { show },
	},
];

/** One item of a request for many. */
interface TogetherRow {
	whenRefused: 'auto' | 'report' | 'split';
	request: ApiRequest;
	body: JsonValue;
	item: JsonValue;
	key: string | undefined;
	match: Match;
}

interface Match {
	by: 'key' | 'order';
	resultKey: string;
	resultsPath: string | undefined;
	errorPath: string;
}

function readRow(read: ParameterReader, facts: Facts, resend: boolean): TogetherRow | Problem {
	const plain = readRequest(read, facts, 'rest.sendTogether');
	if (plain instanceof Problem) return plain;
	if (plain.method === 'GET' || plain.method === 'HEAD') {
		return new Problem(
			`${plain.method} has no body that could hold the items`,
			'Choose another Method, or switch off Send Items Together.',
		);
	}
	const request = withSafety(plain, read, resend);
	if (request instanceof Problem) return request;
	const item = readJson(read, 'itemTemplate', 'Item Template');
	if (item instanceof Problem) return item;
	const body = readJson(read, 'bodyTemplate', 'Body Template');
	if (body instanceof Problem) return body;
	if (item === undefined)
		return new Problem('Item Template is empty', 'Enter it, e.g. {{ $json }}.');
	if (body === undefined || !holdsItems(body)) {
		return new Problem(
			'Body Template has no place for the items',
			'Write "$items", with its quotes, where the list goes.',
		);
	}
	const by = read.text('matchBy') === 'key' ? 'key' : 'order';
	const itemKey = read.text('itemKey');
	const key = by === 'key' ? keyText(valueAt(item, itemKey)) : undefined;
	if (by === 'key' && key === undefined) {
		return new Problem(
			`The item has no "${itemKey}"`,
			'Check Key of the Item: it is a path in the item template.',
		);
	}
	const whenRefused = read.text('whenRefused');
	return {
		request: { ...request, answerAs: 'auto' },
		whenRefused: whenRefused === 'split' || whenRefused === 'report' ? whenRefused : 'auto',
		body,
		item,
		key,
		match: {
			by,
			resultKey: read.text('resultKey') || itemKey,
			resultsPath: read.text('resultsPath') || undefined,
			errorPath: read.text('resultError'),
		},
	};
}

const ITEMS = '$items';

function holdsItems(body: JsonValue): boolean {
	return JSON.stringify(body).includes(`"${ITEMS}"`);
}

function withItems(body: JsonValue, items: JsonValue[]): JsonValue {
	if (body === ITEMS) return items;
	if (Array.isArray(body)) return body.map((each) => withItems(each, items));
	if (typeof body !== 'object' || body === null) return body;
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [
			name,
			value === undefined ? undefined : withItems(value, items),
		]),
	);
}

function keyText(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	return typeof value === 'number' ? String(value) : undefined;
}

export const together: BatchPlan<TogetherRow> = {
	batchSize: (read) => {
		const size = read.number('batchSize');
		return Number.isInteger(size) && size >= 1
			? size
			: new Problem('Items per Request has to be a whole number of 1 or more', 'Change it.');
	},
	row: readRow,
	keyOf: ({ key }) => key,
	// Only items whose request is the same but for the list travel together.
	groupOf: ({ request, body }) => JSON.stringify([request, body]),
	request: (rows) => {
		const [first] = rows;
		if (!first) throw new Error('there are no items to send');
		const items = rows.map(({ item }) => item);
		return { ...first.request, body: withItems(first.body, items), records: rows.length };
	},
	readRows: (answer, rows) => readResults(answer, rows),
	causedByRow: (failure, [first]) => isRefusal(failure) && first?.whenRefused !== 'report',
	mayBePartial: (failure, [first]) => isRefusal(failure) && first?.whenRefused !== 'split',
};

function isRefusal({ status }: Failure): boolean {
	return status === 400 || status === 409 || status === 422;
}

function readResults(answer: Success, rows: TogetherRow[]): Array<RowResult | undefined> {
	const [first] = rows;
	if (!first) return [];
	const { by, resultKey, resultsPath, errorPath } = first.match;
	const results = resultsOf(answer, resultsPath);
	if (results === undefined) {
		// One answer for all of them, unless each was to be found in it.
		const data = answer.data === undefined ? {} : recordOf(answer.data);
		return by === 'key' ? [] : rows.map(() => ({ ok: true, data }));
	}
	const settled = (result: JsonValue | undefined): RowResult | undefined => {
		if (result === undefined) return undefined;
		const error = errorPath === '' ? undefined : valueAt(result, errorPath);
		const message = typeof error === 'string' ? error : JSON.stringify(error ?? '');
		return isSaid(error)
			? { ok: false, failure: rowFailure('row-rejected', message, answer) }
			: { ok: true, data: recordOf(result) };
	};
	if (by === 'order') {
		// Fewer or more results than items: whose they are, nobody knows.
		return results.length === rows.length ? results.map(settled) : rows.map(() => undefined);
	}
	const byKey = new Map(results.map((result) => [keyText(valueAt(result, resultKey)), result]));
	return rows.map(({ key }) => settled(byKey.get(key)));
}

/** The results; undefined where the answer holds no list: one answer for all of them. */
function resultsOf({ data }: Success, path: string | undefined): JsonValue[] | undefined {
	if (path !== undefined) return recordsAt(data, path);
	const where = data === undefined ? undefined : findRows(data);
	return where === undefined ? undefined : recordsAt(data, where);
}

function recordOf(result: JsonValue) {
	const fields = asObject(result);
	return Object.keys(fields).length > 0 ? fields : { value: result };
}
