import type { Operation } from '../../../shared/node/operation';
import { optionsField } from '../../write/choices';
import { readDelete } from '../../write/row';
import { writeOperation } from '../../write/write';
import { objectField, recordField } from './fields';

export const deleteRecords: Operation = writeOperation(
	{
		name: 'Delete',
		action: 'Delete records',
		description: 'Move records to the recycle bin, 200 in a request and large numbers by Bulk',
		fields: [objectField, recordField, optionsField('delete')],
	},
	(read) => readDelete(read),
);
