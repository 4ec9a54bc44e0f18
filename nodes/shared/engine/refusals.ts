import type { Failure } from './outcome';
import type { ApiRequest, Reason } from './types';

/** Headers by which an item brings an identity of its own. */
const IDENTITY = /^(authorization|cookie|.*(api-?key|token|secret|auth).*)$/i;

/**
 * Remembers refusals that every other request to the same address would get as well, so that a dead
 * token is not sent a thousand times. A request with an identity of its own stands for itself.
 */
export class Refusals {
	private readonly byAddress = new Map<string, Failure>();

	/** `forAll`: the reasons that do not depend on the single request. */
	constructor(private readonly forAll: ReadonlySet<Reason>) {}

	note(request: ApiRequest, failure: Failure): void {
		if (!this.forAll.has(failure.reason) || hasOwnIdentity(request)) return;
		const { baseUrl = '' } = request;
		if (this.byAddress.has(baseUrl)) return;
		this.byAddress.set(baseUrl, { ...failure, processed: 'no', attempts: [] });
	}

	/** What this request would get; undefined where nobody knows. */
	of(request: ApiRequest): Failure | undefined {
		return hasOwnIdentity(request) ? undefined : this.byAddress.get(request.baseUrl ?? '');
	}
}

function hasOwnIdentity({ headers = {} }: ApiRequest): boolean {
	return Object.keys(headers).some((name) => IDENTITY.test(name));
}
