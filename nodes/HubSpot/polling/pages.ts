import { asObject, asText } from '../../shared/engine/body';
import { idOf, keysetPages, type KeysetWindow } from '../../shared/engine/pages/keyset';
import { singlePage } from '../../shared/engine/pages/single';
import type { PageStyle } from '../../shared/engine/pages/style';
import { timeIn } from '../../shared/engine/polling/times';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { RECORD_ID } from '../resources/records/rows';
import { SEARCH_PAGE_SIZE, SEARCH_QUOTAS } from '../vendor';

/** A search for records in the order of a time. */
export interface TimeSearch {
	/** For the log. */
	operation: string;
	/** Of the search: "/crm/objects/2026-03/contacts/search". */
	path: string;
	/** The property that holds the time. */
	time: string;
	/** Empty for those that HubSpot gives by itself; the times and the ID come with every record. */
	properties: string[];
}

/** The time of a record (ms since 1970) in this property. */
export function timeOf(record: JsonValue, property: string): number | undefined {
	return timeIn(asObject(asObject(record).properties)[property]);
}

/**
 * The records from a time on (ms since 1970), in its order; of all for undefined. Each page is a search
 * of its own behind the last record: HubSpot's cursor is an offset, and a record that changes between
 * two pages leaves its place, so that another one would be skipped. It passes the 10,000 records of
 * one search, too.
 */
export function pagesFrom(search: TimeSearch, from: number | undefined): PageStyle {
	return keysetPages({
		at: 'paging.next.after',
		cap: SEARCH_PAGE_SIZE,
		keyOf: (record) => asText(timeOf(record, search.time) ?? null),
		tieOf: idOf,
		request: (window) => {
			const filters = windowFilters(search.time, window, from);
			const propertyName = window.at === undefined ? search.time : RECORD_ID;
			return searchRequest(search, {
				...(filters.length > 0 ? { filterGroups: [{ filters }] } : {}),
				sorts: [{ propertyName, direction: 'ASCENDING' }],
				limit: SEARCH_PAGE_SIZE,
			});
		},
	});
}

/** The newest records, the newest first. */
export function newestPage(search: TimeSearch, size: number): PageStyle {
	const sorts = [{ propertyName: search.time, direction: 'DESCENDING' }];
	return singlePage(searchRequest(search, { sorts, limit: size }));
}

type Filter = { [field: string]: JsonValue };

function windowFilters(time: string, window: KeysetWindow, from: number | undefined): Filter[] {
	const { at, tieAfter = '', after, from: first } = window;
	if (at !== undefined) {
		const behind = { propertyName: RECORD_ID, operator: 'GT', value: tieAfter };
		const moment = { propertyName: time, operator: 'EQ', value: at };
		return tieAfter === '' ? [moment] : [moment, behind];
	}
	if (after !== undefined) return [{ propertyName: time, operator: 'GT', value: after }];
	const least = first ?? (from === undefined ? undefined : String(from));
	return least === undefined ? [] : [{ propertyName: time, operator: 'GTE', value: least }];
}

function searchRequest(
	{ operation, path, properties }: TimeSearch,
	asked: { limit: number; [field: string]: JsonValue },
): ApiRequest {
	return {
		operation,
		method: 'POST',
		path,
		body: { ...asked, ...(properties.length > 0 ? { properties } : {}) },
		safeToRepeat: true,
		readOnly: true,
		quotas: SEARCH_QUOTAS,
		records: asked.limit,
	};
}
