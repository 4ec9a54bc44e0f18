import { recordsOf } from '../../shared/engine/body';
import type { Client, Failure } from '../../shared/engine/client';
import { idOf } from '../../shared/engine/pages/keyset';
import type { JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import type { Problem } from '../../shared/node/parameters';
import { orderedList, type PollEvent } from '../../shared/node/polling/orderedList';
import type { OpenPoll, PollList } from '../../shared/node/polling/trigger';
import { RECORD_ID } from '../resources/records/rows';
import { LONGEST_BODY } from '../resources/records/searchQuery';
import type { View } from '../resources/records/view';
import type { Choice } from './choice';
import { newestPage, pagesFrom, timeOf, type TimeSearch } from './pages';
import { readByIds, type Wanted } from './records';

/** Of the body of a search, what is left for its filters. */
const ROOM = 400;
/** Of so many records the newest events are shown in the editor. */
export const SAMPLED = 50;

/** What the lists of one poll share. */
export interface Scene {
	open: OpenPoll;
	choice: Choice;
	view: View;
}

/** Records in the order of one of their times. */
export interface TimedList {
	name: string;
	/** The property that the list is sorted by. */
	time: string;
	/** Properties whose former values are read. */
	histories: string[];
	keyOf(row: JsonValue): string | undefined;
	/** `row`: the record as the search gave it. */
	eventsOf(record: JsonValue, row: JsonValue): PollEvent[];
	/** What the editor says where there is nothing to show. */
	nothing: Problem;
}

/** Such a list: its search, and the records themselves where the search cannot give them. */
export function timedList(
	{ open: { client, facts, inFlight, stopped }, choice, view }: Scene,
	{ name, time, histories, keyOf, eventsOf, nothing }: TimedList,
): PollList {
	const { kind, type, begin, most, lookBackMs } = choice;
	const isLong = JSON.stringify(view.properties).length > LONGEST_BODY - ROOM;
	const isApart = histories.length > 0 || isLong;
	const operation = `${kind.value}.${name}`;
	const search: TimeSearch = {
		operation,
		path: `${facts.objects}/${type}/search`,
		time,
		properties: isApart ? [RECORD_ID] : view.properties,
	};
	const wanted: Wanted = { operation, type, properties: view.properties, histories, inFlight };
	const list = {
		name,
		begin,
		most,
		lookBackMs,
		tellsPast: histories.length > 0,
		keyOf,
		timeOf: (row: JsonValue) => timeOf(row, time),
		pages: (from: number | undefined) => pagesFrom(search, from),
		newest: newestPage(search, SAMPLED),
		read: (data: JsonValue | undefined) => ({ rows: recordsOf(data, 'results') }),
		eventsOf: async (rows: JsonValue[]) => {
			const records = isApart ? await readApart(client, facts, wanted, rows) : rows;
			if (!Array.isArray(records)) return records;
			return rows.map((row, place) => {
				const record = records[place];
				return record === undefined ? [] : eventsOf(record, row);
			});
		},
		nothing,
	};
	return orderedList(client, list, stopped);
}

/** The records of these rows, in their order; undefined for those that are gone. */
async function readApart(
	client: Pick<Client, 'send'>,
	facts: Facts,
	wanted: Wanted,
	rows: JsonValue[],
): Promise<Array<JsonValue | undefined> | Failure> {
	const ids = rows.map((row) => idOf(row) ?? '');
	const found = await readByIds(client, facts, wanted, ids);
	return found instanceof Map ? ids.map((id) => found.get(id)) : found;
}
