import type { IDataObject } from 'n8n-workflow';
import { readJsonObject, type JsonObject } from '../../../shared/node/jsonObject';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { JsonValue } from '../../../shared/engine/types';

/** The bounds of a query (OpenAPI, 2026-08). */
const MOST = { columns: 20, filters: 10, sorts: 3 };
const WITHOUT_VALUE = new Set(['is_empty', 'is_not_empty']);
const WITH_LIST = new Set(['in', 'not_in']);

/** The query of an item, or what is wrong with it. */
export function readQuery(read: ParameterReader): JsonObject | Problem {
	if (read.text('queryBy') === 'json') {
		const query = readJsonObject(read, 'queryJson', 'Query', '{"tables": [{"id": "t_0abc"}]}');
		if (query instanceof Problem || query.tables !== undefined) return query;
		return new Problem(
			'Query names no tables',
			'Add them, such as {"tables": [{"id": "t_0abc"}]}.',
		);
	}
	const id = read.text('tableId');
	if (id === '')
		return new Problem('Table ID is empty', 'Fill it with an ID such as t_0abcDEF123.');
	const columns = read.names('columns');
	const filters = readFilters(read);
	if (filters instanceof Problem) return filters;
	const sorts = read.list('sort', 'by').map(readSort);
	const many =
		tooMany('Columns', columns, MOST.columns) ??
		tooMany('Filters', filters, MOST.filters) ??
		tooMany('Sort By', sorts, MOST.sorts);
	if (many) return many;
	const combine = read.text('combine') === 'or' ? 'or' : 'and';
	return {
		tables: [{ id }],
		...(columns.length > 0 ? { select: columns.map((field) => ({ field })) } : {}),
		...(filters.length > 0 ? { filter: { [combine]: filters } } : {}),
		...(sorts.length > 0 ? { order_by: sorts } : {}),
	};
}

function tooMany(label: string, { length }: unknown[], most: number): Problem | undefined {
	if (length <= most) return undefined;
	return new Problem(
		`${label} has ${length} entries, but Clay takes ${most} in a query`,
		`Remove some of ${label}.`,
	);
}

function readSort({ field, direction }: IDataObject): JsonValue {
	return { field: String(field ?? '').trim(), direction: direction === 'desc' ? 'desc' : 'asc' };
}

function readFilters(read: ParameterReader): JsonValue[] | Problem {
	const filters: JsonValue[] = [];
	for (const entry of read.list('filters', 'filter')) {
		const field = String(entry.field ?? '').trim();
		const op = String(entry.op ?? '=');
		if (field === '') return new Problem('A filter has no column', 'Fill Column, or remove it.');
		if (WITHOUT_VALUE.has(op)) {
			filters.push({ field, op });
			continue;
		}
		const value = readValue(entry, field, op);
		if (value instanceof Problem) return value;
		filters.push({ field, op, value });
	}
	return filters;
}

function readValue(entry: IDataObject, field: string, op: string): JsonValue | Problem {
	const given = entry.value;
	const texts = Array.isArray(given) ? given.map(String) : String(given ?? '').split(/[\n;]/);
	const words = WITH_LIST.has(op) ? texts.map((word) => word.trim()) : [String(given ?? '')];
	const values = words.map((word) => (entry.isNumber === true ? Number(word) : word));
	if (values.some((value) => Number.isNaN(value))) {
		return new Problem(
			`The value of the filter on ${field} is "${String(given)}", which is no number`,
			'Change it to a number, or switch off Value Is a Number.',
		);
	}
	return WITH_LIST.has(op) ? values : (values[0] ?? '');
}
