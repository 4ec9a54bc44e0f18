import type { INodeProperties } from 'n8n-workflow';
import type { Outcome } from '../../shared/engine/client';
import type { JsonValue } from '../../shared/engine/types';
import type { Operation, RunContext } from '../../shared/node/operation';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { requestOperation } from '../../shared/node/requestOperation';
import { mayBeDone } from '../lost';
import { a, recordRequest, type Entity } from './entity';

interface More {
	fields: INodeProperties[];
	/** What the request carries. */
	body: (read: ParameterReader) => JsonValue | undefined | Problem;
}

const NOTHING_MORE: More = { fields: [], body: () => undefined };

export function deleteOperation(entity: Entity, { fields, body }: More = NOTHING_MORE): Operation {
	const { one, many, key, idField, readId } = entity;
	const operation = requestOperation(
		{
			name: 'Delete',
			action: `Delete ${a(one)}`,
			description: `Delete ${many}, one request for each`,
			fields: [idField, ...fields],
		},
		(read) => {
			const id = readId(read);
			if (id instanceof Problem) return id;
			const carried = body(read);
			if (carried instanceof Problem) return carried;
			return {
				request: recordRequest(entity, 'delete', id, {
					method: 'DELETE',
					safeToRepeat: true,
					...(carried === undefined ? {} : { body: carried }),
				}),
				read: () => ({ items: [{ [key]: id, result: 'deleted' }] }),
			};
		},
	);
	return {
		...operation,
		run: async (context) =>
			await operation.run({ ...context, client: goneIsDeleted(context.client) }),
	};
}

/** What an earlier attempt has deleted, whose answer was lost, is not found by the next one. */
function goneIsDeleted(client: RunContext['client']): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request): Promise<Outcome> => {
			const answer = await client.send(request);
			if (answer.ok || answer.reason !== 'not-found') return answer;
			const { attempts, status, logId } = answer;
			return mayBeDone(attempts.slice(0, -1))
				? { ok: true, url: '', status, headers: {}, data: undefined, logId }
				: answer;
		},
	};
}
