import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../shared/engine/client';
import { systemClock } from '../../shared/engine/clock';
import { processState } from '../../shared/engine/processState';
import { stopError } from '../../shared/node/errors';
import { pollHost } from '../../shared/node/host';
import type { Note } from '../../shared/node/listOperation';
import { openClient, type OpenClient } from '../../shared/node/openClient';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readSettings } from '../../shared/node/settings';
import { itemOf } from '../values';
import { apiAccess, apiAdvice } from '../vendor';
import { isInFuture, readState } from './newRecords';
import { pollPlan, type Poll } from './plan';

/** Left of n8n's time for a poll when the last page has to be there. */
const MARGIN_MS = 10_000;
const SAMPLES = 3;

const running = () => processState('polls', () => new Set<string>());

/**
 * The records that are new since the last poll. What it remembers is stored together with the
 * hand-off of its items: a crash between the two gives them again.
 */
export async function pollApi(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const name = `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
	// A poll that takes longer than its interval: the later one would store an older state.
	if (running().has(name)) return null;
	running().add(name);
	try {
		return await pollOnce(context);
	} finally {
		running().delete(name);
	}
}

async function pollOnce(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const open = await openPoll(context);
	if (open instanceof Problem) throw badSetting(context, open);
	const poll = pollPlan(open.client, open.facts, open.read, open.inFlight);
	if (poll instanceof Problem) throw badSetting(context, poll);
	return context.getMode() === 'manual'
		? await samples(context, open, poll)
		: await newRecords(context, open, poll);
}

async function newRecords(
	context: IPollFunctions,
	open: OpenPoll,
	poll: Poll,
): Promise<INodeExecutionData[][] | null> {
	const { name } = context.getNode();
	const stored = context.getWorkflowStaticData('node');
	const now = systemClock.now();
	const earlier = readState(stored.poll);
	if (earlier && isInFuture(earlier, now)) {
		const since = new Date(earlier.since ?? 0).toISOString();
		context.logger.warn(`${name}: the time of the last change, ${since}, is in the future`);
		stored.poll = { ...earlier, since: now };
		return null;
	}
	const round = await poll.run(earlier ?? poll.start(now), now, Infinity);
	const { failure, fresh, problem } = round;
	tell(context, round.notes, earlier === undefined);
	if (problem) throw badSetting(context, problem);
	const begins = earlier === undefined && poll.begin === 'now';
	if (failure) {
		// What was there before is known only behind the whole list. With nothing to give, n8n is told
		// of the fault: it waits longer each time, and runs the error workflow.
		if (begins || fresh.length === 0) throw unread(context, open, failure);
		context.logger.warn(`${name}: a page could not be read: ${failure.error.message}`);
	}
	stored.poll = round.state;
	return begins || fresh.length === 0 ? null : [fresh.map((row) => ({ json: itemOf(row) }))];
}

/** For the editor: some records, whatever was given before. Nothing is remembered. */
async function samples(
	context: IPollFunctions,
	open: OpenPoll,
	poll: Poll,
): Promise<INodeExecutionData[][]> {
	const round = await poll.run({ seen: {} }, systemClock.now(), SAMPLES);
	const { rows, failure, problem } = round;
	tell(context, round.notes, true);
	if (failure && rows.length === 0) throw unread(context, open, failure);
	// n8n shows nothing but items and errors of a test: what would stop every poll is an error.
	if (problem) throw badSetting(context, problem);
	if (rows.length === 0) {
		throw new NodeOperationError(context.getNode(), 'The list is empty', {
			description: 'Add a record at the provider, or change the query, and try again.',
		});
	}
	return [rows.map((row) => ({ json: itemOf(row) }))];
}

/** Puts into n8n's log what a run of API Request shows as hints; what is well, once. */
function tell(context: IPollFunctions, notes: Note[], isFirst: boolean): void {
	for (const { message, type } of notes) {
		const text = `${context.getNode().name}: ${message}`;
		if (type === 'warning') context.logger.warn(text);
		else if (isFirst) context.logger.info(text);
	}
}

/** What the user has to change. n8n polls seldom until then, and an activation fails with it. */
function badSetting(context: IPollFunctions, { message, description }: Problem) {
	const failure = { cause: 'configuration-invalid' } as const;
	return new NodeOperationError(context.getNode(), message, { description, failure });
}

function unread(context: IPollFunctions, { client, name }: OpenPoll, failure: Failure) {
	const words = { vendor: name, advice: apiAdvice, redact: (text: string) => client.redact(text) };
	return stopError(context.getNode(), 0, { kind: 'failed', failure, items: [] }, words, '');
}

interface OpenPoll extends OpenClient {
	read: ParameterReader;
	/** Pages under way at once. */
	inFlight: number;
}

async function openPoll(context: IPollFunctions): Promise<OpenPoll | Problem> {
	const host = pollHost(context);
	const settings = readSettings(host.source, systemClock, process.env.GTM_TRACEPARENT !== 'off');
	if (settings instanceof Problem) return settings;
	const end = systemClock.monotonic() + Math.max(MARGIN_MS, context.getPollBudgetMs() - MARGIN_MS);
	const client = { ...settings.client, deadline: Math.min(settings.client.deadline, end) };
	const run = { settings: { ...settings, client }, clock: systemClock, onWait: () => undefined };
	const open = await openClient(host, apiAccess, run);
	if (open instanceof Problem) return open;
	return { ...open, read: host.read, inFlight: settings.inFlight };
}
