import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import { asText } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import { readItems, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import { DEPENDS } from '../../lookup/depends';
import { withDefinitions } from '../../read/objects';
import { readRecords, type Held, type ReadRow } from '../../read/readRecords';
import { sceneOf, type Definitions } from '../../scene';
import { readView, type View } from '../../view';
import { readObjectType, readRecordId } from '../../write/row';
import { fieldsToReturn, objectField, recordField } from './fields';

interface GetRow extends ReadRow {
	view: View;
}

const findFields: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		noDataExpression: true,
		default: 'id',
		options: [
			{ name: 'External ID', value: 'externalId' },
			{ name: 'Record ID', value: 'id' },
		],
	},
	...updateDisplayOptions({ show: { findBy: ['id'] } }, [recordField]),
	...updateDisplayOptions({ show: { findBy: ['externalId'] } }, [
		{
			displayName: 'External ID Field Name or ID',
			name: 'keyField',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getKeyFields', loadOptionsDependsOn: DEPENDS },
			default: '',
			required: true,
			description:
				'The field that tells records apart. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'External ID',
			name: 'keyValue',
			type: 'string',
			default: '',
			required: true,
			description: 'The value to look the record up by',
		},
	]),
];

export const get: Operation = {
	name: 'Get',
	action: 'Get records',
	description: 'Get records by their IDs or external IDs, up to 2,000 in a request',
	fields: [objectField, ...findFields, simplifyField, fieldsToReturn],
	async run(original) {
		const scene = sceneOf(original);
		const context = await withDefinitions(scene);
		const rows = await readItems(context, (read) => readRow(read, scene.definitions));
		if (context.checked()) return;
		await readRecords(
			{ ...scene, context },
			'record.get',
			rows,
			({ itemIndex, value }, settled) => {
				if ('failure' in settled) return fail(context, itemIndex, settled.failure);
				const [record, another] = settled.records;
				const failure = another ? severalOf(value, settled.records) : missing(value);
				if (!record || another) return fail(context, itemIndex, failure);
				context.results.set(itemIndex, { kind: 'done', items: [value.view.toItem(record)] });
			},
		);
	},
};

function readRow(read: ParameterReader, definitions: Definitions): GetRow | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const view = readView(read, definitions.of(type));
	if (view instanceof Problem) return view;
	const { fields } = view;
	if (read.text('findBy') !== 'externalId') {
		const value = readRecordId(read);
		return value instanceof Problem ? value : { type, field: 'Id', value, fields, view };
	}
	const field = read.text('keyField');
	const value = read.text('keyValue');
	if (!/^[a-z]\w*$/i.test(field)) {
		return new Problem(
			field === '' ? 'External ID Field is empty' : `"${field}" is not the API name of a field`,
			'Choose a field from the list, such as Ext__c.',
		);
	}
	return value === ''
		? new Problem(`The item has no ${field}`, 'Fill External ID.')
		: { type, field, value, fields, view };
}

function fail({ results }: RunContext, itemIndex: number, failure: Failure): void {
	results.set(itemIndex, { kind: 'failed', failure, items: [] });
}

function missing({ type, field, value }: ReadRow): Failure {
	const label = field === 'Id' ? 'Record ID' : field;
	const message = `there is no ${type} with the ${label} ${value}`;
	const advice =
		'Check the value, and whether the user of the credential may see the record. A deleted one is in the recycle bin of Salesforce.';
	return { ...rowFailure('not-found'), error: { message, advice } };
}

function severalOf({ type, field, value }: ReadRow, records: Held[]): Failure {
	const ids = records.map(({ Id }) => asText(Id) ?? '').filter(Boolean);
	const message = `${ids.length} ${type} records have the ${field} ${value}: ${ids.join(', ')}`;
	const advice = 'Get the record by its Record ID, or make the values unique in Salesforce.';
	return {
		...rowFailure('conflict'),
		error: { message, advice, code: 'DUPLICATE_EXTERNAL_ID', fields: [field] },
	};
}
