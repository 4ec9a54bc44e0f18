import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { cellProblem } from '../../bulk/cells';
import { optionsField } from '../../write/choices';
import { readDelete, readInsert, readKeyed, type WriteRow } from '../../write/row';
import { sendAllByJobs, writeOperation } from '../../write/write';
import {
	emptyValuesField,
	mapperField,
	objectField,
	parentsField,
	recordField,
} from '../record/fields';

const operationField: INodeProperties = {
	displayName: 'Bulk Operation',
	name: 'bulkOperation',
	type: 'options',
	noDataExpression: true,
	default: 'upsert',
	options: [
		{ name: 'Create', value: 'insert' },
		{
			name: 'Create or Update',
			value: 'upsert',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Delete', value: 'delete', description: 'Into the recycle bin' },
		{
			name: 'Hard Delete',
			value: 'hardDelete',
			description: 'For good; the user needs the permission Bulk API Hard Delete',
		},
		{ name: 'Update', value: 'update', description: 'By Record ID' },
	],
};

const shownFor = (operations: string[], fields: INodeProperties[]) =>
	updateDisplayOptions({ show: { bulkOperation: operations } }, fields);

export const ingest: Operation = writeOperation(
	{
		name: 'Ingest',
		action: 'Ingest records by a bulk job',
		description:
			'Write all items by Bulk API 2.0, however few they are, and get back which were done, refused and not reached',
		fields: [
			objectField,
			operationField,
			...shownFor(['insert'], [mapperField('add')]),
			...shownFor(['update'], [mapperField('update')]),
			...shownFor(['upsert'], [mapperField('upsert')]),
			...shownFor(['insert', 'update', 'upsert'], [emptyValuesField, parentsField]),
			...shownFor(['delete', 'hardDelete'], [recordField]),
			optionsField('ingest'),
		],
	},
	(read) => {
		const row = readRow(read);
		return row instanceof Problem ? row : (cellProblem(row) ?? row);
	},
	sendAllByJobs,
);

function readRow(read: ParameterReader): WriteRow | Problem {
	const how = read.text('bulkOperation');
	if (how === 'insert') return readInsert(read);
	if (how === 'update' || how === 'upsert') return readKeyed(read, how);
	return readDelete(read, how === 'hardDelete' ? how : 'delete');
}
