import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { rowFailure, sendBatches } from '../../../shared/engine/batch';
import type { Failure } from '../../../shared/engine/client';
import { idOf } from '../../../shared/engine/pages/keyset';
import {
	readItems,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import type { Schema } from '../../lookup/schemas';
import type { ObjectKind } from '../../objects';
import { emailProblem } from '../../record';
import { CRUD_QUOTAS } from '../../vendor';
import { propertiesToReturn, recordField, typeFields } from './fields';
import { isMissing, readRecords, type ReadRow } from './readRecords';
import { readRecordId, readType, RECORD_ID } from './rows';
import { loadSchemas, readView, type View } from './view';

interface GetRow extends ReadRow {
	view: View;
}

function findFields(kind: ObjectKind): INodeProperties[] {
	const byProperty = { show: { findBy: ['property'] } };
	return [
		{
			displayName: 'Find By',
			name: 'findBy',
			type: 'options',
			noDataExpression: true,
			default: 'id',
			options: [
				{ name: 'Record ID', value: 'id' },
				{ name: 'Unique Property', value: 'property' },
			],
		},
		...updateDisplayOptions({ show: { findBy: ['id'] } }, [
			recordField('Record ID', 'recordId', kind, `The ${kind.one} to get`),
		]),
		{
			displayName: 'Unique Property',
			name: 'idProperty',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. external_id',
			description: `Internal name of the property that tells ${kind.many} apart`,
			displayOptions: byProperty,
		},
		{
			displayName: 'Value of Unique Property',
			name: 'idValue',
			type: 'string',
			default: '',
			required: true,
			description: `The value to look the ${kind.one} up by`,
			displayOptions: byProperty,
		},
	];
}

export function get(kind: ObjectKind): Operation {
	const { one, many } = kind;
	return {
		name: 'Get',
		action: `Get ${many}`,
		description: `Get ${many} by their IDs, a hundred in a request. One that was merged gives the ${one} that is left.`,
		fields: [...typeFields(kind), ...findFields(kind), simplifyField, propertiesToReturn],
		async run(context) {
			const schemas = await loadSchemas(kind, context);
			const rows = await readItems(context, (read) => readRow(kind, read, schemas));
			if (context.checked()) return;
			const missing = await getAll(kind, context, rows);
			const survivors = await followMerges(kind, context, missing);
			const gone = await getAll(kind, context, survivors);
			for (const row of gone) fail(kind, context, row);
		},
	};
}

function readRow(kind: ObjectKind, read: ParameterReader, schemas: Schema[]): GetRow | Problem {
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const view = readView(kind, read, type, schemas);
	const { properties } = view;
	if (read.text('findBy') !== 'property') {
		const id = readRecordId(read, 'recordId', 'Record ID');
		return id instanceof Problem ? id : { type, property: RECORD_ID, value: id, properties, view };
	}
	const property = read.text('idProperty');
	const value = read.text('idValue');
	if (property === '') {
		return new Problem('Unique Property is empty', 'Enter the name of one, such as email.');
	}
	if (value === '') {
		return new Problem(`The item has no ${property}`, 'Fill Value of Unique Property.');
	}
	const wrong = property === 'email' ? emailProblem(value) : undefined;
	return wrong ?? { type, property, value, properties, view };
}

/** Settles the records that are there, and gives the rows of those that are not. */
async function getAll(
	kind: ObjectKind,
	context: RunContext,
	rows: Array<Placed<GetRow>>,
): Promise<Array<Placed<GetRow>>> {
	const missing: Array<Placed<GetRow>> = [];
	await readRecords(context, `${kind.value}.get`, rows, (row, result) => {
		const { itemIndex, value } = row;
		if (result.ok) {
			context.results.set(itemIndex, { kind: 'done', items: [value.view.toItem(result.data)] });
		} else if (isMissing(result.failure)) missing.push(row);
		else context.results.set(itemIndex, { kind: 'failed', failure: result.failure, items: [] });
	});
	return missing;
}

/**
 * A batch does not know IDs that were merged away; a single read gives the record that is left
 * (using object APIs, 2026-08). Gives the rows of these; the others are settled.
 */
async function followMerges(
	kind: ObjectKind,
	context: RunContext,
	rows: Array<Placed<GetRow>>,
): Promise<Array<Placed<GetRow>>> {
	const { client, settings, stopped, facts } = context;
	const survivors: Array<Placed<GetRow>> = [];
	const byId = rows.filter(({ value }) => value.property === RECORD_ID);
	for (const row of rows) if (!byId.includes(row)) fail(kind, context, row);
	await sendBatches(client, byId, {
		size: 1,
		inFlight: settings.inFlight,
		request: ([row]) => ({
			operation: `${kind.value}.get`,
			method: 'GET',
			path: `${facts.objects}/${row?.value.type ?? ''}/${row?.value.value ?? ''}`,
			pathTemplate: `${facts.objects}/${row?.value.type ?? ''}/{id}`,
			query: { properties: RECORD_ID },
			safeToRepeat: true,
			readOnly: true,
			quotas: CRUD_QUOTAS,
			records: 1,
		}),
		readRows: ({ data = null }) => [{ ok: true, data: { id: idOf(data) } }],
		causedByRow: () => false,
		settle: (row, result) => {
			const id = result.ok ? String(result.data.id ?? '') : '';
			if (id !== '') survivors.push({ ...row, value: { ...row.value, value: id } });
			else fail(kind, context, row, result.ok ? undefined : result.failure);
		},
		stopped,
	});
	return survivors;
}

function fail(
	{ one }: ObjectKind,
	{ results }: RunContext,
	{ itemIndex, value: { property, value } }: Placed<GetRow>,
	why?: Failure,
): void {
	if (why && why.reason !== 'not-found') {
		return results.set(itemIndex, { kind: 'failed', failure: why, items: [] });
	}
	const isById = property === RECORD_ID;
	const message = `there is no ${one} with the ${isById ? 'Record ID' : property} ${value}`;
	const advice = `Check the value. A deleted ${one} is in the recycle bin of HubSpot for 90 days.`;
	const failure = {
		...(why ?? rowFailure('not-found')),
		error: { ...why?.error, message, advice },
	};
	results.set(itemIndex, { kind: 'failed', failure, items: [] });
}
