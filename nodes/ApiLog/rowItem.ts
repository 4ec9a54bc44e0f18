import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../shared/engine/explain';
import { END_COLUMNS, START_COLUMNS } from '../shared/engine/log/columns';
import { quotaPairs } from '../shared/engine/log/quotaPairs';
import type { LoggedRow } from '../shared/engine/log/row';

const APART = ['startedAt', 'keyFields', 'quotaLeft'];

/** The fields of an item, in their order; also where there is no row to take them from. */
export const ROW_FIELDS = [
	'logRow',
	'startedAt',
	...Object.keys({ ...START_COLUMNS, ...END_COLUMNS }).filter((field) => !APART.includes(field)),
	'keyFields',
	'quotaLeft',
];

/** A row as an item: the number by which error items name it, and times and pairs to be read. */
export function rowItem({ id, startedAt, keyFields, quotaLeft, ...row }: LoggedRow): IDataObject {
	return {
		logRow: id,
		startedAt: isoTime(startedAt) ?? null,
		...row,
		keyFields: objectIn(keyFields),
		quotaLeft: quotaPairs(quotaLeft),
	};
}

function objectIn(json: string): IDataObject | string {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null ? { ...value } : json;
	} catch {
		// Redaction may have taken a quote with it.
		return json;
	}
}
