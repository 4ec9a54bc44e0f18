import { asText } from '../../shared/engine/body';
import type { Client } from '../../shared/engine/client';
import { systemClock } from '../../shared/engine/clock';
import { valueAt } from '../../shared/engine/dataPath';
import type { Next, PageStyle } from '../../shared/engine/pages/style';
import { walk, type Completeness } from '../../shared/engine/pages/walk';
import { pickNew, type Picked, type Tracking } from '../../shared/engine/polling/newRecords';
import { askSince, type PollState } from '../../shared/engine/polling/state';
import { timeIn, writeTime, type TimeFormat } from '../../shared/engine/polling/times';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { ListPlan, Note } from '../../shared/node/listOperation';
import type { Facts } from '../../shared/node/operation';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readBegin } from '../../shared/node/polling/fields';
import { readLookBack } from '../../shared/node/polling/options';
import { shortLookBack } from '../../shared/node/polling/tell';
import type { OpenPoll, PollingTrigger, PollList, Round } from '../../shared/node/polling/trigger';
import { listPlan } from '../list';
import { put, type Place } from '../pagination/place';
import { readListRequest } from '../resources/rest/getRecords';
import { itemOf } from '../values';
import { apiAccess, apiAdvice } from '../vendor';
import { CursorTrail } from './behindCursor';
import { endProblem, isWhole, tooManyProblem, type Track } from './ends';

interface Choice {
	track: Track;
	/** The request of the first page, for this state. */
	asked(state: PollState): ApiRequest;
	tracking: Tracking;
	cursorPath: string;
	sinceParameter: string;
	changedPath: string;
}

/** The trigger of any API: one list, read as the node is set. */
export const apiPolling: PollingTrigger = { access: apiAccess, advice: apiAdvice, lists };

function lists({ client, facts, read, inFlight }: OpenPoll): PollList[] | Problem {
	const choice = readChoice(read, facts);
	if (choice instanceof Problem) return choice;
	const test = listPlan(choice.asked({ seen: {} }), read, { limit: Infinity });
	if (test instanceof Problem) return test;
	if (read.problem) return read.problem;
	const begin = readBegin(read);
	const readOnce = async (state: PollState, now: number, limit: number) => {
		const plan = listPlan(choice.asked(state), read, { limit });
		if (plan instanceof Problem) throw new Error(plan.message);
		const onePage = read.text('pagination') === 'none';
		return await readRound(client, { ...plan, inFlight, onePage }, choice, { state, now });
	};
	return [
		{
			name: 'poll',
			begin,
			start: (now) =>
				begin === 'now' && choice.track === 'changed' ? { since: now, seen: {} } : { seen: {} },
			run: async (state, { now }) => await readOnce(state, now, Infinity),
			samples: async (most) => {
				const { rows, ...round } = await readOnce({ seen: {} }, systemClock.now(), most);
				return { ...round, items: rows.map(itemOf) };
			},
			nothing: new Problem(
				'The list is empty',
				'Add a record at the provider, or change the query, and try again.',
			),
		},
	];
}

function readChoice(read: ParameterReader, facts: Facts): Choice | Problem {
	const request = readListRequest(read, facts, 'rest.poll');
	if (request instanceof Problem) return request;
	const track = trackOf(read.text('track'));
	const sinceParameter = read.text('sinceParameter');
	const changedPath = read.text('changedPath');
	const cursorPath = read.text('keptCursorPath');
	const lookBackMs = track === 'changed' ? readLookBack(read.any('lookBack')) : 0;
	const problem =
		needed(track !== 'unseen' && sinceParameter === '', 'Since Parameter') ??
		needed(track === 'changed' && changedPath === '', 'Changed Path') ??
		needed(track === 'cursor' && cursorPath === '', 'Cursor Path');
	if (problem) return problem;
	if (lookBackMs instanceof Problem) return lookBackMs;

	const keyPath = read.text('trackKey');
	const format = formatOf(read.text('sinceFormat'));
	const place: Place = { name: sinceParameter, in: isJsonBody(request) ? 'body' : 'query' };
	const asked = (state: PollState): ApiRequest => {
		const since = track === 'changed' ? askSince(state, lookBackMs, format) : undefined;
		const time = since === undefined ? undefined : writeTime(since, format);
		const value = track === 'cursor' ? state.cursor : time;
		return value === undefined ? request : put(request, place, value);
	};
	const tracking: Tracking = {
		keyOf: (row) => asText(valueAt(row, keyPath)),
		...(track === 'changed' ? { timeOf: (row) => timeIn(valueAt(row, changedPath)) } : {}),
		lookBackMs,
		format,
	};
	return { track, asked, tracking, cursorPath, sinceParameter, changedPath };
}

