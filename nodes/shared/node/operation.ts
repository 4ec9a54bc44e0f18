import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import type { Client, Success } from '../engine/client';
import { decodeResume } from '../engine/pages/resume';
import type { PageStyle } from '../engine/pages/style';
import { walk, type Completeness, type Resume } from '../engine/pages/walk';
import type { ApiRequest, JsonValue } from '../engine/types';
import { type ParameterReader, Problem } from './parameters';
import type { Results } from './results';
import type { RunSettings } from './settings';

/** What an operation runs with. It is given `client` and neither waits, retries nor loops itself. */
export interface RunContext {
	/** Input items that have no result yet. */
	itemIndexes: number[];
	reader(itemIndex: number): ParameterReader;
	client: Pick<Client, 'send'>;
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
				return planned instanceof Problem ? planned : { ...planned, ...start };
			});
			if (context.checked()) return;
			for (const { itemIndex, value } of plans) {
				await readList(context, itemIndex, value);
			}
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

async function readList(
	context: RunContext,
	itemIndex: number,
	plan: ListPlan & { start?: Resume },
): Promise<void> {
	const begun = context.results.begunAt(itemIndex);
	const { rows, report, failure } = await walk(context.client, {
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
	/** Whether the vendor creates something that it could create twice. */
	creates: boolean;
	/** Reads and checks one item. */
	row: (read: ParameterReader, facts: Facts) => Row | Problem;
	/** Rows with the same key never travel in one request. */
	keyOf?: (row: Row) => string | undefined;
	/** Only rows of the same group travel in one request. */
	groupOf?: (row: Row) => string;
	request: (rows: Row[], facts: Facts, resend: boolean) => ApiRequest;
	readRows: (answer: Success, rows: Row[]) => Array<RowResult | undefined>;
	causedByRow: BatchOptions<Row>['causedByRow'];
	/** What the run may spend, in the vendor's own coin; made anew for each run. */
	purse?: (read: ParameterReader) => Purse<Row> | Problem;
}

/** A ceiling on what a run may spend. */
export interface Purse<Row> {
	/** How many of these rows may be sent; their cost is reserved. */
	reserve: (rows: Row[]) => number;
	/** Gives back what was reserved for rows that were not done. */
	release: (rows: Row[]) => void;
	/** Corrects the reservation by what the answer says was spent. */
	spend: (reserved: number, answer: Success) => void;
}

interface Placed<Row> {
	itemIndex: number;
	value: Row;
}

/** An operation that gathers items to the vendor's batch size and tells for each what became of it. */
export function batchOperation<Row>(definition: BatchDefinition<Row>): Operation {
	const { name, action, description, fields, batchSize, purse } = definition;
	return {
		name,
		action,
		description,
		fields,
		async run(context) {
			const { client, facts, settings, results } = context;
			const budget =
				purse && context.itemIndexes[0] !== undefined
					? purse(context.reader(context.itemIndexes[0]))
					: undefined;
			if (budget instanceof Problem) {
				for (const item of context.itemIndexes) {
					results.set(item, { kind: 'bad-input', problem: budget });
				}
				context.checked();
				return;
			}
			const rows = readItems(context, (read) => definition.row(read, facts));
			if (context.checked()) return;
			const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
			await sendBatches(client, rows, {
				size: Math.min(batchSize, settings.itemsPerRequest),
				inFlight: settings.inFlight,
				request: (placed) => definition.request(values(placed), facts, settings.resendCreates),
				readRows: (answer, placed) => {
					budget?.spend(placed.length, answer);
					return definition.readRows(answer, values(placed));
				},
				causedByRow: definition.causedByRow,
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
				...(budget
					? {
							reserve: (placed) => budget.reserve(values(placed)),
							release: (placed) => budget.release(values(placed)),
						}
					: {}),
			});
		},
	};
}

function planOfPlaced<Row>({ keyOf, groupOf }: BatchDefinition<Row>) {
	return {
		...(keyOf ? { keyOf: ({ value }: Placed<Row>) => keyOf(value) } : {}),
		...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
	};
}

/** Reads each item; what cannot be sent gets its result at once. */
function readItems<Value>(
	{ itemIndexes, reader, results }: RunContext,
	read: (reader: ParameterReader) => Value | Problem,
): Array<Placed<Value>> {
	const placed: Array<Placed<Value>> = [];
	for (const itemIndex of itemIndexes) {
		const value = read(reader(itemIndex));
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
