import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../shared/engine/explain';
import { quotaPairs } from '../shared/engine/log/quotaPairs';
import type { LoggedRow } from '../shared/engine/log/row';

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
