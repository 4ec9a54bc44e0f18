import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { asText } from '../../shared/engine/body';
import { systemClock } from '../../shared/engine/clock';
import { valueAt } from '../../shared/engine/dataPath';
import { walk, type Walk } from '../../shared/engine/pages/walk';
import { processState } from '../../shared/engine/processState';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { stopError } from '../../shared/node/errors';
import { pollHost } from '../../shared/node/host';
import { openClient, type OpenClient } from '../../shared/node/openClient';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readSettings } from '../../shared/node/settings';
import { listPlan } from '../list';
import { put } from '../pagination/place';
import { readListRequest } from '../resources/rest/getRecords';
import { itemOf } from '../values';
import { apiAccess } from '../vendor';
import {
	askSince,
	isInFuture,
	pickNew,
	readState,
	timeIn,
	writeTime,
	type PollState,
	type TimeFormat,
	type Tracking,
} from './newRecords';

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
	const node = context.getNode();
	const open = await openPoll(context);
	const poll = open instanceof Problem ? open : planOf(open);
	if (poll instanceof Problem) {
		const failure = { cause: 'configuration-invalid' } as const;
		throw new NodeOperationError(node, poll.message, { description: poll.description, failure });
	}
	if (context.getMode() === 'manual') return await samples(context, poll);

	const stored = context.getWorkflowStaticData('node');
	const now = systemClock.now();
	const earlier = readState(stored.poll);
	if (earlier && isInFuture(earlier, now)) {
		const since = new Date(earlier.since ?? 0).toISOString();
		context.logger.warn(`${node.name}: the time of the last change, ${since}, is in the future`);
		stored.poll = { ...earlier, since: now };
		return null;
	}
	const { walked, state, fresh } = await poll.run(earlier ?? poll.start(now), now, Infinity);
	const { failure } = walked;
	if (failure && walked.rows.length === 0) {
		throw stopError(
			node,
			0,
			{ kind: 'failed', failure, items: [] },
			{ vendor: poll.name, redact: poll.redact },
			'',
		);
	}
	if (failure) {
		context.logger.warn(`${node.name}: a page could not be read: ${failure.error.message}`);
	}
	stored.poll = state;
	const begins = earlier === undefined && poll.begin === 'now';
	return begins || fresh.length === 0 ? null : [fresh.map((row) => ({ json: itemOf(row) }))];
}

/** For the editor: some records, whatever was given before. Nothing is remembered. */
async function samples(context: IPollFunctions, poll: Poll): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const { walked } = await poll.run({ seen: {} }, systemClock.now(), SAMPLES);
	const { rows, failure } = walked;
	if (failure && rows.length === 0) {
		throw stopError(
			node,
			0,
			{ kind: 'failed', failure, items: [] },
			{ vendor: poll.name, redact: poll.redact },
			'',
		);
	}
	if (rows.length === 0) {
		throw new NodeOperationError(node, 'The list is empty', {
			description: 'Add a record at the provider, or change the query, and try again.',
		});
	}
	return [rows.map((row) => ({ json: itemOf(row) }))];
}

interface OpenPoll extends OpenClient {
	read: ParameterReader;
}

async function openPoll(context: IPollFunctions): Promise<OpenPoll | Problem> {
	const host = pollHost(context);
	const settings = readSettings(host.source, systemClock, process.env.GTM_TRACEPARENT !== 'off');
	if (settings instanceof Problem) return settings;
	const end = systemClock.monotonic() + Math.max(MARGIN_MS, context.getPollBudgetMs() - MARGIN_MS);
	const client = { ...settings.client, deadline: Math.min(settings.client.deadline, end) };
	const run = { settings: { ...settings, client }, clock: systemClock, onWait: () => undefined };
	const open = await openClient(host, apiAccess, run);
	return open instanceof Problem ? open : { ...open, read: host.read };
}

interface Poll {
	name: string;
	redact(text: string): string;
	begin: string;
	/** What the first poll starts from. */
	start(now: number): PollState;
	run(
		state: PollState,
		now: number,
		limit: number,
	): Promise<{ walked: Walk; fresh: JsonValue[]; state: PollState }>;
}

function planOf({ client, facts, name, read }: OpenPoll): Poll | Problem {
	const request = readListRequest(read, facts, 'rest.poll');
	if (request instanceof Problem) return request;
	const mode = read.text('track');
	const parameter = read.text('sinceParameter');
	const changedPath = read.text('changedPath');
	const cursorPath = read.text('keptCursorPath');
	const lookBackMs = mode === 'changed' ? read.number('lookBack') * 60_000 : 0;
	const problem =
		needed(mode !== 'unseen' && parameter === '', 'Since Parameter') ??
		needed(mode === 'changed' && changedPath === '', 'Changed Path') ??
		needed(mode === 'cursor' && cursorPath === '', 'Cursor Path') ??
		(lookBackMs >= 0 ? undefined : new Problem('Look-Back is no number', 'Change it.'));
	if (problem) return problem;
	const test = listPlan(request, read, { limit: Infinity });
	if (test instanceof Problem) return test;
	if (read.problem) return read.problem;

	const begin = read.text('begin');
	const keyPath = read.text('trackKey');
	const tracking: Tracking = {
		keyOf: (row) => (mode === 'cursor' ? undefined : asText(valueAt(row, keyPath))),
		...(mode === 'changed' ? { timeOf: (row) => timeIn(valueAt(row, changedPath)) } : {}),
		lookBackMs,
	};
	const place = { name: parameter, in: request.method === 'POST' ? 'body' : 'query' } as const;
	const format = formatOf(read.text('sinceFormat'));
	const asked = (state: PollState): ApiRequest => {
		const since = mode === 'changed' ? askSince(state, lookBackMs) : undefined;
		const value = mode === 'cursor' ? state.cursor : since && writeTime(since, format);
		return value === undefined ? request : put(request, place, value);
	};
	return {
		name,
		redact: (text) => client.redact(text),
		begin,
		start: (now) =>
			begin === 'now' && mode === 'changed' ? { since: now, seen: {} } : { seen: {} },
		run: async (state, now, limit) => {
			const plan = listPlan(asked(state), read, { limit });
			if (plan instanceof Problem) throw new Error(plan.message);
			let cursor = state.cursor;
			const walked = await walk(client, {
				...plan,
				read: (data, answer) => {
					const kept = mode === 'cursor' ? valueAt(data, cursorPath) : undefined;
					if (typeof kept === 'number' || (typeof kept === 'string' && kept !== '')) cursor = kept;
					return plan.read(data, answer);
				},
			});
			const complete = walked.report.reason === 'end';
			if (mode === 'cursor') {
				// The cursor says what is new: nothing else has to be remembered.
				const next = complete && cursor !== undefined ? { cursor } : {};
				return { walked, fresh: walked.rows, state: { ...state, ...next } };
			}
			return { walked, ...pickNew(walked.rows, state, tracking, { now, complete }) };
		},
	};
}

function needed(isMissing: boolean, label: string): Problem | undefined {
	return isMissing ? new Problem(`${label} is empty`, 'Enter it.') : undefined;
}

function formatOf(text: string): TimeFormat {
	return text === 'seconds' || text === 'milliseconds' ? text : 'iso';
}
