import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asObject, parseJson } from '../../engine/body';
import { later } from '../../engine/clock';
import { handOversAt, type HandOvers } from '../../store/handOvers';
import { defaultStoreFile, type Stored } from '../../store/sqliteStore';
import { tellInfo, tellWarning, type Teller } from './tell';

/**
 * After so long the items count as taken over, whatever their execution does. n8n 2.41.1 stores the
 * state of a poll first, and its execution some milliseconds later: a process that ends in between has
 * lost the items.
 */
const OPEN_MS = 10_000;

/** With all of these n8n stores state and execution in one transaction (n8n 2.41.1). */
const DURABLE = [
	'N8N_SCHEDULER_ENABLED',
	'N8N_SCHEDULER_POLL_TRIGGERS_ENABLED',
	'N8N_USE_WORKFLOW_PUBLICATION_SERVICE',
	'N8N_POLLER_DURABLE_CURSORS_ENABLED',
];

/** Where the first item carries the hand-over's token from the poll to the execution. */
const TOKEN = '$gtmHandOver';

/** What a poll goes on from, and how it ends. */
export interface HandOver {
	/** What the last poll has stored; or the state before it, where its items may have been lost. */
	before: Record<string, unknown>;
	/** The items as they are given to n8n. Called once, before the state is stored. */
	give(items: IDataObject[]): INodeExecutionData[];
}

/** `stored`: what n8n has stored for this poller. */
export function beginHandOver(teller: Teller, poller: string, stored: IDataObject): HandOver {
	const open = store();
	const lost = told(teller, open?.lost(poller));
	if (lost !== undefined) {
		tellInfo(teller, 'n8n has ended before it had done with what a poll gave: it is given again');
	}
	const before = lost === undefined ? { ...stored } : asObject(parseJson(lost));
	return {
		before,
		give(items) {
			const [first, ...others] = items;
			if (first === undefined) {
				if (lost !== undefined) told(teller, open?.forgetLost(poller));
				return [];
			}
			const token = told(teller, open?.open(poller, JSON.stringify(before)));
			if (token !== undefined) later(OPEN_MS, () => open?.close(token));
			const marked = token === undefined ? first : { ...first, [TOKEN]: token };
			return [marked, ...others].map((json) => ({ json }));
		},
	};
}

/**
 * What a polling trigger does in the execution that its items have started: once this has ended, they
 * are not given again.
 */
export function takeOver(context: IExecuteFunctions): INodeExecutionData[] {
	return context.getInputData().map((item, place): INodeExecutionData => {
		const { [TOKEN]: token, ...json } = item.json;
		if (typeof token === 'string') closeAtEnd(context, token);
		return { ...item, json, pairedItem: { item: place } };
	});
}

function closeAtEnd(context: IExecuteFunctions, token: string): void {
	const close = () => void store()?.close(token);
	if (context.onExecutionFinish) context.onExecutionFinish(close);
	else close();
}

function told<Value>(teller: Teller, result: Stored<Value> | undefined): Value | undefined {
	if (result === undefined || result.ok) return result?.value;
	tellWarning(
		teller,
		`hand-overs cannot be noted, so that what a poll gives in the moment of a crash may be lost: ${result.message}`,
	);
	return undefined;
}

function store(): HandOvers | undefined {
	if (DURABLE.every((name) => process.env[name] === 'true')) return undefined;
	return handOversAt(defaultStoreFile(process.env));
}
