import type { LookupFunction } from 'node:net';

import { codeOf, messageOf } from '../errorFacts';

type Verdict = { ok: true } | { ok: false; error: Error };

/**
 * The instance's rule about where requests may go. n8n's secure egress filter satisfies it.
 * `validateConnectionHost` is missing in older versions of n8n.
 */
export interface EgressFilter {
	validateUrl(url: string | URL): Promise<Verdict>;
	validateConnectionHost?(host: string): Verdict;
	createSecureLookup(): LookupFunction;
}

/** Marks an error as the filter's refusal; a code, because a class does not survive a reload. */
export const EGRESS_REFUSED = 'GTM_EGRESS_REFUSED';

/** The filter's error with a code that the fault reader knows. A failed DNS lookup stays one. */
export function egressError(error: unknown): Error {
	if (isDnsFailure(error)) return Object.assign(new Error(messageOf(error)), dnsFacts(error));
	return Object.assign(new Error(messageOf(error)), { code: EGRESS_REFUSED });
}

/** The filter's word on a URL: undefined when it may be called, else why not. Never throws. */
export async function egressRefusal(filter: EgressFilter, url: URL): Promise<Error | undefined> {
	try {
		const verdict = await filter.validateUrl(url);
		return verdict.ok ? undefined : egressError(verdict.error);
	} catch (error) {
		return egressError(error);
	}
}

/** The filter's lookup, whose refusals can be told from failures of DNS. */
export function secureLookup(filter: EgressFilter): LookupFunction {
	const lookup = filter.createSecureLookup();
	return (hostname, options, callback) => {
		lookup(hostname, options, (error, address, family) => {
			callback(error ? egressError(error) : null, address, family);
		});
	};
}

export function isDnsFailure(error: unknown): boolean {
	return /^(EAI_|ENOTFOUND$|ENODATA$|ESERVFAIL$|ETIMEOUT$|EREFUSED$)/.test(codeOf(error));
}

function dnsFacts(error: unknown): { code: string; syscall: string } {
	return { code: codeOf(error), syscall: 'getaddrinfo' };
}
