import { rowFailure } from '../../../shared/engine/batch';
import { readItems, toItem, type Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { fromType, toType } from './fields';
import { KnownTypes } from './labels';
import { readEndType } from './pair';

interface Types {
	from: string;
	to: string;
}

export const getLabels: Operation = {
	name: 'Get Labels',
	action: 'Get association labels',
	description: 'Get the labels that associations between two types of records can have',
	fields: [fromType, toType],
	async run(context) {
		const { results, stopped } = context;
		const rows = await readItems(context, readTypes);
		if (context.checked()) return;
		const known = new KnownTypes(context);
		for (const { itemIndex, value } of rows) {
			const types = stopped() ? rowFailure('not-sent') : await known.between(value.from, value.to);
			if (!Array.isArray(types)) {
				results.set(itemIndex, { kind: 'failed', failure: types, items: [] });
				continue;
			}
			const items = types.map(({ category, typeId, label }) =>
				toItem({ fromObjectType: value.from, toObjectType: value.to, category, typeId, label }),
			);
			results.set(itemIndex, { kind: 'done', items });
		}
	},
};

function readTypes(read: ParameterReader): Types | Problem {
	const from = readEndType(read, 'from');
	if (from instanceof Problem) return from;
	const to = readEndType(read, 'to');
	return to instanceof Problem ? to : { from, to };
}
