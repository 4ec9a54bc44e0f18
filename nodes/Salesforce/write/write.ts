import { planBatches, rowFailure } from '../../shared/engine/batch';
import { SameKey } from '../../shared/engine/sameKey';
import { readItems, toItem, type Labels, type Operation } from '../../shared/node/operation';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { fitTime, isTime } from '../fieldValue';
import { fullId } from '../recordId';
import { sceneOf, type Scene } from '../scene';
import { fitsBulk, jobGroupOf, sendJobs, type NotBegun } from './bulkWrite';
import { readBulkChoices, type BulkChoices } from './choices';
import { sendCollections, type Row, type Settle } from './collections';
import { fillEmpty } from './fillEmpty';
import type { WriteRow } from './row';

interface Run {
	scene: Scene;
	bulk: BulkChoices;
}

/** An operation that writes records: each item once, those of one record one after the other. */
export function writeOperation(
	labels: Labels,
	row: (read: ParameterReader) => WriteRow | Problem,
	/** Sends the rows of a wave, no two of which are of the same record. */
	send: (run: Run, rows: Row[], settle: Settle) => Promise<void> = sendWave,
): Operation {
	return {
		...labels,
		async run(context) {
			const [first] = context.itemIndexes;
			if (first === undefined) return;
			const bulk = readBulkChoices(context.reader(first));
			const read = await readItems(context, (reader) =>
				bulk instanceof Problem ? bulk : row(reader),
			);
			if (context.checked() || bulk instanceof Problem) return;
			const scene = sceneOf(context);
			const rows = await fitTimes(scene, read);
			const order = new SameKey(rows, keyOf, ({ itemIndex }, result) =>
				context.results.set(
					itemIndex,
					result.ok
						? { kind: 'done', items: [toItem(result.data)] }
						: { kind: 'failed', failure: result.failure, items: [] },
				),
			);
			const byItem = new Map(rows.map((each) => [each.itemIndex, each]));
			for (const wave of planBatches(rows, { size: Infinity, keyOf })) {
				await send({ scene, bulk }, wave.flat(), (each, result) =>
					order.settle(byItem.get(each.itemIndex) ?? each, result),
				);
			}
		},
	};
}

/** IDs of 15 and of 18 characters are one; external IDs mostly do not look at case. */
function keyOf({ value: { type, key } }: Row): string | undefined {
	return key && JSON.stringify([type, key.field, fullId(key.value) ?? key.value.toLowerCase()]);
}

/** A day alone, or a time with its zone: which of the two a field takes, only its definition tells. */
async function fitTimes({ definitions }: Scene, rows: Row[]): Promise<Row[]> {
	const fitted: Row[] = [];
	for (const row of rows) {
		const { type, values } = row.value;
		const times = Object.entries(values).filter(([, value]) => isTime(value));
		if (times.length > 0) await definitions.load(type);
		const fit = times.map(([name, value]) => [
			name,
			fitTime(String(value), definitions.fieldAt(type, name)?.type),
		]);
		const all = { ...values, ...Object.fromEntries(fit) };
		fitted.push(fit.length > 0 ? { ...row, value: { ...row.value, values: all } } : row);
	}
	return fitted;
}

/** Large groups go by jobs, all else by collections. */
async function sendWave(run: Run, wave: Row[], settle: Settle): Promise<void> {
	const { scene, bulk } = run;
	const rows = await fillEmpty(scene, wave, settle);
	const small: Row[] = [];
	for (const group of Map.groupBy(rows, ({ value }) => jobGroupOf(value)).values()) {
		const large = group.length > bulk.above;
		const [fit, unfit] = large ? apart(group) : [[], group];
		for (const row of unfit) small.push(row);
		if (fit.length === 0) continue;
		tellOfRules(scene, fit);
		const notBegun = await sendJobs(scene, fit, bulk, settle);
		for (const row of notBegun ? leftFor(scene, notBegun, settle) : []) small.push(row);
	}
	await sendCollections(scene, small, settle);
}

function apart(rows: Row[]): [fit: Row[], unfit: Row[]] {
	const fit = rows.filter(({ value }) => fitsBulk(value));
	const fits = new Set(fit);
	return [fit, rows.filter((row) => !fits.has(row))];
}

/** Objects that Bulk does not take, and its daily limits, need not keep rows from being written. */
function leftFor({ context }: Scene, { rows, failure }: NotBegun, settle: Settle): Row[] {
	const isOfBulk = failure.status === 400;
	if (isOfBulk) {
		context.hint(
			`Bulk took no job (${failure.error.message}): the items went in requests of 200 instead.`,
			'warning',
		);
		return rows;
	}
	for (const row of rows) settle(row, { ok: false, failure });
	return [];
}

/** Leads and cases that are created by requests run the active rule; jobs run none of themselves. */
function tellOfRules({ context }: Scene, [first]: Row[]): void {
	const { type, how, choices } = first?.value ?? {};
	const isAssigned = (type === 'Lead' || type === 'Case') && how !== 'update' && how !== 'delete';
	if (!isAssigned || choices?.assignment !== 'default') return;
	context.hint(
		`Bulk runs no assignment rule for ${type} records unless it is chosen by its ID in the options.`,
		'info',
	);
}

/** Sends all rows by jobs, however few they are. */
export async function sendAllByJobs(
	{ scene, bulk }: Run,
	rows: Row[],
	settle: Settle,
): Promise<void> {
	for (const group of Map.groupBy(rows, ({ value }) => jobGroupOf(value)).values()) {
		const notBegun = await sendJobs(scene, group, bulk, settle);
		for (const row of notBegun?.rows ?? []) {
			settle(row, { ok: false, failure: notBegun?.failure ?? rowFailure('not-sent') });
		}
	}
}
