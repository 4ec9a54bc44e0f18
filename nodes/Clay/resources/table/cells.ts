import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';

/** A cell without a value that is still to come, or that has failed. */
const TOLD = new Set(['success', 'empty']);
/** Where a simplified row tells of such cells. */
const STATUS_FIELD = 'cellStatus';

/** The rows of a page under the names of their columns. Throws where it is no page. */
export function rowsIn(data: JsonValue | undefined): JsonValue[] {
	const { data: rows, fields } = asObject(data);
	if (!Array.isArray(rows)) throw new Error('there is no list of "data" in it');
	const known = asObject(fields);
	const nameOf = (key: string) => asText(asObject(known[key]).name) ?? key;
	return asArray(rows).map((row) =>
		Object.fromEntries(Object.entries(asObject(row)).map(([key, cell]) => [nameOf(key), cell])),
	);
}

/** The values of a row: null where there is none, and what keeps it from being there. */
export function simpleRow(row: JsonValue): { [name: string]: JsonValue | undefined } {
	const values: { [name: string]: JsonValue } = {};
	const statuses: { [name: string]: JsonValue } = {};
	for (const [name, held] of Object.entries(asObject(row))) {
		const { status, value, error } = asObject(held);
		values[name] = value ?? null;
		const told = asText(status) ?? '';
		if (!TOLD.has(told)) statuses[name] = asText(error) ?? told;
	}
	return Object.keys(statuses).length === 0 ? values : { ...values, [STATUS_FIELD]: statuses };
}
