import type { IDataObject, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import type { Client } from '../engine/client';
import type { Completeness } from '../engine/pages/walk';
import type { JsonValue } from '../engine/types';
import type { Sleep } from './durableWaitSleep';
import type { Files } from './files';
import { type ParameterReader, Problem } from './parameters';
import type { Results } from './results';
import type { RunSettings } from './settings';

/** What an operation runs with. It is given `client` and neither waits, retries nor loops itself. */
export interface RunContext {
	/** Input items that have no result yet. */
	itemIndexes: number[];
	reader(itemIndex: number): ParameterReader;
	client: Pick<Client, 'send' | 'redact'>;
	/** For work of several steps: how to wait between them, and how to end them when the run is over. */
	steps: Pick<Client, 'patience' | 'sendAtEnd'>;
	settings: RunSettings;
	/** Facts of the credential that requests depend on, such as an API version. */
	facts: Facts;
	results: Results;
	/** The binary data of the items. */
	files: Files;
	/** For answers that come later; undefined where the node cannot wait for them. */
	sleep?: Sleep;
	/** Tells the user something about the run; the same text once. */
	hint(message: string, type: NonNullable<NodeExecutionHint['type']>): void;
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

export interface Labels {
	/** Title Case, as the operation's choice shows it. */
	name: string;
	/** Sentence case: "Create or update contacts". */
	action: string;
	description: string;
	fields: INodeProperties[];
}

export interface Placed<Row> {
	itemIndex: number;
	value: Row;
}

/** Evaluating the expressions of thousands of items takes seconds, in which n8n has other things to do. */
const LONGEST_HOLD_MS = 20;

/** Reads each item; what cannot be sent gets its result at once. */
export async function readItems<Value>(
	{ itemIndexes, reader, results }: RunContext,
	read: (reader: ParameterReader) => Value | Problem,
): Promise<Array<Placed<Value>>> {
	const placed: Array<Placed<Value>> = [];
	let since = performance.now();
	for (const itemIndex of itemIndexes) {
		if (performance.now() - since > LONGEST_HOLD_MS) {
			await new Promise((resolve) => setImmediate(resolve));
			since = performance.now();
		}
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