async function readRound(
	client: Pick<Client, 'send'>,
	plan: ListPlan & { inFlight: number; onePage: boolean },
	choice: Choice,
	{ state, now }: { state: PollState; now: number },
): Promise<Round & { rows: JsonValue[] }> {
	const { track, tracking, cursorPath } = choice;
	const trail = new CursorTrail(state.cursor);
	const { style, last } = watched(plan.style);
	const { rows, report, failure } = await walk(client, {
		...plan,
		style,
		inFlight: plan.sideBySide ? plan.inFlight : 1,
		read: (data, answer) => {
			const page = plan.read(data, answer);
			if (track === 'cursor') trail.note(page.rows, valueAt(data, cursorPath));
			return page;
		},
	});
	// A sample ends before its list does: what its last page said of the next one counts.
	const isUnsure = report.reason === 'limit-reached' && last() === 'unsure';
	const end: Completeness = isUnsure
		? { ...report, reason: 'unsure', complete: 'unknown' }
		: report;
	const complete = isWhole(end, track, {
		pageLimit: plan.pageLimit !== undefined,
		onePage: plan.onePage,
	});
	const picked =
		track === 'cursor'
			? trail.pick(rows, state, complete)
			: pickNew(rows, state, tracking, { now, complete });
	const notes = [...(plan.notes?.() ?? []), ...notesOf(picked, state, choice)];
	const items = picked.fresh.map(itemOf);
	const shared = { rows, items, state: picked.state, notes };
	// Given and not remembered, they would come again.
	if (failure) return { ...shared, failure, items: picked.tooMany ? [] : items };
	const isSample = end.reason === 'limit-reached';
	const problem =
		complete || isSample
			? recordsProblem(rows, choice, picked, {
					lacksCursor: complete && trail.cursor === undefined,
				})
			: endProblem(end, notes);
	return { ...shared, ...(problem ? { problem } : {}) };
}

/** The style, and what it said last of the next page. */
function watched(style: PageStyle): { style: PageStyle; last: () => Next['kind'] | undefined } {
	let kind: Next['kind'] | undefined;
	const next: PageStyle['next'] = (page, cursor, seen) => {
		const told = style.next(page, cursor, seen);
		kind = told.kind;
		return told;
	};
	return { style: { ...style, next }, last: () => kind };
}

/** What in the records themselves leaves nothing to go on from. */
function recordsProblem(
	rows: JsonValue[],
	{ track, tracking, changedPath, cursorPath }: Choice,
	{ tooMany }: Picked,
	{ lacksCursor }: { lacksCursor: boolean },
): Problem | undefined {
	const { timeOf } = tracking;
	if (rows.length > 0 && timeOf && rows.every((row) => timeOf(row) === undefined)) {
		return new Problem(
			`No record has a time at "${changedPath}"`,
			'Check Changed Path: it begins inside of a record, e.g. updated_at.',
		);
	}
	if (rows.length > 0 && track === 'cursor' && lacksCursor) {
		return new Problem(
			`No answer holds a cursor at "${cursorPath}"`,
			'Check Cursor Path: it begins at the answer itself, e.g. meta.next_sync_token.',
		);
	}
	return tooMany ? tooManyProblem(track) : undefined;
}

function notesOf(
	{ older, state: { from } }: Picked,
	before: PollState,
	{ sinceParameter, changedPath }: Choice,
): Note[] {
	const notes: Note[] = [];
	if (older > 0) {
		notes.push({
			type: 'warning',
			message: `${older} records are older than the time that was asked for, and are left out. Check that the API knows the parameter "${sinceParameter}", and that "${changedPath}" is in UTC or names its zone.`,
		});
	}
	if (from !== undefined && from !== before.from) notes.push(shortLookBack(from));
	return notes;
}

/** Whether the body can take the time or cursor; elsewhere it goes into the query. */
function isJsonBody({ method, content, body }: ApiRequest): boolean {
	const isObject = body === undefined || (typeof body === 'object' && !Array.isArray(body));
	return method === 'POST' && content === undefined && isObject;
}

function needed(isMissing: boolean, label: string): Problem | undefined {
	return isMissing ? new Problem(`${label} is empty`, 'Enter it.') : undefined;
}

function trackOf(text: string): Track {
	return text === 'changed' || text === 'cursor' ? text : 'unseen';
}

function formatOf(text: string): TimeFormat {
	return text === 'seconds' || text === 'milliseconds' ? text : 'iso';
}
