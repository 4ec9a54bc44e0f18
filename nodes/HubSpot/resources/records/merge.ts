import { asText, asObject } from '../../../shared/engine/body';
import { planBatches } from '../../../shared/engine/batch';
import { readItems, toItem, type Operation, type Placed } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { sendEach, type RequestPlan } from '../../../shared/node/requestOperation';
import type { ObjectKind } from '../../objects';
import { recordData } from '../../record';
import { CRUD_QUOTAS } from '../../vendor';
import { recordField } from './fields';
import { readRecordId } from './rows';
import { sceneOf, type Scene } from './scene';

interface Pair {
	primary: string;
	other: string;
}

export function merge(kind: ObjectKind): Operation {
	const { one, many } = kind;
	return {
		name: 'Merge',
		action: `Merge ${many}`,
		description: `Merge two ${many} into one. This cannot be undone in HubSpot.`,
		fields: [
			recordField('Primary Record ID', 'primaryId', kind, `The ${one} whose values win`),
			recordField(
				'Record ID to Merge',
				'mergedId',
				kind,
				`The ${one} that goes into the other one`,
			),
		],
		async run(context) {
			const pairs = await readItems(context, readPair);
			if (context.checked()) return;
			const scene = sceneOf(kind, context);
			// A merge may give its record a new ID: later items of the run follow it.
			const survivors = new Map<string, string>();
			for (const wave of wavesOf(pairs)) {
				const plans = wave.map(({ itemIndex, value }) => ({
					itemIndex,
					value: mergePlan(scene, value, survivors),
				}));
				await sendEach(scene.context, plans);
			}
		},
	};
}

function readPair(read: ParameterReader): Pair | Problem {
	const primary = readRecordId(read, 'primaryId', 'Primary Record ID');
	if (primary instanceof Problem) return primary;
	const other = readRecordId(read, 'mergedId', 'Record ID to Merge');
	if (other instanceof Problem) return other;
	if (primary !== other) return { primary, other };
	return new Problem(
		`Both IDs are ${primary}, but a record cannot be merged with itself`,
		'Correct Primary Record ID or Record ID to Merge.',
	);
}

/** Pairs that share a record are in waves of their own, in the order of the items. */
function wavesOf(pairs: Array<Placed<Pair>>): Array<Array<Placed<Pair>>> {
	const groups = new Map<string, string>();
	const groupOf = (id: string): string => {
		const parent = groups.get(id) ?? id;
		return parent === id ? id : groupOf(parent);
	};
	for (const { value } of pairs) groups.set(groupOf(value.other), groupOf(value.primary));
	const keyOf = ({ value }: Placed<Pair>) => groupOf(value.primary);
	return planBatches(pairs, { size: Infinity, keyOf }).map((wave) => wave.flat());
}

function mergePlan(
	{ kind, context: { facts } }: Scene,
	pair: Pair,
	survivors: Map<string, string>,
): RequestPlan {
	const now = (id: string): string => {
		const next = survivors.get(id);
		return next === undefined ? id : now(next);
	};
	return {
		request: {
			operation: `${kind.value}.merge`,
			method: 'POST',
			path: `${facts.objects}/${kind.path}/merge`,
			body: { primaryObjectId: now(pair.primary), objectIdToMerge: now(pair.other) },
			// What it has merged is gone under its ID: sent again, it would be refused or merge further.
			safeToRepeat: false,
			quotas: CRUD_QUOTAS,
			records: 1,
			keyFields: { primary: pair.primary, merged: pair.other },
		},
		read: ({ data = null }) => {
			const id = asText(asObject(data).id);
			for (const old of [now(pair.primary), now(pair.other)]) {
				if (id !== undefined && id !== old) survivors.set(old, id);
			}
			return { items: [{ ...toItem(recordData(data)), result: 'merged' }] };
		},
	};
}
