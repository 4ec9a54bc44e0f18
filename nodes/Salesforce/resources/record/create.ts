import type { Operation } from '../../../shared/node/operation';
import { optionsField } from '../../write/choices';
import { readInsert } from '../../write/row';
import { writeOperation } from '../../write/write';
import { emptyValuesField, mapperField, objectField, parentsField } from './fields';

export const create: Operation = writeOperation(
	{
		name: 'Create',
		action: 'Create records',
		description: 'Create new records of any object, 200 in a request and large numbers by Bulk',
		fields: [objectField, mapperField('add'), emptyValuesField, parentsField, optionsField('save')],
	},
	readInsert,
);
