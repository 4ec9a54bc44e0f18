import type { IDataObject } from 'n8n-workflow';
import { asObject } from '../../shared/engine/body';
import type { PageStyle } from '../../shared/engine/pages/style';
import { walk } from '../../shared/engine/pages/walk';
import { pickNew, type Tracking } from '../../shared/engine/polling/newRecords';
import { askSince, type PollState } from '../../shared/engine/polling/state';
import { timeIn } from '../../shared/engine/polling/times';
import { idOf } from '../../shared/engine/pages/keyset';
import type { JsonValue } from '../../shared/engine/types';
import type { Note } from '../../shared/node/listOperation';
import { Problem } from '../../shared/node/parameters';
import { readBegin } from '../../shared/node/polling/fields';
import { readLookBack } from '../../shared/node/polling/options';
import { shortLookBack } from '../../shared/node/polling/tell';
import type { OpenPoll, PollingTrigger, PollList, Round } from '../../shared/node/polling/trigger';
import type { View } from '../../shared/node/view';
import { PAGE_SIZE } from '../limits';
import { pagedList } from '../pages';
import { account, contact, type RecordKind } from '../records/kinds';
import { apolloAccess, apolloRequest } from '../vendor';
import { readView } from '../view';

type Event = 'created' | 'updated';

/** A change so soon after the creation is part of it. */
const SAME_MOMENT_MS = 1_000;

/** New and changed records of the team. */
export const apolloPolling: PollingTrigger = { access: apolloAccess, lists };

function lists({ client, read, stopped }: OpenPoll): PollList[] | Problem {
	const kind = read.text('resource') === 'account' ? account : contact;
	const events = read.names('events').filter(isEvent);
	const lookBackMs = readLookBack(read.any('lookBack'));
	if (events.length === 0) {
		return new Problem('No event is chosen', 'Choose at least one in Events.');
	}
	if (lookBackMs instanceof Problem) return lookBackMs;
	const watched = {
		kind,
		client,
		stopped,
		view: readView(read, kind.usual),
		begin: readBegin(read),
		lookBackMs,
	};
	return read.problem ?? events.map((event) => listOf({ ...watched, event }));
}

function isEvent(text: string): text is Event {
	return text === 'created' || text === 'updated';
}

interface Watched extends Pick<OpenPoll, 'client' | 'stopped'> {
	kind: RecordKind;
	event: Event;
	view: View;
	begin: PollList['begin'];
	lookBackMs: number;
}

function listOf(watched: Watched): PollList {
	const { kind, event, begin } = watched;
	return {
		name: `${kind.value}.${event}`,
		begin,
		start: (now) => (begin === 'now' ? { since: now, seen: {} } : { seen: {} }),
		run: async (state, { now }) => await readRound(watched, state, now),
		samples: async (most) => {
			const { rows, failure } = await walk(watched.client, { ...pagesOf(watched), limit: most });
			const items = rows.map((row) => itemOf(watched, row));
			return { items, notes: [], ...(failure ? { failure } : {}) };
		},
		nothing: new Problem(
			`The team has no ${kind.many} yet`,
			`Save a ${kind.one} in Apollo and try again.`,
		),
	};
}

const timeOf = (row: JsonValue, event: Event) =>
	timeIn(asObject(row)[event === 'created' ? 'created_at' : 'updated_at']);

/** Pages with the latest first: there is no filter by time, so they end behind the time to ask for. */
function pagesOf({ kind, event }: Watched, floor?: number) {
	const list = pagedList({
		request: (paging) =>
			apolloRequest(kind.endpoints.search, {
				operation: `${kind.value}.poll`,
				method: 'POST',
				path: `${kind.path}/search`,
				body: { sort_by_field: `${kind.value}_${event}_at`, ...paging },
				safeToRepeat: true,
				readOnly: true,
				records: PAGE_SIZE,
			}),
		lists: [kind.list],
		narrowBy: '',
	});
	const style: PageStyle = {
		...list.style,
		next: (page, cursor, seen) => {
			const last = page.rows.at(-1);
			const time = last === undefined ? undefined : timeOf(last, event);
			const isBehind = floor !== undefined && time !== undefined && time < floor;
			return isBehind ? { kind: 'end' } : list.style.next(page, cursor, seen);
		},
	};
	return { ...list, style };
}

async function readRound(watched: Watched, state: PollState, now: number): Promise<Round> {
	const { client, stopped, event, lookBackMs, kind } = watched;
	const pages = pagesOf(watched, askSince(state, lookBackMs));
	const { rows, report, failure } = await walk(client, { ...pages, limit: Infinity, stopped });
	// Behind the cap are the oldest records: all that is new is there.
	const complete = report.reason === 'end' || report.reason === 'cap-reached';
	const tracking: Tracking = { keyOf: idOf, timeOf: (row) => timeOf(row, event), lookBackMs };
	const picked = pickNew(rows, state, tracking, { now, complete });
	const isSoon = (row: JsonValue) => event === 'updated' && isCreation(row);
	// What happened first comes first.
	const fresh = picked.fresh.filter((row) => !isSoon(row)).toReversed();
	const items = fresh.map((row) => itemOf(watched, row));
	const { from } = picked.state;
	const short = from !== undefined && from !== state.from ? [shortLookBack(from)] : [];
	const capped = report.reason === 'cap-reached' ? [oldestMissing(kind)] : [];
	const notes: Note[] = [...capped, ...short];
	const problem = problemOf(rows, watched) ?? (picked.tooMany ? tooMany(kind) : undefined);
	return {
		items: picked.tooMany ? [] : items,
		state: picked.state,
		notes,
		...(failure && report.reason !== 'stopped' ? { failure } : {}),
		...(report.reason === 'stopped' ? { isPaused: true } : {}),
		...(problem ? { problem } : {}),
	};
}

function isCreation(row: JsonValue): boolean {
	const [created, updated] = [timeOf(row, 'created'), timeOf(row, 'updated')];
	return created !== undefined && updated !== undefined && updated - created <= SAME_MOMENT_MS;
}

/** Apollo's own examples of accounts show no time of change (search for accounts, 2026-08). */
function problemOf(rows: JsonValue[], { event, kind }: Watched): Problem | undefined {
	if (rows.length === 0 || rows.some((row) => timeOf(row, event) !== undefined)) return undefined;
	return new Problem(
		`Apollo does not say when its ${kind.many} were ${event}`,
		event === 'updated'
			? 'Choose only Record Created in Events.'
			: 'Choose another event in Events.',
	);
}

function oldestMissing({ many }: RecordKind): Note {
	return {
		message: `Apollo shows only the latest 50,000 ${many}: older ones are not given.`,
		type: 'warning',
	};
}

function tooMany({ many }: RecordKind): Problem {
	return new Problem(
		`More ${many} changed at once than can be told apart`,
		'Begin With Records From Now On, or lower Look-Back.',
	);
}

function itemOf({ event, view }: Watched, row: JsonValue): IDataObject {
	return { event, ...view(row) };
}
