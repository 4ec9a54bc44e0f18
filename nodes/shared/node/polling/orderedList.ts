import type { IDataObject } from 'n8n-workflow';
import { rowFailure } from '../../engine/batch';
import type { Client, Failure } from '../../engine/client';
import type { PageStyle } from '../../engine/pages/style';
import { walk, type Walk, type WalkOptions } from '../../engine/pages/walk';
import { InOrder, type Happening, type Order } from '../../engine/polling/inOrder';
import type { PollState } from '../../engine/polling/state';
import { completenessText } from '../hints';
import type { Problem } from '../parameters';
import { shortLookBack } from './tell';
import type { Begun, PollList, Round, Samples } from './trigger';

/** What happened to a record, and the item that tells of it. */
export interface PollEvent extends Happening {
	item: IDataObject;
}

/** A list that its API gives in the order of a time, the earliest first: of a change, of a creation. */
export interface OrderedList extends Order {
	name: string;
	begin: 'all' | 'now';
	/** After so many items a poll ends, and the next one goes on. */
	most: number;
	/**
	 * The pages of the records from this time on (ms since 1970), in its order; of all for undefined. The
	 * place of a page is that of its records, so that nothing moves while others change: keysetPages with
	 * a cap of one page.
	 */
	pages(from: number | undefined): PageStyle;
	/** The newest records first, in one page. */
	newest: PageStyle;
	read: WalkOptions['read'];
	/** What happened to each of these records, in its order; or why they could not be asked for it. */
	eventsOf(rows: Rows): Promise<PollEvent[][] | Failure>;
	nothing: Problem;
}

type Rows = ReturnType<WalkOptions['read']>['rows'];

/** Such a list as a trigger reads it. `stopped`: whether no further page is to be asked for. */
export function orderedList(
	client: Pick<Client, 'send'>,
	list: OrderedList,
	stopped: () => boolean,
): PollList {
	const { name, begin, nothing } = list;
	return {
		name,
		begin,
		nothing,
		start: (now) => (begin === 'now' ? { since: now, seen: {} } : { seen: {} }),
		run: async (state, begun) => await readNew(client, list, state, { ...begun, stopped }),
		samples: async (most) => await readNewest(client, list, most),
	};
}

async function readNew(
	client: Pick<Client, 'send'>,
	list: OrderedList,
	state: PollState,
	{ now, isSilent, stopped }: Begun & { stopped: () => boolean },
): Promise<Round> {
	const reading = new InOrder(state, list, now);
	const items: IDataObject[] = [];
	const most = isSilent ? Infinity : list.most;
	const walked = await walk(
		withEvents(
			client,
			list,
			(rows) => reading.unread(rows),
			(row, events) => {
				for (const { item } of reading.take(row, events)) items.push(item);
			},
		),
		{
			style: list.pages(reading.floor),
			read: list.read,
			limit: Infinity,
			stopped: () => items.length >= most || stopped(),
			onRows: () => undefined,
			...(state.at ? { start: { of: '', cursor: state.at.cursor, before: 0 } } : {}),
		},
	);
	const { reason, resume } = walked.report;
	const failure = failureOf(walked);
	const failed = failure ? { failure } : {};
	if (reason !== 'end' && resume === undefined) {
		// Nothing tells where to go on: given and not remembered, the records would come again.
		return { items: [], state, isPaused: true, notes: [], ...failed };
	}
	const next = reading.end(resume?.cursor);
	const { from } = next;
	const notes = from === undefined || from === state.from ? [] : [shortLookBack(from)];
	return { items, state: next, isPaused: reason !== 'end', notes, ...failed };
}

async function readNewest(
	client: Pick<Client, 'send'>,
	list: OrderedList,
	most: number,
): Promise<Samples> {
	const items: IDataObject[] = [];
	const walked = await walk(
		withEvents(
			client,
			list,
			(rows) => rows,
			(_, events) => {
				for (const { item } of events.toReversed()) items.push(item);
			},
		),
		{ style: list.newest, read: list.read, limit: most, pageLimit: 1 },
	);
	const { failure } = walked;
	return { items: items.slice(0, most), notes: [], ...(failure ? { failure } : {}) };
}

/** A client whose pages are asked what happened to their records: a page counts as read only then. */
function withEvents(
	client: Pick<Client, 'send'>,
	{ read, eventsOf }: Pick<OrderedList, 'read' | 'eventsOf'>,
	unread: (rows: Rows) => Rows,
	take: (row: Rows[number], events: PollEvent[]) => void,
): Pick<Client, 'send'> {
	return {
		send: async (request) => {
			const page = await client.send({ ...request, readOnly: true });
			if (!page.ok) return page;
			const rows = unread(read(page.data, page).rows);
			const events = rows.length === 0 ? [] : await eventsOf(rows);
			if (!Array.isArray(events)) return events;
			rows.forEach((row, place) => take(row, events[place] ?? []));
			return page;
		},
	};
}

/** Why the list could not be read to its end; undefined where nobody is to blame. */
function failureOf({ report, failure }: Walk): Failure | undefined {
	if (report.reason === 'end' || report.reason === 'stopped') return undefined;
	return failure ?? rowFailure('incomplete', completenessText(report));
}
