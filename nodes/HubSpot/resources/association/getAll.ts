import { rowFailure } from '../../../shared/engine/batch';
import { listFields } from '../../../shared/node/fields';
import { completenessText } from '../../../shared/node/hints';
import { readItems, toItem, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { typesView } from '../../lookup/associationTypes';
import { fromId, fromType, toType } from './fields';
import { readEnd, readEndType, type End } from './pair';
import { readAssociated, Reading } from './readAssociated';

interface Asked {
	from: End;
	toType: string;
	limit: number;
}

export const getAll: Operation = {
	name: 'Get Many',
	action: 'Get many associations',
	description:
		'Get the records of a type that a record is associated with, a thousand records in a request',
	fields: [fromType, fromId, toType, ...listFields.filter(({ name }) => name !== 'resumeFrom')],
	async run(context) {
		const rows = await readItems(context, readAsked);
		if (context.checked()) return;
		const most = new Map<string, number>();
		for (const { value } of rows) {
			most.set(keyOf(value), Math.max(value.limit, most.get(keyOf(value)) ?? 0));
		}
		const readings = new Map<string, Reading>();
		for (const { value } of rows) {
			const limit = most.get(keyOf(value)) ?? value.limit;
			const isEnough = ({ size }: ReadonlyMap<string, unknown>) => size >= limit;
			readings.set(keyOf(value), new Reading(value.from, value.toType, isEnough));
		}
		await readAssociated(context, 'association.getAll', [...readings.values()]);
		for (const { itemIndex, value } of rows) {
			const reading = readings.get(keyOf(value));
			if (reading) settle(context, itemIndex, value, reading);
		}
	},
};

function readAsked(read: ParameterReader): Asked | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const from = readEnd(read, 'from');
	if (from instanceof Problem) return from;
	const type = readEndType(read, 'to');
	return type instanceof Problem ? type : { from, toType: type, limit };
}

function keyOf({ from, toType: to }: Asked): string {
	return `${from.type} ${from.id} ${to}`;
}

/** One output item for each associated record; those read before a failure are kept. */
function settle(
	{ results, report, settings }: RunContext,
	itemIndex: number,
	{ from, limit }: Asked,
	reading: Reading,
): void {
	const items = [...reading.found]
		.slice(0, limit)
		.map(([toObjectId, types]) =>
			toItem({ fromObjectId: from.id, toObjectId, associationTypes: typesView(types) }),
		);
	const told = reading.report(limit);
	report(itemIndex, told);
	const lacks = settings.failIncomplete && told.complete !== 'yes';
	const failure =
		(told.complete === 'yes' ? undefined : reading.failure) ??
		(lacks ? rowFailure('incomplete', completenessText(told)) : undefined);
	results.set(itemIndex, failure ? { kind: 'failed', failure, items } : { kind: 'done', items });
}
