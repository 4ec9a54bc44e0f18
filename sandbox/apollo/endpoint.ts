import type { VendorAnswer, VendorRequest } from '../http/exchange';
import type { Parameters } from './parameters';
import type { EndpointClass } from './plans';

/** One endpoint of the API. */
export interface Endpoint {
	method: string;
	/** Behind /api/v1, with `{id}` for the one variable part. */
	path: string;
	/** The name under which keys are given access to it and calls are counted. */
	scope: string;
	kind: EndpointClass;
	/** Not for free plans. */
	paidOnly?: boolean;
	/** `id` is the variable part of the path. */
	run(parameters: Parameters, id: string): VendorAnswer;
}

/** An answer that ends a call from wherever it is found to be wrong. */
export class Refused extends Error {
	constructor(readonly answer: VendorAnswer) {
		super('refused');
	}
}

export interface Match {
	endpoint: Endpoint;
	id: string;
}

const PREFIX = '/api/v1';

/** The endpoint that a request means; fixed paths win over variable ones. */
export function matchOf(
	endpoints: readonly Endpoint[],
	{ method, path }: Pick<VendorRequest, 'method' | 'path'>,
): Match | undefined {
	if (!path.startsWith(`${PREFIX}/`)) return undefined;
	const own = path.slice(PREFIX.length);
	let found: Match | undefined;
	for (const endpoint of endpoints) {
		if (endpoint.method !== method) continue;
		if (endpoint.path === own) return { endpoint, id: '' };
		const [before = '', after] = endpoint.path.split('{id}');
		if (after === undefined || !own.startsWith(before) || !own.endsWith(after)) continue;
		const id = own.slice(before.length, own.length - after.length);
		if (id !== '' && !id.includes('/')) found ??= { endpoint, id };
	}
	return found;
}
