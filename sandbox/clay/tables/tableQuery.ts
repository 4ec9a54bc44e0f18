import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { invalid, notFound, Refused } from '../refusals';
import { bodyOf, listIn, textIn, wholeIn, withOnly } from '../requestBody';
import { filterOf } from './filter';
import type { Field, TableRow } from './tableRows';
import { FIELDS, TABLE_ID, tableRows } from './tableRows';

/** The bounds of a query (OpenAPI, 2026-08). */
const PAGE = 50;
const MAX_PAGE = 100;
const QUERY = ['tables', 'select', 'filter', 'order_by', 'group_by', 'join', 'field_mode'];

const NO_SYNC = 'API table sync is not enabled for this workspace';

/** POST /tables/query, of one table: joins, groups and aggregates are refused with words of its own. */
export function queryTables({ vendor, request }: Call): VendorAnswer {
	if (!vendor.settings.enterprise) throw new Refused(403, NO_SYNC);
	const body = bodyOf(request, ['query', 'cursor', 'limit']);
	const query = withOnly(body.query, QUERY, 'query');
	checkTables(query.tables);
	for (const name of ['group_by', 'join']) {
		if (query[name] !== undefined) throw new Refused(422, `The sandbox knows no ${name}`);
	}
	const byName = query.field_mode !== 'ids';
	const idOf = (name: string): string => fieldOf(name).id;
	const fields = selected(query.select);
	const limit = wholeIn(body.limit, 'limit', PAGE, MAX_PAGE);
	const fits = query.filter === undefined ? () => true : filterOf(query.filter, idOf);
	const rows = sorted(tableRows(vendor.people).filter(fits), query.order_by, idOf);

	const from = cursorIn(body.cursor, query.order_by);
	const key = ({ id, name }: Field): string => (byName ? name : id);
	const data = rows
		.slice(from, from + limit)
		.map((row) => Object.fromEntries(fields.map((field) => [key(field), row[field.id]])));
	const more = from + limit < rows.length && query.order_by === undefined;
	const answer = {
		data,
		fields: Object.fromEntries(fields.map((field) => [key(field), field])),
		...(more ? { cursor: `q_${from + limit}` } : {}),
	};
	return jsonAnswer(200, answer, { applied: true, rows: data.length });
}

function checkTables(value: unknown): void {
	for (const table of listIn(value, 'query.tables', 1, 5)) {
		const { id } = withOnly(table, ['id', 'alias'], 'query.tables');
		if (textIn(id, 'query.tables.id') !== TABLE_ID) throw notFound('Table not found');
	}
}

function fieldOf(name: string): Field {
	const field = FIELDS.find((each) => each.name === name || each.id === name);
	if (field === undefined) throw new Refused(422, `Unknown field "${name}"`);
	return field;
}

function selected(value: unknown): readonly Field[] {
	if (value === undefined) return FIELDS;
	return listIn(value, 'query.select', 1, 20).map((each) => {
		const { field, fn } = withOnly(
			each,
			['field', 'as', 'path', 'table', 'fn'],
			'query.select',
		) as JsonObject;
		if (fn !== undefined) throw new Refused(422, 'The sandbox knows no aggregates');
		return fieldOf(textIn(field, 'query.select.field'));
	});
}

function sorted(rows: TableRow[], value: unknown, idOf: (name: string) => string): TableRow[] {
	if (value === undefined) return rows;
	const keys = listIn(value, 'query.order_by', 1, 3).map((each) => {
		const { field, direction = 'asc' } = withOnly(each, ['field', 'direction'], 'query.order_by');
		return { id: idOf(textIn(field, 'query.order_by.field')), sign: direction === 'desc' ? -1 : 1 };
	});
	const compare = (a: TableRow, b: TableRow, id: string): number => {
		const [x, y] = [a[id]?.value, b[id]?.value];
		if (typeof x === 'number' && typeof y === 'number') return x - y;
		return String(x ?? '').localeCompare(String(y ?? ''));
	};
	return rows.toSorted((a, b) => {
		for (const { id, sign } of keys) {
			const order = compare(a, b, id);
			if (order !== 0) return order * sign;
		}
		return 0;
	});
}

/** A custom order has one page (OpenAPI, 2026-08). */
function cursorIn(cursor: unknown, orderBy: unknown): number {
	if (cursor === undefined) return 0;
	if (orderBy !== undefined) throw invalid('cursor cannot be used with order_by');
	const from = Number(/^q_(\d+)$/.exec(String(cursor))?.[1]);
	if (Number.isNaN(from)) throw invalid('cursor');
	return from;
}
