import type { LimitReading } from './timing';
import type { HeaderMap, JsonValue, Reason, VendorError, WireAnswer } from './types';

/** At most `limit` requests in any stretch of `ms`. No limit: known only once a header tells it. */
export interface QuotaWindow {
	/** "minute", "daily": joins the window to the headers that speak of it. */
	name: string;
	ms: number;
	limit?: number;
	/**
	 * Whether an over-limit answer says when the window is full again, which no other answer does: once
	 * nothing is left, one request finds it out.
	 */
	refusalTells?: boolean;
}

/** One limit of a vendor, as the vendor's documentation defines it. */
export interface Quota {
	id: string;
	/**
	 * Whether all credentials of an account share it, or each credential has its own; 'host': each
	 * host that the credential is used for.
	 */
	scope: 'account' | 'credential' | 'host';
	windows: QuotaWindow[];
}

/** Which headers tell what is left of a window. */
export type RateHeaders = PlainRateHeaders | StructuredRateHeaders | UsageHeader;

/** One number in each header. */
export interface PlainRateHeaders {
	window: string;
	limit?: string;
	remaining: string;
	/** Until the window is full again; 'auto' tells durations from points in time by their size. */
	reset?: { header: string; unit: 's' | 'ms' | 'auto' };
	/** The window's own length, where there is no reset: what is left is true for that long. */
	lengthMs?: string;
}

/** `RateLimit: "default";r=50;t=30` (IETF httpapi draft, 2025-09), or `limit=100, remaining=50, reset=30`. */
export interface StructuredRateHeaders {
	window: string;
	structured: string;
}

/** What is used of what may be: `api-usage=18/5000`. */
export interface UsageHeader {
	window: string;
	usage: string;
	/** The name before the "=". */
	name: string;
}

/**
 * How much of a limit may be used before requests stop by themselves, so that something is left for
 * others. Shares from 0 to 1 of the whole limit.
 */
export interface UsageCeiling {
	/** The window, whose use the answers tell. */
	window: string;
	/** By everybody together. */
	ofAll: number;
	/** By one execution. */
	ofExecution: number;
}

/** A line of the vendor's own that overrules the status table; the reason is the documentation. */
export interface StatusRule {
	status: number;
	when?: (error: VendorError, answer: WireAnswer) => boolean;
	action: 'retry' | 'hold' | 'refresh' | 'fail';
	reason: Reason;
	/** For 'retry': whether the vendor has surely not processed the request. */
	notProcessed?: boolean;
	advice?: string;
}

/** What a 2xx answer says went wrong all the same. */
export interface InnerFault {
	/** The status that says the same: the status table and the vendor's rules decide by it. */
	status: number;
	error: VendorError;
	/** The answer holds data that can be used nevertheless. */
	partial?: boolean;
}

/** Which quota an over-limit answer speaks of, and for how long. */
export interface LimitNotice {
	/** The quota's id; left out when the answer does not say, then all of the request's are held. */
	quota?: string;
	/** Until when, where no header says so. */
	ms?: number;
	/**
	 * The quota is used up for long, and nobody says for how long: requests fail at once, and only
	 * after `ms` one is sent to see whether it is open again.
	 */
	exhausted?: boolean;
}

/** What is true of a vendor. Data, and pure functions that read its answers. */
export interface VendorSpec {
	/** As users know it, and as the log and the gate name it: a product, a company. */
	name: string;
	/** In the middle of a sentence, where that is not the name: "the API". */
	label?: string;
	/** The header that holds the vendor's id of a request, lower case. */
	requestIdHeader?: string;
	rateHeaders: RateHeaders[];
	rules: StatusRule[];
	/** Reads an error answer. `data` is the parsed JSON body, or undefined when it is none. */
	readError(answer: WireAnswer, data: JsonValue | undefined): VendorError;
	/** Finds an error in an answer whose status is 2xx. */
	readFault?(answer: WireAnswer, data: JsonValue | undefined): InnerFault | undefined;
	/** What an answer's body tells of limits, beside its headers. */
	readUsage?(data: JsonValue | undefined): LimitReading[];
	/** Reads an over-limit answer. */
	readLimit?(answer: WireAnswer, data: JsonValue | undefined): LimitNotice;
}

/** Adds the secret to a request, and gets a new one where that is possible. */
export interface Authentication {
	headers(): Promise<HeaderMap>;
	/** Query parameters that carry a secret. */
	query?: Record<string, string>;
	/**
	 * Where the account of the token at hand is, for vendors that tell it with the token: it may move
	 * with a new one. Undefined for the connection's own.
	 */
	baseUrl?(): string | undefined;
	/** Called with the headers that were refused; left out for keys that cannot be renewed. */
	refresh?(sent: HeaderMap): Promise<Renewal>;
}

/**
 * What is in place of a secret that was refused: a new one, one that another request or execution
 * got some time ago, or none.
 */
export type Renewal = 'renewed' | 'other' | 'none';

/** One credential, ready to be used. */
export interface Connection {
	vendor: VendorSpec;
	baseUrl: string;
	/** Name of the account in the log; never a secret. */
	account: string;
	/** Keys under which quotas are kept. */
	quotaKeys: { account: string; credential: string };
	quotas: Quota[];
	ceiling?: UsageCeiling;
	authentication: Authentication;
	/** Values that no log, error or hint may show. */
	secrets: string[];
	/** Headers that every request of this vendor carries. */
	headers: HeaderMap;
}
