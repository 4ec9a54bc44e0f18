import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/node/operation';
import type { ObjectKind } from '../../objects';
import { emptyValuesField, mapperField } from '../../record';
import { associationsField, onlyFillField, typeFields } from './fields';
import { domainWrite } from './domains';
import { readFirstWrite } from './readFirst';
import { readMatched } from './rows';
import { writeOperation } from './write';

/** Batch upsert guide, 2026-08. */
const partialUpsertNotice: INodeProperties = {
	displayName:
		'HubSpot does not support partial upserts by email: set all properties that the contact shall have, or match on a unique property of your own',
	name: 'partialUpsertNotice',
	type: 'notice',
	default: '',
};

export function createOrUpdate(kind: ObjectKind): Operation {
	const { value, one, many, unique } = kind;
	const row = domainWrite(kind) ??
		readFirstWrite(kind) ?? {
			row: (read: Parameters<typeof readMatched>[1]) => readMatched(kind, read, 'upsert', unique),
		};
	return writeOperation(
		kind,
		{
			name: 'Create or Update',
			action: `Create or update ${many}`,
			description: `Create ${many}, or update those that exist (upsert), a hundred in a request`,
			fields: [
				...typeFields(kind),
				...(unique ? [partialUpsertNotice] : []),
				mapperField('upsert', one),
				emptyValuesField,
				onlyFillField,
				associationsField,
			],
		},
		{ operation: `${value}.createOrUpdate`, ...row },
	);
}
