import { asArray, asObject, asText, without } from '../../shared/engine/body';
import type { Client, Failure, Success } from '../../shared/engine/client';
import { walk } from '../../shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { queryPages, readPage } from './query';

type Sender = Pick<Client, 'send'>;

/** The same client, whose pages hold all records of their sub-queries: these have pages of their own. */
export function withWholeChildren(client: Sender): Sender {
	return {
		send: async (request) => {
			const answer = await client.send(request);
			return answer.ok ? await withChildren(client, request, answer) : answer;
		},
	};
}

/** The same client, whose answers to queries hold all records, where they come in several pages. */
export function withAllPages(client: Sender): Sender {
	return {
		send: async (request) => {
			const answer = await client.send(request);
			if (!answer.ok) return answer;
			const data = await whole(client, request, answer.data);
			return isFailure(data) ? data : { ...answer, data };
		},
	};
}

async function withChildren(
	client: Sender,
	request: ApiRequest,
	answer: Success,
): Promise<Success | Failure> {
	const { records, ...rest } = asObject(answer.data);
	if (!asArray(records).some(hasMore)) return answer;
	const filled: JsonValue[] = [];
	for (const record of asArray(records)) {
		const one: { [name: string]: JsonValue | undefined } = {};
		for (const [name, value] of Object.entries(asObject(record))) {
			const data = await whole(client, request, value);
			if (isFailure(data)) return data;
			one[name] = data;
		}
		filled.push(one);
	}
	return { ...answer, data: { ...rest, records: filled } };
}

function hasMore(record: JsonValue): boolean {
	return Object.values(asObject(record)).some((value) => nextIn(value) !== undefined);
}

/** The path of an envelope's next page. */
function nextIn(value: JsonValue | undefined): string | undefined {
	const { done, nextRecordsUrl } = asObject(value);
	return done === false ? asText(nextRecordsUrl) : undefined;
}

/** An envelope with the records of its further pages; any other value as it is. */
async function whole(
	client: Sender,
	request: ApiRequest,
	value: JsonValue | undefined,
): Promise<JsonValue | undefined | Failure> {
	const next = nextIn(value);
	if (next === undefined) return value;
	const { path, pathTemplate = path } = request;
	const first = { ...request, path: next, pathTemplate, query: {}, fromOrigin: true };
	const { rows, failure } = await walk(client, {
		style: queryPages(first),
		read: readPage,
		limit: Infinity,
	});
	if (failure) return failure;
	const envelope = without(asObject(value), 'nextRecordsUrl');
	return { ...envelope, done: true, records: [...asArray(envelope.records), ...rows] };
}

function isFailure(value: JsonValue | undefined | Failure): value is Failure {
	return typeof value === 'object' && value !== null && 'ok' in value && 'attempts' in value;
}
