import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	planBatches,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../../shared/engine/batch';
import { SameKey } from '../../../shared/engine/sameKey';
import type { JsonValue } from '../../../shared/engine/types';
import {
	readItems,
	toItem,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { View } from '../../../shared/node/view';
import { readEnvelope } from '../../envelope';
import { readId } from '../../identity';
import { BACKGROUND_SIZE, IDS_IN_QUERY, UPDATE_SIZE } from '../../limits';
import { emptyValuesField, mapperField, recordField } from '../../records/fields';
import type { RecordKind } from '../../records/kinds';
import { CUSTOM, readValues, type Values } from '../../records/values';
import { simple } from '../../view';
import { isRowsFault } from './refusal';
import { bulkUpdate, patch, readUpdated, stageUpdate } from './updateRequests';

/** An item's record, and what of it each request sets. */
export interface UpdateRow {
	id: string;
	/** What a bulk update takes; empty for none of it. */
	bulk: Values;
	/** What only an update of a single record takes, or of many to one stage. */
	rest: Values;
	inBackground: boolean;
}

type Row = Placed<UpdateRow>;
type Settle = BatchOptions<Row>['settle'];

const backgroundField: INodeProperties = {
	displayName: 'In the Background',
	name: 'inBackground',
	type: 'boolean',
	default: false,
	description:
		'Whether to hand up to a thousand contacts to Apollo in a request, which it updates later. That takes fewer requests, but Apollo has no way to ask what became of one of them.',
};

export function update(kind: RecordKind, more: INodeProperties[] = []): Operation {
	const { one, many, value } = kind;
	const label = `${one.charAt(0).toUpperCase()}${one.slice(1)} ID`;
	return {
		name: 'Update',
		action: `Update ${many}`,
		description: `Update ${many}, a hundred in a request as far as the fields allow it`,
		fields: [
			recordField(kind, label),
			mapperField(kind),
			emptyValuesField,
			...more,
			...(value === 'contact' ? [backgroundField] : []),
		],
		async run(context) {
			const rows = await readItems(context, (read) => readRow(read, kind, label));
			if (context.checked()) return;
			const view = simple(kind.usual);
			const keyOf = ({ value: { id } }: Row) => id;
			const order = new SameKey(rows, keyOf, ({ itemIndex }, result) =>
				context.results.set(
					itemIndex,
					result.ok
						? { kind: 'done', items: [itemOf(result.data, view)] }
						: { kind: 'failed', failure: result.failure, items: [] },
				),
			);
			// Rows of one record are in waves of their own, so that the last one wins.
			for (const wave of planBatches(rows, { size: Infinity, keyOf })) {
				await writeWave(context, kind, wave.flat(), (row, result) => order.settle(row, result));
			}
		},
	};
}

/** What became of the record, with the job that does it later where there is one, and the record. */
function itemOf(data: { [field: string]: JsonValue | undefined }, view: View): IDataObject {
	const { result = 'updated', jobId, jobStatus, ...record } = data;
	return { ...toItem({ result, jobId, jobStatus }), ...view(record) };
}

function readRow(read: ParameterReader, kind: RecordKind, label: string): UpdateRow | Problem {
	const id = readId(read, `${kind.value}Id`, label);
	if (id instanceof Problem) return id;
	const values = readValues(read, kind, ['bulkUpdate', 'update']);
	if (values instanceof Problem) return values;
	const labels = read.names('labels');
	const all: Values = labels.length > 0 ? { ...values, label_names: labels } : values;
	if (Object.keys(all).length === 0) {
		return new Problem('The item sets no field', 'Fill at least one field in Fields.');
	}
	return { id, ...split(kind, all), inBackground: read.flag('inBackground') };
}

/** The stage of many contacts is set by a request of its own. */
const STAGE = 'contact_stage_id';

/** As few requests as the fields allow: a bulk update has room for many records, a single one has not. */
function split({ fields, value }: RecordKind, all: Values): Pick<UpdateRow, 'bulk' | 'rest'> {
	const takes = (use: 'bulkUpdate' | 'update') => {
		const taken = fields.filter(({ uses }) => uses.includes(use)).map(({ name }) => name);
		return (name: string) => taken.includes(name) || (name === CUSTOM && taken.length > 0);
	};
	const names = Object.keys(all);
	const isBulk = takes('bulkUpdate');
	const left = names.filter((name) => !isBulk(name));
	const isStage = value === 'contact' && left.length === 1 && left[0] === STAGE;
	const isSingle = (name: string) => name === 'label_names' || takes('update')(name);
	if (left.length > 0 && !isStage && names.every(isSingle)) return { bulk: {}, rest: all };
	const entries = Object.entries(all);
	return {
		bulk: Object.fromEntries(entries.filter(([name]) => isBulk(name))),
		rest: Object.fromEntries(entries.filter(([name]) => !isBulk(name))),
	};
}

/** What a bulk update takes goes first; then, for those that it has reached, what it does not take. */
async function writeWave(
	context: RunContext,
	kind: RecordKind,
	rows: Row[],
	settle: Settle,
): Promise<void> {
	const later = rows.filter(({ value }) => Object.keys(value.bulk).length === 0);
	const bulk = rows.filter((row) => !later.includes(row));
	for (const inBackground of [false, true]) {
		await send(
			context,
			bulk.filter(({ value }) => value.inBackground === inBackground),
			{
				size: inBackground ? BACKGROUND_SIZE : UPDATE_SIZE,
				request: (placed) => bulkUpdate(kind, valuesOf(placed), inBackground),
				readRows: (answer, placed) => readUpdated(kind, answer, valuesOf(placed)),
				settle: (row, result) => {
					const isOpen = result.ok && Object.keys(row.value.rest).length > 0;
					if (isOpen) later.push(row);
					else settle(row, result);
				},
			},
		);
	}
	const isStage = ({ value: { rest } }: Row) =>
		kind.value === 'contact' && Object.keys(rest).join() === STAGE;
	const settleLater: Settle = (row, result) => settle(row, halfDone(row.value, result));
	await send(context, later.filter(isStage), {
		size: IDS_IN_QUERY,
		groupOf: ({ value }) => String(value.rest[STAGE]),
		request: (placed) => stageUpdate(valuesOf(placed)),
		readRows: (answer, placed) => readUpdated(kind, answer, valuesOf(placed)),
		settle: settleLater,
	});
	await send(
		context,
		later.filter((row) => !isStage(row)),
		{
			size: 1,
			request: (placed) => patch(kind, valuesOf(placed)),
			readRows: (answer) => [readEnvelope(kind.envelope, answer)],
			settle: settleLater,
		},
	);
}

/** Where the second of two requests fails, the user has to know that the first did not. */
function halfDone({ bulk }: UpdateRow, result: RowResult): RowResult {
	const done = Object.keys(bulk);
	if (result.ok || done.length === 0) return result;
	const { failure } = result;
	const advice = `${done.join(', ')} had been set before this. ${failure.error.advice ?? 'Change what was refused and run the node again.'}`;
	return { ok: false, failure: { ...failure, error: { ...failure.error, advice } } };
}

function valuesOf(placed: Row[]): UpdateRow[] {
	return placed.map(({ value }) => value);
}

async function send(
	{ client, settings, stopped }: RunContext,
	rows: Row[],
	options: Pick<BatchOptions<Row>, 'size' | 'groupOf' | 'request' | 'readRows' | 'settle'>,
): Promise<void> {
	await sendBatches(client, rows, {
		...options,
		size: Math.min(options.size, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		causedByRow: (failure, placed) =>
			isRowsFault(
				failure,
				valuesOf(placed).map(({ bulk, rest }) => ({ ...bulk, ...rest })),
			),
		stopped,
	});
}
