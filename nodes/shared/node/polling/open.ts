import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../engine/client';
import { systemClock } from '../../engine/clock';
import { redactError } from '../../engine/outcome';
import type { PollState } from '../../engine/polling/state';
import { stopError } from '../errors';
import type { NodeHost } from '../host';
import { openClient, type VendorAccess } from '../openClient';
import { Problem } from '../parameters';
import { readSettings } from '../settings';
import type { OpenPoll, PollingTrigger, PollList, Samples } from './trigger';

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
	const redact = (text: string) => open.client.redact(text);
	const lists = await read(open);
	if (lists instanceof Problem) throw badSetting(context, cleanProblem(lists, redact));
	const words = { vendor: open.name, redact, ...(advice ? { advice } : {}) };
	return {
		lists: lists.map((list) => cleanList(list, redact)),
		unread: (failure) =>
			stopError(context.getNode(), 0, { kind: 'failed', failure, items: [] }, words, ''),
	};
}

type Redact = (text: string) => string;

/** The same list, which tells no secret, and remembers none: its state is stored with the workflow. */
function cleanList(list: PollList, redact: Redact): PollList {
	return {
		...list,
		run: async (state, begun) => {
			const round = await list.run(state, begun);
			const kept = [round.state.cursor, round.state.at?.cursor];
			const problem = kept.every((cursor) => isClean(cursor, redact))
				? {}
				: { problem: SECRET_CURSOR };
			return { ...round, ...cleanSamples(round, redact), ...problem };
		},
		samples: async (most) => {
			const samples = await list.samples(most);
			return { ...samples, ...cleanSamples(samples, redact) };
		},
	};
}

const SECRET_CURSOR = new Problem(
	'The place where the list goes on holds the secret of the credential',
	'It would be stored with the workflow. Choose another way to tell what is new.',
);

function isClean(cursor: PollState['cursor'], redact: Redact): boolean {
	return typeof cursor !== 'string' || redact(cursor) === cursor;
}

/** What is said of the records, and not the records themselves. */
function cleanSamples({ failure, notes, problem }: Samples, redact: Redact): Partial<Samples> {
	return {
		notes: notes.map(({ message, type }) => ({ message: redact(message), type })),
		...(failure ? { failure: { ...failure, error: redactError(failure.error, redact) } } : {}),
		...(problem ? { problem: cleanProblem(problem, redact) } : {}),
	};
}

function cleanProblem({ message, description }: Problem, redact: Redact): Problem {
	return new Problem(redact(message), redact(description));
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
