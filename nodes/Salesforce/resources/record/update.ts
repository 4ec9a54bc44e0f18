import type { Operation } from '../../../shared/node/operation';
import { optionsField } from '../../write/choices';
import { readKeyed } from '../../write/row';
import { writeOperation } from '../../write/write';
import { emptyValuesField, mapperField, objectField, onlyFillField, parentsField } from './fields';

export const update: Operation = writeOperation(
	{
		name: 'Update',
		action: 'Update records',
		description: 'Update records by their IDs, 200 in a request and large numbers by Bulk',
		fields: [
			objectField,
			mapperField('update'),
			emptyValuesField,
			onlyFillField,
			parentsField,
			optionsField('save'),
		],
	},
	(read) => readKeyed(read, 'update'),
);
