import { rowFailure } from '../../shared/engine/batch';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { Client } from '../../shared/engine/client';
import type { ApiRequest, HeaderMap, JsonValue } from '../../shared/engine/types';
import type { RunContext } from '../../shared/node/operation';
import { retrieveRequest } from './readRecords';

/** Fields that are too many for the address of a query. */
export interface Wide {
	operation: string;
	type: string;
	fields: string[];
}

/** Of which queries the fields are read apart: all pages of a list share their headers. */
export type WideQueries = WeakMap<HeaderMap, Wide>;

/**
 * The same client; pages of queries that only ask for IDs are filled by one request each, which takes
 * any number of fields and as many records as a page has (REST guide, collections, 2026-08).
 */
export function withWideRows(
	{ client, facts }: Pick<RunContext, 'client' | 'facts'>,
	queries: WideQueries,
): Pick<Client, 'send'> {
	return {
		send: async (request: ApiRequest) => {
			const wide = request.headers && queries.get(request.headers);
			const answer = await client.send(request);
			if (!answer.ok || !wide) return answer;
			const page = asObject(answer.data);
			const records = asArray(page.records).map(asObject);
			const { operation, type, fields } = wide;
			const ids = records.map(({ Id }) => asText(Id) ?? '');
			if (ids.length === 0) return answer;
			const rows = ids.map((value) => ({ type, field: 'Id', value, fields }));
			const filled = await client.send(retrieveRequest(operation, rows, facts));
			if (!filled.ok) return filled;
			const whole = asArray(filled.data);
			if (whole.length !== ids.length) {
				const message = `there are ${whole.length} records in it instead of ${ids.length}`;
				return rowFailure('no-page', message, filled);
			}
			const merged = records.map(
				(record, place): JsonValue => ({ ...record, ...asObject(whole[place]) }),
			);
			return { ...answer, data: { ...page, records: merged } };
		},
	};
}
