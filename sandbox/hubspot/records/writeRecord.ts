import type { RowEffect } from '../../arrivals';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn, storeIn } from '../call';
import { objectNotFound } from '../refusals';
import { bodyOf } from '../requestBody';
import { createRecord } from './createRecord';
import type { CrmRecord } from './crmRecord';
import { rowKey } from './crmRecord';
import type { ObjectStore } from './objectStore';
import { checkedProperties } from './propertyCheck';
import { recordById } from './readRecords';
import { createdView, writtenView } from './recordView';
import { refuseForeignStage } from './stageCheck';

export function effectOf(
	{ type }: ObjectStore,
	record: CrmRecord,
	effect: RowEffect['effect'],
): RowEffect {
	const key = type.name === 'contacts' ? rowKey(type, record.properties) : record.key;
	return { effect, id: record.id, key };
}

function one(answer: VendorAnswer, effect: RowEffect): VendorAnswer {
	return { ...answer, applied: true, rows: 1, effects: [effect] };
}

export function createOne(call: Call): VendorAnswer {
	const { account, request } = call;
	const store = storeIn(call);
	const body = bodyOf(request);
	const properties = checkedProperties(body.properties, store, account);
	const record = createRecord(account, store, properties, body.associations);
	return one(jsonAnswer(201, createdView(store, record)), effectOf(store, record, 'created'));
}

/** Whether anything changed; used alone and in batches. */
export function updateRecord(
	store: ObjectStore,
	record: CrmRecord,
	properties: Record<string, string>,
): boolean {
	refuseForeignStage(store.type, { ...record.properties, ...properties });
	return store.update(record, properties);
}

/** A merged-away id is good enough here, though not in a batch (using object APIs, 2026-03). */
export function updateOne(call: Call): VendorAnswer {
	const { account, request } = call;
	const store = storeIn(call);
	const record = recordById(store, paramIn(call), request.query.get('idProperty'));
	const properties = checkedProperties(bodyOf(request).properties, store, account);
	const changed = updateRecord(store, record, properties);
	return one(
		jsonAnswer(200, writtenView(store, record, Object.keys(properties))),
		effectOf(store, record, changed ? 'updated' : 'unchanged'),
	);
}

/** Archiving twice is no error, nor is archiving what was merged away; what never was is one. */
export function archiveOne(call: Call): VendorAnswer {
	const store = storeIn(call);
	const id = paramIn(call);
	const record = store.get(id);
	if (record === undefined && store.followed(id) === undefined) throw objectNotFound();
	const empty = { status: 204, body: '' };
	if (record === undefined) return { ...empty, applied: true, rows: 1, effects: [] };
	if (record.archivedAt !== undefined) return one(empty, effectOf(store, record, 'unchanged'));
	archiveRecord(call, store, record);
	return one(empty, effectOf(store, record, 'archived'));
}

export function archiveRecord(
	{ account }: Pick<Call, 'account'>,
	store: ObjectStore,
	record: CrmRecord,
): void {
	account.associations.forget({ typeId: store.type.id, id: record.id });
	store.archive(record);
}
