import { asText } from '../../shared/engine/body';
import type { Client, Failure } from '../../shared/engine/client';
import { valueAt } from '../../shared/engine/dataPath';
import type { Next, PageStyle } from '../../shared/engine/pages/style';
import { walk, type Completeness } from '../../shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { ListPlan, Note } from '../../shared/node/listOperation';
import type { Facts } from '../../shared/node/operation';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { listPlan } from '../list';
import { put, type Place } from '../pagination/place';
import { readListRequest } from '../resources/rest/getRecords';
import { CursorTrail } from './behindCursor';
import { endProblem, isWhole, tooManyProblem, type Track } from './ends';
import { askSince, pickNew, type Picked, type PollState, type Tracking } from './newRecords';
import { timeIn, writeTime, type TimeFormat } from './times';

/** What one reading of the list came to. */
export interface Round extends Pick<Picked, 'fresh' | 'state'> {
	/** All that was read. */
	rows: JsonValue[];
	report: Completeness;
	/** The page that could not be read. */
	failure?: Failure;
	/** Why no poll can succeed as the node is set: nothing of this round may be given. */
	problem?: Problem;
	/** What the user should know of how it was read. */
	notes: Note[];
}

export interface Poll {
	begin: string;
	/** What the first poll starts from. */
	start(now: number): PollState;
	/** Reads the list, up to `limit` records. */
	run(state: PollState, now: number, limit: number): Promise<Round>;
}

interface Choice {
	track: Track;
	/** The request of the first page, for this state. */
	asked(state: PollState): ApiRequest;
	tracking: Tracking;
	cursorPath: string;
	sinceParameter: string;
	changedPath: string;
}

/** How the node is set to poll, or what has to be changed first. */
export function pollPlan(
	client: Pick<Client, 'send'>,
	facts: Facts,
	read: ParameterReader,
	inFlight: number,
): Poll | Problem {
	const choice = readChoice(read, facts);
	if (choice instanceof Problem) return choice;
	const test = listPlan(choice.asked({ seen: {} }), read, { limit: Infinity });
	if (test instanceof Problem) return test;
	if (read.problem) return read.problem;
	const begin = read.text('begin');
	return {
		begin,
		start: (now) =>
			begin === 'now' && choice.track === 'changed' ? { since: now, seen: {} } : { seen: {} },
		run: async (state, now, limit) => {
			const plan = listPlan(choice.asked(state), read, { limit });
			if (plan instanceof Problem) throw new Error(plan.message);
			const onePage = read.text('pagination') === 'none';
			return await readRound(client, { ...plan, inFlight, onePage }, choice, { state, now });
		},
	};
}

function readChoice(read: ParameterReader, facts: Facts): Choice | Problem {
	const request = readListRequest(read, facts, 'rest.poll');
	if (request instanceof Problem) return request;
	const track = trackOf(read.text('track'));
	const sinceParameter = read.text('sinceParameter');
	const changedPath = read.text('changedPath');
	const cursorPath = read.text('keptCursorPath');
	const lookBackMs = track === 'changed' ? read.number('lookBack') * 60_000 : 0;
	const problem =
		needed(track !== 'unseen' && sinceParameter === '', 'Since Parameter') ??
		needed(track === 'changed' && changedPath === '', 'Changed Path') ??
		needed(track === 'cursor' && cursorPath === '', 'Cursor Path') ??
		(lookBackMs >= 0 ? undefined : new Problem('Look-Back is no number', 'Change it.'));
	if (problem) return problem;

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
): Promise<Round> {
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
	const shared = { rows, report: end, state: picked.state, notes };
	// Given and not remembered, they would come again.
	if (failure) return { ...shared, failure, fresh: picked.tooMany ? [] : picked.fresh };
	const isSample = end.reason === 'limit-reached';
	const problem =
		complete || isSample
			? recordsProblem(rows, choice, picked, {
					lacksCursor: complete && trail.cursor === undefined,
				})
			: endProblem(end, notes);
	return { ...shared, fresh: picked.fresh, ...(problem ? { problem } : {}) };
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
	if (from !== undefined && from !== before.from) {
		notes.push({
			type: 'warning',
			message: `So many records changed that the look-back begins at ${new Date(from).toISOString()}: what appears later with an earlier time is not found.`,
		});
	}
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
