import type {
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { systemClock } from '../../engine/clock';
import { KEPT_MS, seenEventsAt, type SeenEvents } from '../../store/seenEvents';
import { defaultStoreFile } from '../../store/sqliteStore';
import { answer } from './call';

/** So long a call waits for another one that has taken on the same event; senders wait 5 s or more. */
const BUSY_WAIT_MS = 4_000;
const BUSY_STEP_MS = 50;
/** Where the items carry their keys from the call to the execution. */
const KEYS = '$gtmEventKey';

/**
 * Takes on the events of these keys that nobody has; or answers that the sender has to try again.
 * `keptMs` says how long an event is remembered, 30 days unless told.
 */
export async function takeOn(
	context: IWebhookFunctions,
	keys: string[],
	keptMs: (key: string) => number = () => KEPT_MS,
): Promise<Set<string> | IWebhookResponseData> {
	const source = sourceOf(context);
	const claimed = store().claim(source, keys, systemClock.now(), keptMs);
	if (!claimed.ok) {
		context.logger.error(
			`${context.getNode().name}: events cannot be remembered: ${claimed.message}`,
		);
		return answer(context, 503, 'The event cannot be remembered: try again later');
	}
	const { fresh, busy } = claimed.value;
	if (busy.length > 0 && !(await becomeKnown(source, busy))) {
		// Whoever took them on may have ended before the run: the sender's next try finds out.
		store().release(source, fresh);
		return answer(context, 503, 'The same event is being taken on: try again later');
	}
	return new Set(fresh);
}

/** An item that tells the execution which event it holds. */
export function withKey({ json }: INodeExecutionData, key: string): INodeExecutionData {
	return { json: { ...json, [KEYS]: key } };
}

/**
 * What a webhook trigger does in the execution that its items have started: it exists, and only now
 * its events count as seen.
 */
export function confirmSeen(context: IExecuteFunctions): INodeExecutionData[][] {
	const keys: string[] = [];
	const items = context.getInputData().map((item, place): INodeExecutionData => {
		const { [KEYS]: key, ...json } = item.json;
		if (typeof key === 'string') keys.push(key);
		return { ...item, json, pairedItem: { item: place } };
	});
	if (keys.length > 0) confirm(context, keys);
	return [items];
}

/** In queue mode a worker confirms what a main or webhook process has taken on. */
function confirm(context: IExecuteFunctions, keys: string[]): void {
	const { file } = store();
	const confirmed = store().confirm(sourceOf(context), keys);
	const { name } = context.getNode();
	if (!confirmed.ok) {
		context.logger.error(
			`${name}: events cannot be marked as seen in ${file}, and may start the workflow again: ${confirmed.message}`,
		);
	} else if (confirmed.value < keys.length) {
		context.logger.error(
			`${name}: ${keys.length - confirmed.value} of ${keys.length} events are not in ${file}, so they may start the workflow again. In queue mode, main, webhook and worker processes have to share this folder: mount one volume there, or point GTM_STORE_FILE at it in all of them.`,
		);
	}
}

function sourceOf(context: IWebhookFunctions | IExecuteFunctions): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}

function store(): SeenEvents {
	return seenEventsAt(defaultStoreFile(process.env));
}

async function becomeKnown(source: string, keys: string[]): Promise<boolean> {
	const end = systemClock.monotonic() + BUSY_WAIT_MS;
	for (;;) {
		const known = store().known(source, keys);
		if (known.ok && known.value.length === keys.length) return true;
		if (systemClock.monotonic() >= end) return false;
		await systemClock.sleep(BUSY_STEP_MS);
	}
}
