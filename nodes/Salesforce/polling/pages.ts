import { asArray, asObject, asText, parseJson } from '../../shared/engine/body';
import { singlePage } from '../../shared/engine/pages/single';
import type { Cursor, PageStyle } from '../../shared/engine/pages/style';
import { timeIn } from '../../shared/engine/polling/times';
import type { JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { queryRequest } from '../soql/query';
import { PAGE_SIZE } from '../vendor';

/** When a record was last changed, by whomever: also by Salesforce itself, and by its deletion. */
export const CHANGED = 'SystemModstamp';

/** A query for records in the order of their last changes. */
export interface ChangeQuery {
	facts: Facts;
	type: string;
	fields: string[];
	/** Of the user: "(Industry = 'Retail')"; empty for none. */
	conditions: string;
	withDeleted: boolean;
	/**
	 * Only what was changed before this time (ms since 1970, a whole second): times are told in seconds,
	 * so that a second change within one that is not over would look like the first.
	 */
	until: number;
}

/** A point in time (ms since 1970) of a record; undefined where it has none. */
export function timeAt(record: JsonValue, field: string): number | undefined {
	return timeIn(asObject(record)[field]);
}

/**
 * The records from a time on (ms since 1970), in its order; of all for undefined. Each page is a query
 * of its own behind the last record, by its time and its ID: a record that changes between two pages
 * leaves its place, and no other one is skipped.
 */
export function pagesFrom(query: ChangeQuery, from: number | undefined): PageStyle {
	return {
		name: 'keyset',
		size: PAGE_SIZE,
		request: (cursor) => request(query, [...behind(cursor, from)], 'ASC', PAGE_SIZE),
		next: ({ data, rows }) => {
			const isWhole = asObject(data).done !== false;
			if (rows.length < PAGE_SIZE && isWhole) return { kind: 'end' };
			const last = asObject(rows.at(-1));
			const [time, id] = [asText(last[CHANGED]), asText(last.Id)];
			return time === undefined || id === undefined
				? { kind: 'lost', why: `the last record has no ${CHANGED}` }
				: { kind: 'more', cursor: JSON.stringify([time, id]) };
		},
	};
}

/** The records that were changed last, the newest first. */
export function newestPage(query: ChangeQuery, size: number): PageStyle {
	return singlePage(request(query, [], 'DESC', size));
}

function behind(cursor: Cursor | undefined, from: number | undefined): string[] {
	const [time, id] = asArray(parseJson(String(cursor ?? ''))).map((part) => asText(part) ?? '');
	if (time !== undefined && id !== undefined) {
		const at = literal(timeIn(time) ?? 0);
		return [`(${CHANGED} > ${at} OR (${CHANGED} = ${at} AND Id > '${id}'))`];
	}
	return from === undefined ? [] : [`${CHANGED} >= ${literal(from)}`];
}

function request(
	{ facts, type, fields, conditions, withDeleted, until }: ChangeQuery,
	place: string[],
	direction: 'ASC' | 'DESC',
	limit: number,
) {
	const clauses = [...place, `${CHANGED} < ${literal(until)}`, conditions].filter(Boolean);
	const order = `ORDER BY ${CHANGED} ${direction}, Id ${direction}`;
	const soql = `SELECT ${fields.join(', ')} FROM ${type} WHERE ${clauses.join(' AND ')} ${order} LIMIT ${limit}`;
	return queryRequest('record.changed', soql, facts, withDeleted);
}

function literal(time: number): string {
	return new Date(time).toISOString();
}
