import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isoTimeOf } from '../shared/node/isoTime';
import { Problem, type ParameterReader } from '../shared/node/parameters';

/** Filters of a list, named as the API names them. */
export function filtersField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

type Value = string | number | boolean;

export type Filters = Record<string, Value>;

/** The filters of an item that are set. Several values are one text with commas between them. */
export function readFilters(read: ParameterReader): Filters | Problem {
	const filters: Filters = {};
	for (const [name, given] of Object.entries(read.collection('filters'))) {
		const value = valueOf(name, given);
		if (value instanceof Problem) return value;
		if (value !== undefined && value !== '') filters[name] = value;
	}
	return filters;
}

function valueOf(name: string, given: IDataObject[string]): Value | undefined | Problem {
	if (given === undefined || given === null) return undefined;
	if (typeof given === 'string') return given.trim();
	if (typeof given === 'number' || typeof given === 'boolean') return given;
	if (Array.isArray(given)) return given.map((each) => String(each).trim()).join(',');
	if ('value' in given) return valueOf(name, given.value as IDataObject[string]);
	return (
		isoTimeOf(given) ??
		new Problem(`The filter ${name} is an object`, 'Choose one of its fields in the expression.')
	);
}
