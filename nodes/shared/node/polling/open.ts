import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../engine/client';
import { systemClock } from '../../engine/clock';
import { stopError } from '../errors';
import type { NodeHost } from '../host';
import { openClient, type VendorAccess } from '../openClient';
import { Problem } from '../parameters';
import { readSettings } from '../settings';
import type { OpenPoll, PollingTrigger, PollList } from './trigger';

/** Left of n8n's time for a poll when the last answer has to be there. */
const MARGIN_MS = 10_000;
/** Of the time for a poll; the rest is for the page under way. */
const SHARE_FOR_PAGES = 0.8;

/** A trigger that is about to read. */
export interface OpenTrigger {
	lists: PollList[];
	/** The error for what could not be read. */
	unread(failure: Failure): Error;
}

/** Opens a trigger's lists; `budgetMs` is what n8n gives it. Throws what the user has to change. */
export async function openTrigger(
	context: IPollFunctions | IExecuteFunctions,
	host: NodeHost,
	{ access, advice, lists: read }: PollingTrigger,
	budgetMs: number,
): Promise<OpenTrigger> {
	const open = await openPoll(host, access, budgetMs);
	if (open instanceof Problem) throw badSetting(context, open);
	const lists = await read(open);
	if (lists instanceof Problem) throw badSetting(context, lists);
	const redact = (text: string) => open.client.redact(text);
	const words = { vendor: open.name, redact, ...(advice ? { advice } : {}) };
	return {
		lists,
		unread: (failure) =>
			stopError(context.getNode(), 0, { kind: 'failed', failure, items: [] }, words, ''),
	};
}

/** What the user has to change. n8n polls seldom until then, and an activation fails with it. */
export function badSetting(
	context: Pick<IPollFunctions, 'getNode'>,
	{ message, description }: Problem,
): NodeOperationError {
	const failure = { cause: 'configuration-invalid' } as const;
	return new NodeOperationError(context.getNode(), message, { description, failure });
}

/** A client that ends before n8n's time for a poll does, or what has to be changed first. May throw. */
async function openPoll(
	host: NodeHost,
	access: VendorAccess,
	budgetMs: number,
): Promise<OpenPoll | Problem> {
	const settings = readSettings(host.source, systemClock, process.env.GTM_TRACEPARENT !== 'off');
	if (settings instanceof Problem) return settings;
	const began = systemClock.monotonic();
	const budget = Math.max(MARGIN_MS, budgetMs - MARGIN_MS);
	const deadline = Math.min(settings.client.deadline, began + budget);
	const lastPage = began + (deadline - began) * SHARE_FOR_PAGES;
	const client = { ...settings.client, deadline };
	const run = { settings: { ...settings, client }, clock: systemClock, onWait: () => undefined };
	const open = await openClient(host, access, run);
	if (open instanceof Problem) return open;
	return {
		...open,
		read: host.read,
		inFlight: settings.inFlight,
		stopped: () => systemClock.monotonic() >= lastPage,
	};
}
