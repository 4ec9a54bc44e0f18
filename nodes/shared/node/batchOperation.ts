import type { IDataObject } from 'n8n-workflow';
import { sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import type { Success } from '../engine/client';
import type { ApiRequest } from '../engine/types';
import { type Credits, refuseItems, Spending } from './credits';
import { type Keeping, KeptResults, marked } from './keptResults';
import type { Note } from './listOperation';
import {
	readItems,
	toItem,
	type Facts,
	type Labels,
	type Operation,
	type Placed,
	type RunContext,
} from './operation';
import { type ParameterReader, Problem } from './parameters';

/** How items are gathered into requests. */
export interface BatchPlan<Row> {
	/** The most items in one request: the vendor's number, or the user's. */
	batchSize: number | ((read: ParameterReader) => number | Problem);
	/** Reads and checks one item. */
	row: (read: ParameterReader, facts: Facts, resend: boolean) => Row | Problem;
	/** Rows with the same key never travel in one request. */
	keyOf?: (row: Row) => string | undefined;
	/** Only rows of the same group travel in one request. */
	groupOf?: (row: Row) => string;
	request: (rows: Row[], facts: Facts, resend: boolean) => ApiRequest;
	readRows: (answer: Success, rows: Row[]) => Array<RowResult | undefined>;
	/** What an answered row is as an item; its data unless told. */
	toItem?: (data: RowData, row: Row) => IDataObject;
	/** What the user should know of the answered rows; asked when all are settled. */
	notes?: (data: RowData[]) => Note[];
	/** Whether one bad row may be the cause of this refusal of the whole request. */
	causedByRow: BatchOptions<Row>['causedByRow'];
	/** Whether a refused request may have done some of its rows. */
	mayBePartial?: NonNullable<BatchOptions<Row>['mayBePartial']>;
	/** For operations that cost the vendor's credits. */
	credits?: Credits;
	/** For answers that need not be paid for again. */
	keeping?: Keeping<Row>;
}

type RowData = Extract<RowResult, { ok: true }>['data'];

/** A plan that is an operation by itself. */
export type BatchDefinition<Row> = Labels & BatchPlan<Row>;

/** An operation that gathers items to the vendor's batch size and tells for each what became of it. */
export function batchOperation<Row>(definition: BatchDefinition<Row>): Operation {
	const { name, action, description, fields } = definition;
	const run = async (context: RunContext) => await sendBatch(context, definition);
	return { name, action, description, fields, run };
}

/** Sends the items of a run in batches and settles each of them once. */
export async function sendBatch<Row>(context: RunContext, plan: BatchPlan<Row>): Promise<void> {
	const { facts, settings, results, itemIndexes } = context;
	const { toItem: itemOf = toItem } = plan;
	const [first] = itemIndexes;
	if (first === undefined) return;
	const answered: RowData[] = [];
	const settle = ({ itemIndex, value }: Placed<Row>, result: RowResult, fromLedger = false) => {
		if (result.ok) answered.push(result.data);
		results.set(
			itemIndex,
			result.ok
				? { kind: 'done', items: [marked(itemOf(result.data, value), fromLedger)] }
				: { kind: 'failed', failure: result.failure, items: [] },
		);
	};
	const batchSize =
		typeof plan.batchSize === 'number' ? plan.batchSize : plan.batchSize(context.reader(first));
	if (batchSize instanceof Problem) return refuseItems(context, batchSize);
	const spending = plan.credits && Spending.of(context, plan.credits);
	if (spending instanceof Problem) return refuseItems(context, spending);
	const kept = plan.keeping && KeptResults.of(context, plan.keeping, settle);
	if (kept instanceof Problem) return refuseItems(context, kept);
	const rows = await readItems(context, (read) => plan.row(read, facts, settings.resendCreates));
	if (context.checked()) return;
	await sendBatches(spending?.client ?? context.client, kept?.give(rows) ?? rows, {
		...optionsOf(context, plan, batchSize),
		settle: (placed, result) => (kept ? kept.take(placed, result) : settle(placed, result)),
		...(spending ? costsOf(spending, plan.credits?.most) : {}),
	});
	spending?.tell();
	kept?.tell();
	for (const { message, type } of plan.notes?.(answered) ?? []) context.hint(message, type);
}

/** How rows are gathered and told apart. */
function optionsOf<Row>(
	{ facts, settings, stopped }: RunContext,
	plan: BatchPlan<Row>,
	batchSize: number,
): Omit<BatchOptions<Placed<Row>>, 'settle'> {
	const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
	const { keyOf, groupOf, credits } = plan;
	return {
		size: Math.min(batchSize, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		request: (placed) => ({
			...plan.request(values(placed), facts, settings.resendCreates),
			...(credits ? { cost: placed.length * (credits.most ?? 1) } : {}),
		}),
		readRows: (answer, placed) => plan.readRows(answer, values(placed)),
		causedByRow: (failure, placed) => plan.causedByRow(failure, values(placed)),
		mayBePartial: (failure, placed) => plan.mayBePartial?.(failure, values(placed)) === true,
		stopped,
		...(keyOf ? { keyOf: ({ value }: Placed<Row>) => keyOf(value) } : {}),
		...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
	};
}

function costsOf(spending: Spending, rowCost = 1) {
	const { ceiling } = spending;
	return {
		rowCost,
		costOf: (answer: Success, rows: unknown[]) => spending.costOf(answer, rows.length * rowCost),
		...(ceiling ? { ceiling } : {}),
	};
}
