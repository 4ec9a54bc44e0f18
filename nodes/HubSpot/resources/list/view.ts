import { asObject, asText } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { only, type Entry, type Simplify } from '../../entryView';

const usual = only(
	'listId',
	'name',
	'objectTypeId',
	'processingType',
	'processingStatus',
	'createdAt',
	'updatedAt',
);

/** Fields of a list that can be chosen. */
export const listLabels = {
	additionalProperties: 'Additional Properties',
	createdAt: 'Created At',
	createdById: 'Created By ID',
	filtersUpdatedAt: 'Filters Updated At',
	listId: 'List ID',
	listVersion: 'List Version',
	name: 'Name',
	objectTypeId: 'Object Type ID',
	processingStatus: 'Processing Status',
	processingType: 'Processing Type',
	size: 'Size',
	updatedAt: 'Updated At',
	updatedById: 'Updated By ID',
};

/** A list, as the search and the create of lists give it. */
export const simplifyList: Simplify = (list) => ({ ...usual(list), size: sizeOf(list) });

/** How many records it holds: a search gives it as a text, among properties (lists API, 2026-08). */
function sizeOf({ size, additionalProperties }: Entry): JsonValue {
	if (typeof size === 'number') return size;
	const counted = Number(asText(asObject(additionalProperties).hs_list_size) ?? Number.NaN);
	return Number.isNaN(counted) ? null : counted;
}
