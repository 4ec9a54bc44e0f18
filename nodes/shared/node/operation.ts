import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { rowFailure, sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import { Ceiling } from '../engine/ceiling';
import type { Client, Success } from '../engine/client';
import { decodeResume, markOf, type Resume } from '../engine/pages/resume';
import type { PageStyle } from '../engine/pages/style';
import { walk, type Completeness } from '../engine/pages/walk';
import type { ApiRequest, JsonValue } from '../engine/types';
import { type ParameterReader, Problem } from './parameters';
import type { Results } from './results';
import type { RunSettings } from './settings';

/** What an operation runs with. It is given `client` and neither waits, retries nor loops itself. */
export interface RunContext {
	/** Input items that have no result yet. */
	itemIndexes: number[];
	reader(itemIndex: number): ParameterReader;
	client: Pick<Client, 'send' | 'redact'>;
	settings: RunSettings;
	/** Facts of the credential that requests depend on, such as an API version. */
	facts: Facts;
	results: Results;
	/** True when nothing more shall be sent. */
	stopped(): boolean;
	/** Called with the report of each list. */
	report(itemIndex: number, report: Completeness): void;
	/** Called before the first send; true means that the run must not begin. */
	checked(): boolean;
}

/** Text values that a vendor's credential gives its operations. */
export type Facts = Record<string, string>;

/** One operation of a node: its fields, and how it runs. */
export interface Operation {
	name: string;
	action: string;
	description: string;
	fields: INodeProperties[];
	run(context: RunContext): Promise<void>;
}

interface Labels {
	/** Title Case, as the operation's choice shows it. */
	name: string;
	/** Sentence case: "Create or update contacts". */
	action: string;
	description: string;
	fields: INodeProperties[];
}

/** How one item is turned into pages. */
export interface ListPlan {
	style: PageStyle;
	read: (data: JsonValue | undefined) => { rows: JsonValue[]; total?: number };
	keyOf?: (row: JsonValue) => string | undefined;
	/** Infinity for all. */
	limit: number;
	toItem: (row: JsonValue) => IDataObject;
}

/** An operation that reads a list for each item, all pages of it. */
export function listOperation(
	labels: Labels,
	plan: (read: ParameterReader, facts: Facts) => ListPlan | Problem,
): Operation {
	return {
		...labels,
		async run(context) {
			const plans = readItems(context, (read) => {
				const start = readResume(read);
				if (start instanceof Problem) return start;
				const planned = plan(read, context.facts);
				if (planned instanceof Problem) return planned;
				return misplaced(start, planned) ?? { ...planned, ...start };
			});
			if (context.checked()) return;
			const waiting = [...plans];
			const worker = async () => {
				for (let next = waiting.shift(); next; next = waiting.shift()) {
					await readList(context, next.itemIndex, next.value);
				}
			};
			await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
		},
	};
}

/** Where an earlier run stopped. */
function readResume(read: ParameterReader): { start?: Resume } | Problem {
	const text = read.text('resumeFrom');
	if (text === '') return {};
	const start = decodeResume(text);
	if (start) return { start };
	return new Problem(
		`Resume From is "${text}", which is not a place where a run stopped`,
		'Use the value of "resumeFrom" of an earlier error item, or leave it empty.',
	);
}

/** A place in one list is none in another: rows would be left out in silence. */
function misplaced({ start }: { start?: Resume }, { style }: ListPlan): Problem | undefined {
	if (start === undefined || start.of === markOf(style)) return undefined;
	return new Problem(
		'Resume From is a place in another list',
		'Use the operation, filters and other parameters of the run that stopped, or leave it empty.',
	);
}

async function readList(
	context: RunContext,
	itemIndex: number,
	plan: ListPlan & { start?: Resume },
): Promise<void> {
	const begun = context.results.begunAt(itemIndex);
	if (context.stopped()) {
		context.results.set(itemIndex, { kind: 'failed', failure: rowFailure('not-sent'), items: [] });
		return;
	}
	const client: Pick<Client, 'send'> = {
		send: async (request) => await context.client.send({ ...request, readOnly: true }),
	};
	const { rows, report, failure } = await walk(client, {
		...plan,
		limit: plan.limit - (begun?.items.length ?? 0),
		...(begun ? { start: begun.resume } : {}),
	});
	const items = [...(begun?.items ?? []), ...rows.map((row) => plan.toItem(row))];
	context.report(itemIndex, { ...report, received: items.length });
	const resume = report.resume === undefined ? {} : { resume: report.resume };
	context.results.set(
		itemIndex,
		failure ? { kind: 'failed', failure, items, ...resume } : { kind: 'done', items },
	);
}

/** How items are gathered into requests. */
export interface BatchDefinition<Row> extends Labels {
	/** The vendor's most items in one request. */
	batchSize: number;
	/** Reads and checks one item. */
	row: (read: ParameterReader, facts: Facts) => Row | Problem;
	/** Rows with the same key never travel in one request. */
	keyOf?: (row: Row) => string | undefined;
	/** Only rows of the same group travel in one request. */
	groupOf?: (row: Row) => string;
	request: (rows: Row[], facts: Facts, resend: boolean) => ApiRequest;
	readRows: (answer: Success, rows: Row[]) => Array<RowResult | undefined>;
	/** Whether one bad row may be the cause of this refusal of the whole request. */
	causedByRow: BatchOptions<Row>['causedByRow'];
	/** For operations that cost the vendor's credits. */
	credits?: Credits;
}

/** A ceiling on what a run may spend: one credit for each row at most. */
export interface Credits {
	/** The user's ceiling; undefined for none. */
	ceiling: (read: ParameterReader) => number | undefined | Problem;
	/** What an answer says was spent. */
	costOf: (answer: Success) => number | undefined;
}

export interface Placed<Row> {
	itemIndex: number;
	value: Row;
}

/** An operation that gathers items to the vendor's batch size and tells for each what became of it. */
export function batchOperation<Row>(definition: BatchDefinition<Row>): Operation {
	const { name, action, description, fields, batchSize, credits } = definition;
	return {
		name,
		action,
		description,
		fields,
		async run(context) {
			const { client, facts, settings, results } = context;
			const ceiling = credits ? ceilingOf(context, credits) : undefined;
			if (ceiling instanceof Problem) return refuseItems(context, ceiling);
			const rows = readItems(context, (read) => definition.row(read, facts));
			if (context.checked()) return;
			const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
			await sendBatches(client, rows, {
				size: Math.min(batchSize, settings.itemsPerRequest),
				inFlight: settings.inFlight,
				request: (placed) => definition.request(values(placed), facts, settings.resendCreates),
				readRows: (answer, placed) => definition.readRows(answer, values(placed)),
				causedByRow: (failure, placed) => definition.causedByRow(failure, values(placed)),
				settle: ({ itemIndex }, result) => {
					results.set(
						itemIndex,
						result.ok
							? { kind: 'done', items: [toItem(result.data)] }
							: { kind: 'failed', failure: result.failure, items: [] },
					);
				},
				stopped: context.stopped,
				...planOfPlaced(definition),
				...(ceiling && credits ? { ceiling, costOf: credits.costOf } : {}),
			});
		},
	};
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

function planOfPlaced<Row>({ keyOf, groupOf }: BatchDefinition<Row>) {
	return {
		...(keyOf ? { keyOf: ({ value }: Placed<Row>) => keyOf(value) } : {}),
		...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
	};
}

/** Reads each item; what cannot be sent gets its result at once. */
export function readItems<Value>(
	{ itemIndexes, reader, results }: RunContext,
	read: (reader: ParameterReader) => Value | Problem,
): Array<Placed<Value>> {
	const placed: Array<Placed<Value>> = [];
	for (const itemIndex of itemIndexes) {
		const parameters = reader(itemIndex);
		const result = read(parameters);
		const value = parameters.problem ?? result;
		if (value instanceof Problem) {
			results.set(itemIndex, { kind: 'bad-input', problem: value });
		} else {
			placed.push({ itemIndex, value });
		}
	}
	return placed;
}

/** JSON data as an item; undefined values are left out. */
export function toItem(data: { [key: string]: JsonValue | undefined }): IDataObject {
	const item: IDataObject = {};
	for (const [key, value] of Object.entries(data)) {
		if (value !== undefined) item[key] = value as IDataObject[string];
	}
	return item;
}
