import type { INodeProperties } from 'n8n-workflow';
import { asText } from '../../../shared/engine/body';
import type { ApiRequest } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/batchOperation';
import type { Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { CREATE_SIZE, type Endpoint } from '../../limits';
import { labelNamesField, mapperField } from '../../records/fields';
import type { RecordKind } from '../../records/kinds';
import { readValues, type Values } from '../../records/values';
import { apolloRequest } from '../../vendor';
import { simple } from '../../view';
import { readCreated, type Test } from './created';
import { isRowsFault } from './refusal';

/**
 * What to do with a record that Apollo finds already there. Both of Apollo's defaults harm: without a
 * look at those there are it makes each record a second time, and with one the create of a single
 * contact overwrites what it has found (create a contact, bulk create contacts, 2026-08).
 */
type IfExists = 'keep' | 'another' | 'update';

interface CreateRow {
	ifExists: IfExists;
	values: Values;
	labels: string[];
	/** Of the input: what is sent alone is told apart by it. */
	itemIndex: number;
}

/** What is particular about creating a kind of record. */
export interface Creates {
	kind: RecordKind;
	bulk: { endpoint: Endpoint; path: string };
	/** The field by which Apollo finds a record that exists. */
	keyField: string;
	/** What an answer's record is found by, the surest first. */
	tests: Test[];
	/** What no record can do without. */
	missing: (values: Values) => Problem | undefined;
	/** Where an existing record can be updated by the same request. */
	single?: { endpoint: Endpoint };
	howFound: string;
}

function fieldsOf({ kind, single, howFound }: Creates): INodeProperties[] {
	const { one, many } = kind;
	return [
		{
			displayName: `If the ${one.charAt(0).toUpperCase()}${one.slice(1)} Exists`,
			name: 'ifExists',
			type: 'options',
			noDataExpression: true,
			default: 'keep',
			description: `What to do with ${many} that Apollo finds already there. ${howFound}.`,
			options: [
				{
					name: 'Create Another One',
					value: 'another',
					description: 'Nothing is looked for: the record may then exist twice',
				},
				{
					name: 'Return the Existing One Unchanged',
					value: 'keep',
					description: `The item is that ${one}, with the result "existing"`,
				},
				...(single
					? [
							{
								name: 'Update the Existing One',
								value: 'update',
								description:
									'What the item sets overwrites what is there, also where only the name and the company are the same. One request for each item.',
							},
						]
					: []),
			],
		},
		mapperField(kind),
		labelNamesField,
	];
}

export function create(creates: Creates): Operation {
	const { kind, keyField, tests } = creates;
	const view = simple(kind.usual);
	const keyOf = ({ values }: CreateRow) => asText(values[keyField])?.toLowerCase();
	return batchOperation<CreateRow>({
		name: 'Create',
		action: `Create ${kind.many}`,
		description: `Create ${kind.many}, a hundred in a request, with a choice of what to do with those that exist`,
		fields: fieldsOf(creates),
		batchSize: CREATE_SIZE,
		row: (read) => readRow(read, creates),
		// Of two rows of one record the second has to meet what the first has made.
		keyOf: (row) => (row.ifExists === 'another' ? undefined : keyOf(row)),
		groupOf: ({ ifExists, labels, values, itemIndex }) =>
			JSON.stringify(
				ifExists === 'update' ? [itemIndex] : [ifExists, labels, ownerForAll(kind, values)],
			),
		request: (rows, _facts, resend) => ({
			...requestOf(creates, rows),
			safeToRepeat: resend || rows.every((row) => row.ifExists !== 'another' && keyOf(row)),
		}),
		readRows: (answer, rows) =>
			readCreated(
				answer,
				rows.map(({ values }) => values),
				{ kind, tests },
			),
		toItem: ({ result = null, ...record }) => ({ result, ...view(record) }),
		causedByRow: (failure, rows) =>
			isRowsFault(
				failure,
				rows.map(({ values }) => values),
			),
	});
}

function readRow(read: ParameterReader, { kind, missing }: Creates): CreateRow | Problem {
	const chosen = read.text('ifExists');
	const ifExists: IfExists = chosen === 'another' || chosen === 'update' ? chosen : 'keep';
	const values = readValues(read, kind, [ifExists === 'update' ? 'create' : 'bulkCreate']);
	if (values instanceof Problem) return values;
	const row = { ifExists, values, labels: read.names('labels').sort(), itemIndex: read.itemIndex };
	return missing(values) ?? row;
}

/** Contacts of one request have one owner; accounts have each their own (bulk create, 2026-08). */
function ownerForAll({ value }: RecordKind, { owner_id: owner }: Values): Values {
	return value === 'contact' && owner !== undefined ? { owner_id: owner } : {};
}

function requestOf(creates: Creates, rows: CreateRow[]): ApiRequest {
	const { kind, bulk, single } = creates;
	const [first] = rows;
	const { values = {}, labels = [], ifExists = 'keep' } = first ?? {};
	const shared = {
		operation: `${kind.value}.create`,
		method: 'POST',
		safeToRepeat: false,
	} as const;
	if (ifExists === 'update' && single) {
		return apolloRequest(single.endpoint, {
			...shared,
			path: kind.path,
			body: { ...values, ...(labels.length > 0 ? { label_names: labels } : {}), run_dedupe: true },
			records: 1,
		});
	}
	const owner = ownerForAll(kind, values);
	return apolloRequest(bulk.endpoint, {
		...shared,
		path: bulk.path,
		body: {
			[kind.list]: rows.map((row) => withoutOwner(row.values, owner)),
			...owner,
			...(labels.length > 0 ? { append_label_names: labels } : {}),
			run_dedupe: ifExists === 'keep',
		},
		records: rows.length,
	});
}

function withoutOwner(values: Values, owner: Values): Values {
	return Object.fromEntries(Object.entries(values).filter(([name]) => !(name in owner)));
}
