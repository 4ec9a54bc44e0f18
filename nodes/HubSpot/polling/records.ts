import { sendBatches } from '../../shared/engine/batch';
import { asArray, asObject } from '../../shared/engine/body';
import type { Client, Failure } from '../../shared/engine/client';
import { idOf } from '../../shared/engine/pages/keyset';
import type { JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { isCausedByRow } from '../objectType';
import { isMissing, readRequest } from '../resources/records/readRecords';
import { RECORD_ID } from '../resources/records/rows';
import { BATCH_SIZE } from '../vendor';

/**
 * A batch/read with histories takes 50 inputs: 'The maximum number of inputs supported in a batch
 * request for property histories is 50' (its own refusal; PipedreamHQ/pipedream#8462, and seen by
 * others until 2026-09). The documentation does not tell.
 */
const HISTORY_BATCH_SIZE = 50;

/** What is read of records beside what a search gives. */
export interface Wanted {
	/** For the log. */
	operation: string;
	/** In paths. */
	type: string;
	/** Empty for those that HubSpot gives by itself. */
	properties: string[];
	/** Whose former values are read as well. */
	histories: string[];
	/** Requests under way at once. */
	inFlight: number;
}

/** These records by their IDs, without those that are gone; or why they could not be read. */
export async function readByIds(
	client: Pick<Client, 'send'>,
	facts: Facts,
	{ operation, type, properties, histories, inFlight }: Wanted,
	ids: string[],
): Promise<Map<string, JsonValue> | Failure> {
	const found = new Map<string, JsonValue>();
	const failures: Failure[] = [];
	await sendBatches(client, ids, {
		size: histories.length > 0 ? HISTORY_BATCH_SIZE : BATCH_SIZE,
		inFlight,
		request: (batch) => {
			const rows = batch.map((value) => ({ type, property: RECORD_ID, value, properties }));
			const request = readRequest(operation, rows, facts);
			if (histories.length === 0) return request;
			return { ...request, body: { ...asObject(request.body), propertiesWithHistory: histories } };
		},
		readRows: ({ data }, batch) => {
			for (const record of asArray(asObject(data).results)) found.set(idOf(record) ?? '', record);
			return batch.map(() => ({ ok: true, data: {} }));
		},
		causedByRow: isCausedByRow,
		settle: (_, result) => {
			if (!result.ok && !isMissing(result.failure)) failures.push(result.failure);
		},
		stopped: () => failures.length > 0,
	});
	return failures[0] ?? found;
}
