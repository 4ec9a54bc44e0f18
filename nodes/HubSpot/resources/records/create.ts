import type { Operation } from '../../../shared/node/operation';
import type { ObjectKind } from '../../objects';
import { emptyValuesField, mapperField } from '../../record';
import { associationsField, typeFields } from './fields';
import { readNew } from './rows';
import { writeOperation, type RecordWrite } from './write';

export function create(
	kind: ObjectKind,
	row: RecordWrite['row'] = (read) => readNew(kind, read),
): Operation {
	const { value, one, many, unique } = kind;
	const refused = unique ? '. Those that exist are refused.' : '';
	return writeOperation(
		kind,
		{
			name: 'Create',
			action: `Create ${many}`,
			description: `Create new ${many}, a hundred in a request${refused}`,
			fields: [...typeFields(kind), mapperField('add', one), emptyValuesField, associationsField],
		},
		{ operation: `${value}.create`, row },
	);
}
