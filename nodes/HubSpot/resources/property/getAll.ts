import { asArray, asObject, asText, recordsOf } from '../../../shared/engine/body';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { fieldsToReturn, simplifyField } from '../../../shared/node/view';
import { withAdvice } from '../../advised';
import { archivedPages } from '../../archivedPages';
import { only, readEntryView, type Simplify } from '../../entryView';
import { definitionsRequest, isWritable } from '../../lookup/definitions';
import { adviceOnType, objectTypeField, readObjectType } from '../../objectType';

const usual = only('name', 'label', 'type', 'fieldType', 'groupName', 'description');

const labels = {
	archived: 'Archived',
	calculated: 'Calculated',
	createdAt: 'Created At',
	description: 'Description',
	displayOrder: 'Display Order',
	externalOptions: 'External Options',
	fieldType: 'Field Type',
	formField: 'Form Field',
	groupName: 'Group Name',
	hasUniqueValue: 'Has Unique Value',
	hidden: 'Hidden',
	hubspotDefined: 'HubSpot Defined',
	label: 'Label',
	modificationMetadata: 'Modification Metadata',
	name: 'Name',
	options: 'Options',
	referencedObjectType: 'Referenced Object Type',
	type: 'Type',
	updatedAt: 'Updated At',
	writable: 'Writable',
};

const simplify: Simplify = (entry) => ({
	...usual(entry),
	options: asArray(entry.options).map((option) => only('label', 'value')(asObject(option))),
	hasUniqueValue: entry.hasUniqueValue,
	hidden: entry.hidden,
	writable: isWritable(entry),
});

const listed = listOperation(
	{
		name: 'Get Many',
		action: 'Get many properties',
		description: 'Get the properties that records of a type have',
		fields: [
			objectTypeField('Object Type', 'objectType', 'What has the properties', 'contacts'),
			...listFields,
			{
				displayName: 'Include Archived',
				name: 'includeArchived',
				type: 'boolean',
				default: false,
				description: 'Whether to return also properties that have been archived, behind the others',
			},
			{
				displayName: 'Include Hidden',
				name: 'includeHidden',
				type: 'boolean',
				default: false,
				description: 'Whether to return also properties that HubSpot does not show',
			},
			{
				displayName: 'Only Writable',
				name: 'onlyWritable',
				type: 'boolean',
				default: false,
				description: 'Whether to leave out properties that HubSpot sets by itself',
			},
			simplifyField,
			fieldsToReturn(labels),
		],
	},
	(read, facts) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const type = readObjectType(read, 'objectType', 'Object Type');
		if (type instanceof Problem) return type;
		const includesHidden = read.flag('includeHidden');
		const onlyWritable = read.flag('onlyWritable');
		return {
			limit,
			style: archivedPages((archived) => {
				const request = definitionsRequest(facts, type);
				return archived ? { ...request, query: { archived } } : request;
			}, read.flag('includeArchived')),
			read: (data) => ({
				rows: recordsOf(data, 'results').filter((row) => {
					const entry = asObject(row);
					return (includesHidden || entry.hidden !== true) && (!onlyWritable || isWritable(entry));
				}),
			}),
			// A name may have been archived and given anew.
			keyOf: (row) => {
				const { name, archived } = asObject(row);
				return `${asText(name) ?? ''} ${archived === true}`;
			},
			toItem: readEntryView(read, simplify),
		};
	},
);

export const getAll = withAdvice(listed, adviceOnType);
