import type { LogEnd, LogStart } from './row';

export type ColumnType = 'INTEGER' | 'TEXT';

/** One column for each field; the order is that of the table. */
export const START_COLUMNS: Record<keyof LogStart, ColumnType> = {
	startedAt: 'INTEGER',
	execution: 'TEXT',
	workflow: 'TEXT',
	node: 'TEXT',
	vendor: 'TEXT',
	account: 'TEXT',
	operation: 'TEXT',
	method: 'TEXT',
	host: 'TEXT',
	path: 'TEXT',
	traceId: 'TEXT',
	spanId: 'TEXT',
	attempt: 'INTEGER',
	waitedMs: 'INTEGER',
	waitReason: 'TEXT',
	records: 'INTEGER',
	requestBytes: 'INTEGER',
	keyFields: 'TEXT',
};

export const END_COLUMNS: Record<keyof LogEnd, ColumnType> = {
	status: 'INTEGER',
	outcome: 'TEXT',
	reason: 'TEXT',
	durationMs: 'INTEGER',
	responseBytes: 'INTEGER',
	requestId: 'TEXT',
	quotaLeft: 'TEXT',
	errorBody: 'TEXT',
};

/** The outcome of a row whose attempt has not ended; a kill leaves it so. */
export const OPEN = 'open';

/** "startedAt" -> "started_at" */
export function columnName(field: string): string {
	return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The fields' values in the order of the columns. A value of the wrong kind becomes 0 or an empty
 * text: a row with a hole says more than a row that could not be written.
 */
export function valuesOf<Row extends object>(
	row: Row,
	columns: Record<keyof Row & string, ColumnType>,
): Array<string | number> {
	return Object.entries(columns).map(([field, type]) => {
		const value: unknown = Reflect.get(row, field);
		if (type === 'TEXT') return value === undefined || value === null ? '' : String(value);
		return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;
	});
}
