import type { Operation } from '../../../shared/node/operation';
import { optionsField } from '../../write/choices';
import { readKeyed } from '../../write/row';
import { writeOperation } from '../../write/write';
import { emptyValuesField, mapperField, objectField, onlyFillField, parentsField } from './fields';

export const createOrUpdate: Operation = writeOperation(
	{
		name: 'Create or Update',
		action: 'Create or update records',
		description:
			'Create records, or update those with the same external ID (upsert), 200 in a request and large numbers by Bulk',
		fields: [
			objectField,
			mapperField('upsert'),
			emptyValuesField,
			onlyFillField,
			parentsField,
			optionsField('save'),
		],
	},
	(read) => readKeyed(read, 'upsert'),
);
