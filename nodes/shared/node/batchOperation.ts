import { sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import { Ceiling } from '../engine/ceiling';
import type { Success } from '../engine/client';
import type { ApiRequest } from '../engine/types';
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
	/** Whether one bad row may be the cause of this refusal of the whole request. */
	causedByRow: BatchOptions<Row>['causedByRow'];
	/** Whether a refused request may have done some of its rows. */
	mayBePartial?: NonNullable<BatchOptions<Row>['mayBePartial']>;
	/** For operations that cost the vendor's credits. */
	credits?: Credits;
}

/** A plan that is an operation by itself. */
export type BatchDefinition<Row> = Labels & BatchPlan<Row>;

/** A ceiling on what a run may spend: one credit for each row at most. */
export interface Credits {
	/** The user's ceiling; undefined for none. */
	ceiling: (read: ParameterReader) => number | undefined | Problem;
	/** What an answer says was spent. */
	costOf: (answer: Success) => number | undefined;
}

/** An operation that gathers items to the vendor's batch size and tells for each what became of it. */
export function batchOperation<Row>(definition: BatchDefinition<Row>): Operation {
	const { name, action, description, fields } = definition;
	const run = async (context: RunContext) => await sendBatch(context, definition);
	return { name, action, description, fields, run };
}

/** Sends the items of a run in batches and settles each of them once. */
export async function sendBatch<Row>(context: RunContext, plan: BatchPlan<Row>): Promise<void> {
	const { client, facts, settings, results, itemIndexes } = context;
	const { credits } = plan;
	const [first] = itemIndexes;
	if (first === undefined) return;
	const batchSize =
		typeof plan.batchSize === 'number' ? plan.batchSize : plan.batchSize(context.reader(first));
	if (batchSize instanceof Problem) return refuseItems(context, batchSize);
	const ceiling = credits ? ceilingOf(context, credits) : undefined;
	if (ceiling instanceof Problem) return refuseItems(context, ceiling);
	const rows = readItems(context, (read) => plan.row(read, facts, settings.resendCreates));
	if (context.checked()) return;
	const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
	await sendBatches(client, rows, {
		size: Math.min(batchSize, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		request: (placed) => plan.request(values(placed), facts, settings.resendCreates),
		readRows: (answer, placed) => plan.readRows(answer, values(placed)),
		causedByRow: (failure, placed) => plan.causedByRow(failure, values(placed)),
		mayBePartial: (failure, placed) => plan.mayBePartial?.(failure, values(placed)) === true,
		settle: ({ itemIndex }, result) => {
			results.set(
				itemIndex,
				result.ok
					? { kind: 'done', items: [toItem(result.data)] }
					: { kind: 'failed', failure: result.failure, items: [] },
			);
		},
		stopped: context.stopped,
		...planOfPlaced(plan),
		...(ceiling && credits ? { ceiling, costOf: credits.costOf } : {}),
	});
}

/** The ceiling of the run: the same in each try of n8n's Retry On Fail. */
function ceilingOf(
	{ itemIndexes, reader, results }: RunContext,
	credits: Credits,
): Ceiling | Problem | undefined {
	const [first] = itemIndexes;
	if (first === undefined) return undefined;
	const most = credits.ceiling(reader(first));
	if (most === undefined || most instanceof Problem) return most;
	return (results.ceiling ??= new Ceiling(most));
}

function refuseItems({ itemIndexes, results, checked }: RunContext, problem: Problem): void {
	for (const item of itemIndexes) results.set(item, { kind: 'bad-input', problem });
	checked();
}

function planOfPlaced<Row>({ keyOf, groupOf }: BatchPlan<Row>) {
	return {
		...(keyOf ? { keyOf: ({ value }: Placed<Row>) => keyOf(value) } : {}),
		...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
	};
}
