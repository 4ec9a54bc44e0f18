import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from '../../../shared/node/locatorField';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { AdviceOf } from '../../advised';
import { customObject } from '../../objects';
import { objectTypeField } from '../../objectType';
import { recordField } from '../records/fields';

/** Narrows the lists to choose from. */
export const listedTypeField = objectTypeField(
	'Object Type',
	'objectType',
	'What the list holds: lists of it can be chosen below',
	'contacts',
);

/** A list, picked from those of the object type or told by its ID. */
export function listField(searchListMethod: 'getLists' | 'getWritableLists'): INodeProperties {
	return locatorField({
		displayName: 'List',
		name: 'list',
		description:
			searchListMethod === 'getLists'
				? 'The list in HubSpot'
				: 'A manual or snapshot list. Dynamic lists are filled by HubSpot itself.',
		searchListMethod,
		placeholder: 'e.g. 1001',
	});
}

/** A list that is not there is a path that there is not. */
export const adviceOnList: AdviceOf = ({ status }) =>
	status === 404 ? 'Check List: it may have been deleted. Choose it from the list.' : undefined;

/** A record to add or remove. */
export const memberField: INodeProperties = {
	...recordField('Record ID', 'recordId', customObject, 'ID of a record of the object type'),
	default: { mode: 'id', value: '={{ $json.id }}' },
};

/** The list of an item. */
export function readList(read: ParameterReader): string | Problem {
	const list = read.locator('list');
	if (/^\d+$/.test(list)) return list;
	return new Problem(
		list === '' ? 'List is empty' : `List is "${list}", which is not the ID of one`,
		'Choose a list, or enter its ID as "List: Get Many" gives it. Names and the IDs of the former lists API are no such IDs.',
	);
}
