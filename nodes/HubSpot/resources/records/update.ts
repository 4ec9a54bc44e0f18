import type { Operation } from '../../../shared/node/operation';
import type { ObjectKind } from '../../objects';
import { emptyValuesField, mapperField } from '../../record';
import { associationsField, onlyFillField, typeFields } from './fields';
import { readMatched, RECORD_ID } from './rows';
import { writeOperation } from './write';

export function update(kind: ObjectKind): Operation {
	const { value, one, many } = kind;
	return writeOperation(
		kind,
		{
			name: 'Update',
			action: `Update ${many}`,
			description: `Update ${many} that exist, a hundred in a request`,
			fields: [
				...typeFields(kind),
				mapperField('update', one),
				emptyValuesField,
				onlyFillField,
				associationsField,
			],
		},
		{ operation: `${value}.update`, row: (read) => readMatched(kind, read, 'update', RECORD_ID) },
	);
}
