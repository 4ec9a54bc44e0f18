import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { sendBatches } from '../../../shared/engine/batch';
import type { ApiRequest } from '../../../shared/engine/types';
import {
	readItems,
	toItem,
	type Facts,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { typesView } from '../../lookup/associationTypes';
import { BATCH_SIZE, CRUD_QUOTAS } from '../../vendor';
import { resultOf } from '../records/associationBatch';
import { labelsField, pairFields } from './fields';
import { withTypes, type Labeled, type Typed } from './labels';
import { keyOfPair, readPair, typesOfPair, typesRefused } from './pair';

type Row = Placed<Typed>;

const removeField: INodeProperties = {
	displayName: 'Remove',
	name: 'remove',
	type: 'options',
	noDataExpression: true,
	default: 'all',
	options: [
		{
			name: 'Certain Labels',
			value: 'labels',
			description: 'The two records stay associated, also where no label is left',
		},
		{
			name: 'Whole Association',
			value: 'all',
			description: 'The two records are no longer associated in any way',
		},
	],
};

export const deleteAssociations: Operation = {
	name: 'Delete',
	action: 'Delete associations',
	description: 'End associations between records, or take labels off, a hundred in a request',
	fields: [
		...pairFields,
		removeField,
		...updateDisplayOptions({ show: { remove: ['labels'] } }, [labelsField]),
	],
	async run(context) {
		const read = await readItems(context, readAsked);
		if (context.checked()) return;
		const whole = read
			.filter(({ value }) => value.labels.length === 0)
			.map(({ itemIndex, value }) => ({ itemIndex, value: { ...value, types: [] } }));
		const asked = read.filter(({ value }) => value.labels.length > 0);
		const labeled = withoutPlain(context, await withTypes(context, asked));
		if (context.checked()) return;
		await send(context, [...whole, ...labeled]);
	},
};

function readAsked(read: ParameterReader): Labeled | Problem {
	const pair = readPair(read);
	if (pair instanceof Problem) return pair;
	if (read.text('remove') !== 'labels') return { ...pair, labels: [] };
	const labels = read.names('labels');
	if (labels.length > 0) return { ...pair, labels };
	return new Problem(
		'The item has no label to remove',
		'Fill Labels, or set Remove to "Whole Association".',
	);
}

/** Without the association that has no label all others are gone too (batch labels, 2026-08). */
function withoutPlain({ results }: RunContext, rows: Row[]): Row[] {
	return rows.filter(({ itemIndex, value }) => {
		const plain = value.types.find(({ label }) => label === null);
		if (plain === undefined) return true;
		const problem = new Problem(
			`Association type ${plain.typeId} is no label: without it, the two records lose all their labels`,
			'Name a label, or set Remove to "Whole Association".',
		);
		results.set(itemIndex, { kind: 'bad-input', problem });
		return false;
	});
}

async function send(
	{ client, facts, settings, results, stopped }: RunContext,
	rows: Row[],
): Promise<void> {
	await sendBatches(client, rows, {
		// Callers tell of a hundred; for labels HubSpot names no number (2026-08).
		size: Math.min(BATCH_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		keyOf: ({ value }) => keyOfPair(value),
		groupOf: ({ value }) => `${typesOfPair(value)} ${value.types.length > 0}`,
		request: (batch) =>
			deleteRequest(
				batch.map(({ value }) => value),
				facts,
			),
		readRows: (answer, batch) =>
			batch.map(({ value }) => {
				const { from, to, types } = value;
				const ends = { fromType: from.type, fromId: from.id, to: { ...to, labels: [] } };
				const result = resultOf(answer, ends);
				const removed = types.length > 0 ? { associationTypes: typesView(types) } : {};
				const pair = { fromObjectId: from.id, toObjectId: to.id };
				return result.ok ? { ok: true, data: { ...pair, ...removed, deleted: true } } : result;
			}),
		// IDs and labels have been looked at: what is refused is the types, which all rows share.
		causedByRow: () => false,
		settle: ({ itemIndex, value: { from, to } }, result) => {
			if (result.ok) results.set(itemIndex, { kind: 'done', items: [toItem(result.data)] });
			else {
				const failure = typesRefused(result.failure, from.type, to.type);
				results.set(itemIndex, { kind: 'failed', failure, items: [] });
			}
		},
		stopped,
	});
}

function deleteRequest(pairs: Typed[], { associations }: Facts): ApiRequest {
	const [first] = pairs;
	const isWhole = first?.types.length === 0;
	return {
		operation: 'association.delete',
		method: 'POST',
		path: `${associations}/${first?.from.type ?? ''}/${first?.to.type ?? ''}/batch/${isWhole ? 'archive' : 'labels/archive'}`,
		body: { inputs: isWhole ? wholeInputs(pairs) : pairs.map(labelInput) },
		// What is not associated is no error (batch archive, 2026-08).
		safeToRepeat: true,
		quotas: CRUD_QUOTAS,
		records: pairs.length,
	};
}

/** All pairs of one record are one input. */
function wholeInputs(pairs: Typed[]) {
	return [...Map.groupBy(pairs, ({ from }) => from.id)].map(([id, own]) => ({
		from: { id },
		to: own.map(({ to }) => ({ id: to.id })),
	}));
}

function labelInput({ from, to, types }: Typed) {
	return {
		from: { id: from.id },
		to: { id: to.id },
		types: types.map(({ category, typeId }) => ({
			associationCategory: category,
			associationTypeId: typeId,
		})),
	};
}
