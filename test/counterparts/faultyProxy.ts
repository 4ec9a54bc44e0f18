import { startCounterpart, type Counterpart } from './counterpart';

/**
 * - status503: 503, the target is not asked
 * - resetBefore: the connection is reset, the target is not asked
 * - resetAfter: the target did what was asked, and the connection is reset
 * - cutBody: the target did what was asked, and half of the answer's body comes
 */
export type FaultKind = 'status503' | 'resetBefore' | 'resetAfter' | 'cutBody';

export interface ProxyOptions {
	/** The same seed hits the same requests, told apart by method, path and how often asked before. */
	seed: number;
	/** Share of the requests that meet a fault, from 0 to 1; 0.02 unless told. */
	faultShare?: number;
	/** All four unless told. */
	kinds?: FaultKind[];
	/**
	 * After so many requests those of the next `blockMs` are answered 429 with Retry-After, and then it
	 * counts anew: a client meets it however slow the machine is.
	 */
	limit?: { requests: number; blockMs: number };
}

export interface ProxyCounts {
	requests: number;
	/** Requests that the target was asked. */
	forwarded: number;
	limited: number;
	faults: Partial<Record<FaultKind, number>>;
}

export interface FaultyProxy extends Counterpart {
	/** What `GET /.proxy/counts` answers; that request is never counted, limited or spoiled. */
	counts(): Promise<ProxyCounts>;
}

const ALL: FaultKind[] = ['status503', 'resetBefore', 'resetAfter', 'cutBody'];

/**
 * A reverse proxy in front of a counterpart. The target's address in headers (Link, Location)
 * becomes the proxy's; bodies pass as they are.
 */
export async function faultyProxy(target: string, options: ProxyOptions): Promise<FaultyProxy> {
	const { seed, faultShare = 0.02, kinds = ALL, limit } = options;
	const faults = { seed, share: faultShare, kinds };
	const proxy = await startCounterpart('faultyProxy.mjs', { target, faults, limit });
	const counts = async () =>
		(await (await fetch(`${proxy.url}/.proxy/counts`)).json()) as ProxyCounts;
	return { ...proxy, counts };
}
