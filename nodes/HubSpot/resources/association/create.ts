import type { INodeProperties } from 'n8n-workflow';
import { planBatches } from '../../../shared/engine/batch';
import { SameKey } from '../../../shared/engine/sameKey';
import { readItems, toItem, type Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { labelsField, pairFields } from './fields';
import { withTypes } from './labels';
import { keyOfPair, readPair } from './pair';
import { PairWriter, type Asked, type Row, type Settle } from './pairWriter';

const replaceField: INodeProperties = {
	displayName: 'Replace Other Labels',
	name: 'replaceLabels',
	type: 'boolean',
	default: false,
	description:
		'Whether to take off the labels that the two records have already. Otherwise these are read first, and kept.',
};

export const create: Operation = {
	name: 'Create',
	action: 'Create associations',
	description: 'Associate records with each other, two thousand pairs in a request',
	fields: [
		...pairFields,
		{ ...labelsField, hint: 'Leave empty to associate the records without a label' },
		replaceField,
	],
	async run(context) {
		const read = await readItems(context, readAsked);
		if (context.checked()) return;
		const rows = await withTypes(context, read);
		if (context.checked()) return;
		const writer = new PairWriter(context);
		const keyOf = ({ value }: Row) => keyOfPair(value);
		const settle: Settle = ({ itemIndex }, result) =>
			context.results.set(
				itemIndex,
				result.ok
					? { kind: 'done', items: [toItem(result.data)] }
					: { kind: 'failed', failure: result.failure, items: [] },
			);
		const order = new SameKey(rows, keyOf, settle);
		// What is kept for a row has to know what the rows before have made of its pair.
		for (const wave of planBatches(rows, { size: Infinity, keyOf })) {
			await writer.write(wave.flat(), (row, result) => order.settle(row, result));
		}
	},
};

function readAsked(read: ParameterReader): Asked | Problem {
	const pair = readPair(read);
	if (pair instanceof Problem) return pair;
	const labels = read.names('labels');
	const replaces = read.flag('replaceLabels');
	if (labels.length > 0 || !replaces) return { ...pair, labels, replaces };
	return new Problem(
		'Replace Other Labels is on, but the item has no label',
		'Fill Labels, or take labels off with "Association: Delete".',
	);
}
