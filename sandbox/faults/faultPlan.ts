import type { VendorName } from '../arrivals';

export type FaultKind =
	| 'status-503'
	| 'status-500'
	| 'html-502'
	/** The socket is destroyed before the request is applied. */
	| 'drop-before'
	/** The request is applied, then the socket is destroyed with no byte of an answer. */
	| 'drop-after'
	/** The request is applied; the answer promises more bytes than are sent. */
	| 'cut-body'
	| 'slow'
	| 'burst-429'
	| 'expired-token'
	/** Salesforce alone: 400 UNABLE_TO_LOCK_ROW for the whole request. Others answer 503. */
	| 'locked-row';

export const FAULT_KINDS: readonly FaultKind[] = [
	'status-503',
	'status-500',
	'html-502',
	'drop-before',
	'drop-after',
	'cut-body',
	'slow',
	'burst-429',
	'expired-token',
	'locked-row',
];

export interface FaultRule {
	vendor?: VendorName;
	method?: string;
	/** A regular expression on the path, without the query. */
	path?: string;
	kind: FaultKind;
	/** Part of the matching arrivals, 0 to 1: one in each block of 1/share arrivals, place by seed. */
	share?: number;
	/** The nth matching arrivals, counted from 1. */
	at?: number[];
	/** For `slow`: how long the answer waits. Default 300. */
	ms?: number;
	/** Seconds, sent as `retry-after` on a 429 or 503. */
	retryAfter?: number;
	/** For `burst-429`: how many arrivals the burst takes, the first included. Default 3. */
	length?: number;
}

export interface FaultPlan {
	seed: number;
	rules: FaultRule[];
}

export type NamedFaultPlan = 'demo' | 'none';

/** The `retry-after` header a rule asks for, or none. */
export function retryAfterOf({ retryAfter }: FaultRule): Record<string, string> {
	return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
}
