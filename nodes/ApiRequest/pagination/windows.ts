import type { INodeProperties } from 'n8n-workflow';
import { valueAt } from '../../shared/engine/dataPath';
import type { PageStyle } from '../../shared/engine/pages/style';
import { windowedPages } from '../../shared/engine/pages/windows';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { type ParameterReader, Problem } from '../../shared/node/parameters';
import { SEND_IN } from './fields';
import { put, type Place } from './place';
import { sendInOf } from './read';

/** How to pass the number of results at which an API stops. */
export const resultCapField: INodeProperties = {
	displayName: 'Result Cap of the API',
	name: 'resultCap',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add cap',
	description:
		'For APIs that give no more than so many results to one query, such as 10,000: the list goes on with a new query behind the last record. The list has to be sorted by the field.',
	options: [
		{
			displayName: 'Cap',
			name: 'cap',
			values: [
				{
					displayName: 'Field of the Last Record',
					name: 'field',
					type: 'string',
					default: 'id',
					description:
						'The field that the list is sorted by; its value is sent with the next query',
				},
				{
					displayName: 'Most Results',
					name: 'most',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 10000,
					description: 'How many results the API gives to one query; a multiple of the page size',
				},
				{
					displayName: 'Parameter',
					name: 'parameter',
					type: 'string',
					default: '',
					placeholder: 'e.g. after_id',
					description:
						'Name under which the value is sent; in the body also a path, such as filter.after_id',
				},
				SEND_IN,
				{
					displayName: 'The Value Itself Comes Again',
					name: 'inclusive',
					type: 'boolean',
					default: false,
					description:
						'Whether the API gives records with this value once more (greater or equal). Those that have come are left out by the Key Path.',
				},
			],
		},
	],
};

interface ResultCap {
	most: number;
	field: string;
	place: Place;
	inclusive: boolean;
}

/** The cap that the user names; undefined for none. */
export function readResultCap(read: ParameterReader): ResultCap | undefined | Problem {
	const { cap } = read.collection('resultCap');
	if (typeof cap !== 'object' || cap === null || Array.isArray(cap)) return undefined;
	const {
		most,
		field = 'id',
		parameter = '',
		sendIn = 'query',
		inclusive,
	} = cap as Partial<Record<string, unknown>>;
	const name = String(parameter).trim();
	const of = 'Result Cap of the API';
	if (name === '') {
		return new Problem(`Parameter under ${of} is empty`, 'Enter it, or remove the cap.');
	}
	const number = most === undefined ? 10_000 : Number(most);
	if (!Number.isInteger(number) || number < 1) {
		return new Problem(
			`Most Results under ${of} is ${String(most)}, but has to be a whole number of 1 or more`,
			'Change it.',
		);
	}
	if (inclusive === true && !read.collection('options').keyPath) {
		return new Problem(
			`${of} gives records twice, but nothing tells them apart`,
			'Add the option Key Path, such as id.',
		);
	}
	return {
		most: number,
		field: String(field).trim() || 'id',
		place: { name, in: sendInOf(String(sendIn)) },
		inclusive: inclusive === true,
	};
}

/** The pages of all windows, each of them read in the style that `open` gives. */
export function pagesPastCap(
	request: ApiRequest,
	{ most, field, place, inclusive }: ResultCap,
	open: (request: ApiRequest) => PageStyle,
): PageStyle {
	return windowedPages({
		cap: most,
		inclusive,
		keyOf: (row: JsonValue) => {
			const value = valueAt(row, field);
			return typeof value === 'string' || typeof value === 'number' ? value : undefined;
		},
		open: (after) => open(after === undefined ? request : put(request, place, after)),
	});
}
