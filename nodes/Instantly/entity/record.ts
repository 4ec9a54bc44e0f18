import type { ApiRequest } from '../../shared/engine/types';
import type { Labels, Operation } from '../../shared/node/operation';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { requestOperation } from '../../shared/node/requestOperation';
import { readView, viewFields, type Shape } from '../view';

/**
 * An operation that sends one request for each item, and gives the record that is answered. `resend`:
 * whether the user lets creates be repeated.
 */
export function recordOperation(
	{ fields, ...labels }: Labels,
	shape: Shape,
	requestOf: (read: ParameterReader, resend: boolean) => ApiRequest | Problem,
): Operation {
	return requestOperation(
		{ ...labels, fields: [...fields, ...viewFields(shape)] },
		(read, _, resend) => {
			const request = requestOf(read, resend);
			if (request instanceof Problem) return request;
			const view = readView(read, shape);
			return { request, read: ({ data }) => ({ items: [view(data ?? null)] }) };
		},
	);
}
