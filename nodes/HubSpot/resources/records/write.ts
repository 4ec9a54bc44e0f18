import { planBatches, rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asObject } from '../../../shared/engine/body';
import { SameKey } from '../../../shared/engine/sameKey';
import {
	readItems,
	toItem,
	type Labels,
	type Operation,
	type Placed,
} from '../../../shared/node/operation';
import type { ParameterReader, Problem } from '../../../shared/node/parameters';
import { sendWrites, type BatchWrite } from '../../batch';
import { activityKinds, type ObjectKind } from '../../objects';
import { recordData } from '../../record';
import { associate, type Written } from './associate';
import { PlainTypes } from './associationTypes';
import { explainRefusal } from './explainRefusal';
import { fillEmpty } from './fillEmpty';
import { RECORD_ID, type RecordRow } from './rows';
import { sceneOf, type Scene } from './scene';
import { fitTimes } from './times';

export type Row = Placed<RecordRow>;
export type Settle = (row: Row, result: RowResult) => void;

/** How the rows of a write are made, beyond what all writes do. */
export interface RecordWrite {
	/** "contact.create", for the log. */
	operation: string;
	row: (read: ParameterReader) => RecordRow | Problem;
	/** Finds the records of rows by a look-up, and gives the rows that are to be written. */
	find?: (scene: Scene, rows: Row[], settle: Settle) => Promise<Row[]>;
	/** Told what became of a row as soon as it was sent. */
	wrote?: (scene: Scene, row: Row, result: RowResult) => void;
}

interface Run {
	scene: Scene;
	write: RecordWrite;
	plainTypes: PlainTypes;
}

/** An operation that writes records: each item once, those of one record one after the other. */
export function writeOperation(kind: ObjectKind, labels: Labels, write: RecordWrite): Operation {
	return {
		...labels,
		async run(context) {
			const read = await readItems(context, write.row);
			if (context.checked()) return;
			const scene = sceneOf(kind, context);
			const rows = await fitTimes(scene, read);
			const settle: Settle = ({ itemIndex }, result) =>
				context.results.set(
					itemIndex,
					result.ok
						? { kind: 'done', items: [toItem(result.data)] }
						: { kind: 'failed', failure: result.failure, items: [] },
				);
			const run = { scene, write, plainTypes: new PlainTypes(scene) };
			// What is looked up for a row has to know what the rows before have made of its record.
			const looksUp = write.find !== undefined || rows.some(({ value }) => value.onlyFill);
			if (looksUp) await writeInWaves(run, rows, settle);
			else await writeWave(run, rows, settle);
		},
	};
}

/** Rows of one record are in waves of their own, one after the other. */
async function writeInWaves(run: Run, rows: Row[], settle: Settle): Promise<void> {
	const keyOfRow = ({ value }: Row) => keyOf(value);
	const order = new SameKey(rows, keyOfRow, settle);
	const byItem = new Map(rows.map((row) => [row.itemIndex, row]));
	for (const wave of planBatches(rows, { size: Infinity, keyOf: keyOfRow })) {
		// A look-up may have changed a row's key: the order goes by the one that it came with.
		await writeWave(run, wave.flat(), (row, result) =>
			order.settle(byItem.get(row.itemIndex) ?? row, result),
		);
	}
}

async function writeWave(run: Run, wave: Row[], settle: Settle): Promise<void> {
	const { scene, write } = run;
	const written: Written[] = [];
	const take: Settle = (row, result) => {
		const { how, associations } = row.value;
		const linksLater = result.ok && how !== 'create' && associations.length > 0;
		if (linksLater) written.push({ row, data: result.data });
		else settle(row, result);
	};
	const found = write.find ? await write.find(scene, wave, settle) : wave;
	const filled = await fillEmpty(scene, found, take);
	const rows = await withTypes(run, filled, settle);
	for (const how of ['create', 'update', 'upsert'] as const) {
		const own = rows.filter(({ value }) => value.how === how);
		await sendWrites(scene.context, own, batchOf(run, how), (row, result) => {
			write.wrote?.(scene, row, result);
			take(row, result);
		});
	}
	await associate(scene, written, settle);
}

/** A create carries its associations, and has to name their types. */
async function withTypes(run: Run, rows: Row[], settle: Settle): Promise<Row[]> {
	const typed: Row[] = [];
	for (const row of rows) {
		const associations = row.value.how === 'create' ? await typedOf(run, row.value) : undefined;
		if (associations === undefined) typed.push(row);
		else if ('failure' in associations) settle(row, associations);
		else typed.push({ ...row, value: { ...row.value, associations } });
	}
	return typed;
}

async function typedOf(
	{ plainTypes }: Run,
	{ type, associations }: RecordRow,
): Promise<RecordRow['associations'] | Extract<RowResult, { ok: false }>> {
	const typed: RecordRow['associations'] = [];
	for (const each of associations) {
		const plain = each.labels.at(0) ?? (await plainTypes.between(type, each.type));
		if (plain === undefined) {
			const message = `There is no association without a label from ${type} to ${each.type}`;
			const advice = 'Fill Association Type ID: "Association: Get Labels" shows those that fit.';
			return {
				ok: false,
				failure: { ...rowFailure('bad-input'), error: { message, advice } },
			};
		}
		if (!('associationTypeId' in plain))
			return { ok: false, failure: { ...plain, processed: 'no' } };
		typed.push(each.labels.length > 0 ? each : { ...each, labels: [plain] });
	}
	return typed;
}

/** Emails and other unique values are compared without regard to case (contacts guide, 2026-08). */
function keyOf({ type, key }: RecordRow): string | undefined {
	return key && JSON.stringify([type, key.property, key.value.toLowerCase()]);
}

/** The batch request that rows of this sort go by. */
function batchOf(
	{ scene, write }: Run,
	how: RecordRow['how'],
): Parameters<typeof sendWrites<RecordRow>>[2] {
	const isActivity = activityKinds.includes(scene.kind);
	const explained: BatchWrite<RecordRow>['explained'] = (error, { type }) =>
		explainRefusal(error, scene.definitions.of(type), isActivity);
	return {
		operation: write.operation,
		path: ({ type }) => `${type}/batch/${how}`,
		input: how === 'create' ? createInput : keyedInput,
		// HubSpot has no idempotency key: a second arrival of a create makes a second record.
		safeToRepeat: how !== 'create',
		toData: (record) => ({ ...recordData(record), result: resultOf(how, asObject(record).new) }),
		explained,
		keyOf,
		groupOf: ({ type, key }) => JSON.stringify([type, how === 'create' ? '' : key?.property]),
	};
}

type Input = ReturnType<BatchWrite<RecordRow>['input']>;

function createInput({ associations }: RecordRow): Input {
	return { associations: associations.map(({ id, labels }) => ({ to: { id }, types: labels })) };
}

function keyedInput({ key }: RecordRow): Input {
	const { property = RECORD_ID, value = '' } = key ?? {};
	return property === RECORD_ID ? { id: value } : { id: value, idProperty: property };
}

/** `new` tells whether an upsert has made the record or found it (batch upsert, 2026-08). */
function resultOf(how: RecordRow['how'], isNew: unknown): 'created' | 'updated' {
	return how === 'create' || (how === 'upsert' && isNew === true) ? 'created' : 'updated';
}
