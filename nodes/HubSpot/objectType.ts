import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import type { AdviceOf } from './advised';
import { kindNamed, labelOf } from './objects';

/** A type of records: one of HubSpot's own, or a custom object of the account. */
export function objectTypeField(
	displayName: string,
	name: string,
	description: string,
	chosen = '',
): INodeProperties {
	const kind = kindNamed(chosen);
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: {
			mode: 'list',
			value: chosen,
			...(kind ? { cachedResultName: labelOf(kind) } : {}),
		},
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'getObjectTypes', searchable: true },
			},
			{
				displayName: 'By Name or ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. companies or 2-1001',
			},
		],
	};
}

/** The type in such a field, as paths name it. */
export function readObjectType(
	read: ParameterReader,
	name: string,
	label: string,
): string | Problem {
	const type = read.locator(name);
	if (/^[\w-]+$/.test(type)) return kindNamed(type)?.path ?? type;
	return new Problem(
		type === '' ? `${label} is empty` : `${label} is "${type}", which is not the name of one`,
		'Choose a type from the list, or enter its name or an ID such as 2-1001.',
	);
}

/** A type that HubSpot does not know is a path that there is not. */
export const adviceOnType: AdviceOf = ({ status }) =>
	status === 400 || status === 404
		? 'Check Object Type: HubSpot takes names such as companies, and IDs such as 2-1001.'
		: undefined;
