import type { IDataObject } from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import type { Failure } from '../../shared/engine/client';
import { systemClock } from '../../shared/engine/clock';
import type { JsonValue } from '../../shared/engine/types';
import { Problem } from '../../shared/node/parameters';
import { orderedList, type PollEvent } from '../../shared/node/polling/orderedList';
import type { OpenPoll, PollingTrigger, PollList } from '../../shared/node/polling/trigger';
import { distinct } from '../apiName';
import { salesforceAccess } from '../connection';
import { Definitions } from '../scene';
import { isTooLong } from '../soql/addressLength';
import { readConditions } from '../soql/conditions';
import { readPage, recordIdIn } from '../soql/query';
import { whereOf } from '../soql/where';
import { needsDefinition, readView, type View } from '../view';
import { readChoice, type Choice } from './choice';
import { CHANGED, newestPage, pagesFrom, timeAt, type ChangeQuery } from './pages';
import { serverTime } from './serverTime';

/** The polling trigger of Salesforce: what was created, changed and deleted. */
export const salesforcePolling: PollingTrigger = { access: salesforceAccess, lists };

async function lists(open: OpenPoll): Promise<PollList[] | Problem> {
	const choice = readChoice(open.read);
	if (choice instanceof Problem) return choice;
	const definitions = await definitionsFor(open, choice);
	const unknown = definitions.whyNot(choice.type);
	if (unknown) return [unreadable(choice, unknown)];
	const view = readView(open.read, definitions.of(choice.type));
	if (view instanceof Problem) return view;
	const where = whereOf(open.read, choice.type, definitions);
	if (where instanceof Problem) return where;
	if (open.read.problem) return open.read.problem;
	const localNow = systemClock.now();
	const now = await serverTime(open.client, localNow);
	if (typeof now !== 'number') return [unreadable(choice, now)];
	const query: ChangeQuery = {
		facts: open.facts,
		type: choice.type,
		// Not all objects have an IsDeleted: users are never deleted.
		fields: distinct([
			...view.fields,
			'CreatedDate',
			CHANGED,
			...(choice.deleted ? ['IsDeleted'] : []),
		]),
		conditions: where === '' ? '' : `(${where})`,
		withDeleted: choice.deleted,
		until: now,
	};
	return tooLong(query) ?? [changedList(open, { choice, view, query }, now - localNow)];
}

/** What has to be known of objects: their fields, where none are chosen, and those of conditions. */
async function definitionsFor(
	{ client, facts, read }: OpenPoll,
	{ type }: Choice,
): Promise<Definitions> {
	const definitions = new Definitions(client, facts);
	const paths = readConditions(read).map(({ field }) => field);
	if (needsDefinition(read)) await definitions.load(type);
	for (const path of paths) await definitions.loadPath(type, path);
	return definitions;
}

function tooLong(query: ChangeQuery): Problem | undefined {
	const { query: asked } = newestPage(query, SAMPLED).request(undefined);
	return isTooLong(String(asked?.q ?? ''))
		? new Problem(
				'The query is longer than an address holds',
				'Ask for fewer fields, or switch on Simplify.',
			)
		: undefined;
}

/** Of so many records the newest changes are shown in the editor. */
const SAMPLED = 20;

interface Parts {
	choice: Choice;
	view: View;
	query: ChangeQuery;
}

/**
 * One reading for all events, since each of them shows itself in the time of the last change. What is
 * remembered are times of Salesforce's own clock, which ours may differ from by `skewMs`.
 */
function changedList(open: OpenPoll, parts: Parts, skewMs: number): PollList {
	const { choice, query } = parts;
	const { begin, most, lookBackMs, type } = choice;
	const list = orderedList(
		open.client,
		{
			name: 'changed',
			begin,
			most,
			lookBackMs,
			// A record that is read for a change tells of its creation too.
			tellsPast: true,
			keyOf: (row) => `${recordIdIn(row) ?? ''} ${timeAt(row, CHANGED) ?? ''}`,
			timeOf: (row) => timeAt(row, CHANGED),
			pages: (from) => pagesFrom(query, from),
			newest: newestPage(query, SAMPLED),
			read: readPage,
			eventsOf: async (rows) => await Promise.resolve(rows.map((row) => eventsOf(row, parts))),
			nothing: new Problem(
				`There are no ${type} records that could be shown`,
				'Create or change one in Salesforce, and try again.',
			),
		},
		open.stopped,
	);
	return {
		...list,
		start: (now) => list.start(now + skewMs),
		run: async (state, begun) => await list.run(state, { ...begun, now: begun.now + skewMs }),
	};
}

/** What a record tells. One that is as it was created has not been updated. */
function eventsOf(record: JsonValue, { choice, view }: Parts): PollEvent[] {
	const changed = timeAt(record, CHANGED) ?? 0;
	const created = timeAt(record, 'CreatedDate') ?? 0;
	const event = (name: string): IDataObject => {
		const shown = view.toItem(only(record, view.fields));
		return { event: name, ...shown };
	};
	if (asObject(record).IsDeleted === true) {
		return choice.deleted ? [{ time: changed, item: event('deleted') }] : [];
	}
	const id = recordIdIn(record) ?? '';
	return [
		...(choice.created ? [{ key: `created ${id}`, time: created, item: event('created') }] : []),
		...(choice.updated && changed !== created ? [{ time: changed, item: event('updated') }] : []),
	];
}

/** A record without what was asked for only to tell when it happened. */
function only(record: JsonValue, fields: string[]): JsonValue {
	const names = new Set(fields.map((path) => path.split('.')[0]?.toLowerCase()));
	const entries = Object.entries(asObject(record)).filter(
		([name]) => name === 'attributes' || names.has(name.toLowerCase()),
	);
	return Object.fromEntries(entries);
}

/** A list that cannot even be asked for at the moment: the next poll begins as this one did. */
function unreadable({ begin, type }: Choice, failure: Failure): PollList {
	const none = { items: [], notes: [], failure };
	return {
		name: 'changed',
		begin,
		nothing: new Problem(
			`The object ${type} could not be read`,
			asText(failure.error.message) ?? '',
		),
		start: () => ({ seen: {} }),
		run: async (state) => await Promise.resolve({ ...none, state }),
		samples: async () => await Promise.resolve(none),
	};
}
