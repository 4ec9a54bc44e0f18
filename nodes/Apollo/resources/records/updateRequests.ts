import type { RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import type { RecordKind } from '../../records/kinds';
import { apolloRequest } from '../../vendor';
import type { UpdateRow } from './update';

/** Many records, each with values of its own (bulk update contacts and accounts, 2026-08). */
export function bulkUpdate(
	{ value, path }: RecordKind,
	rows: UpdateRow[],
	inBackground: boolean,
): ApiRequest {
	const attributes = rows.map(({ id, bulk }) => ({ id, ...bulk }));
	return apolloRequest(value === 'account' ? 'accounts/bulk_update' : 'contacts/bulk_update', {
		operation: `${value}.update`,
		method: 'POST',
		path: `${path}/bulk_update`,
		body: { [`${value}_attributes`]: attributes, ...(inBackground ? { async: true } : {}) },
		safeToRepeat: true,
		records: rows.length,
	});
}

/** Many contacts to one stage (update contact stage, 2026-08). */
export function stageUpdate(rows: UpdateRow[]): ApiRequest {
	return apolloRequest('contacts/update_stages', {
		operation: 'contact.update',
		method: 'POST',
		path: '/contacts/update_stages',
		query: {
			'contact_ids[]': rows.map(({ id }) => id),
			contact_stage_id: String(rows[0]?.rest.contact_stage_id ?? ''),
		},
		safeToRepeat: true,
		records: rows.length,
	});
}

/** One record, by its ID. */
export function patch({ value, path, endpoints }: RecordKind, [row]: UpdateRow[]): ApiRequest {
	const { id = '', rest = {} } = row ?? {};
	return apolloRequest(endpoints.update, {
		operation: `${value}.update`,
		method: 'PATCH',
		path: `${path}/${id}`,
		pathTemplate: `${path}/{id}`,
		body: rest,
		safeToRepeat: true,
		records: 1,
		keyFields: { id },
	});
}

/**
 * The records of an answer, by their IDs. What Apollo does in the background it answers with a job,
 * and it has no endpoint that tells how the job goes on (bulk update contacts, 2026-08).
 */
export function readUpdated(
	{ list }: RecordKind,
	{ data }: Success,
	rows: UpdateRow[],
): Array<RowResult | undefined> {
	const { entity_progress_job: job, [list]: records } = asObject(data);
	if (job !== undefined && records === undefined) return rows.map(({ id }) => pending(job, id));
	const byId = new Map(asArray(records).map((record) => [asText(asObject(record).id), record]));
	return rows.map(({ id }) => {
		const record = byId.get(id);
		return record === undefined ? undefined : { ok: true, data: asObject(record) };
	});
}

function pending(job: JsonValue, id: string): RowResult | undefined {
	const { id: jobId, status, entity_ids: ids } = asObject(job);
	if (Array.isArray(ids) && !ids.includes(id)) return undefined;
	return {
		ok: true,
		data: { result: 'pending', id, jobId: jobId ?? null, jobStatus: status ?? null },
	};
}
