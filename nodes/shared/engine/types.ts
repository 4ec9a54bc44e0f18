/**
 * The words that the parts of the engine share. Durations are milliseconds; points in time are
 * milliseconds since 1970 (`Clock.now`), unless a name says `monotonic`.
 */

export type JsonValue =
	| string
	| number
	| boolean
	| null
	| JsonValue[]
	| { [key: string]: JsonValue | undefined };

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/** Header names are lower case; a header that came twice is joined by ", ". */
export type HeaderMap = Record<string, string>;

export type QueryValue = string | number | boolean | Array<string | number | boolean> | undefined;

/**
 * Why something was decided. The same string stands in the log row, in the hint, in the error's
 * details and in the tests.
 */
export type Reason =
	| 'ok'
	// the provider's fault, or the network's: repeated
	| 'server-error'
	| 'timeout-status'
	| 'locked'
	| 'not-json'
	| 'network-not-sent'
	| 'network-unknown'
	| 'cut-body'
	| 'timeout'
	// a limit: held
	| 'rate-limited'
	| 'quota-hold'
	| 'quota-exhausted'
	| 'held-too-often'
	// ours to fix: not repeated
	| 'bad-request'
	| 'unauthorized'
	| 'payment-required'
	| 'forbidden'
	| 'missing-scope'
	| 'not-found'
	| 'conflict'
	| 'too-large'
	| 'invalid'
	| 'redirect-refused'
	| 'not-implemented'
	| 'certificate'
	| 'egress-refused'
	| 'domain-not-allowed'
	| 'foreign-origin'
	| 'no-cursor'
	| 'no-page'
	| 'incomplete'
	// the end of our patience
	| 'retries-used-up'
	| 'retry-budget-used-up'
	| 'deadline'
	| 'cancelled'
	// rows
	| 'row-rejected'
	| 'row-unprocessed'
	| 'row-unanswered'
	| 'unknown-outcome'
	| 'not-sent'
	| 'bad-input'
	| 'credit-ceiling'
	| 'quota-ceiling';

/** One request as an operation describes it; the client adds authentication and tracing. */
export interface ApiRequest {
	/** "contact.createOrUpdate": stands in the log. */
	operation: string;
	method: HttpMethod;
	/** Where it goes, in the place of the connection's base URL: an address that the user gave. */
	baseUrl?: string;
	/** Relative to the base URL, or absolute. */
	path: string;
	/** `path` begins at the base URL's host, and not behind its path. */
	fromOrigin?: boolean;
	/** The path without its values, for the log. Left out when `path` holds no values. */
	pathTemplate?: string;
	query?: Record<string, QueryValue>;
	headers?: HeaderMap;
	body?: JsonValue;
	/** A body that is not JSON, in the place of `body`. */
	content?: Content;
	/** What a good answer is; JSON unless told. */
	answerAs?: AnswerKind;
	/** The largest body that is read; 64 MB unless told. */
	maxAnswerBytes?: number;
	/** Whether a second arrival of the same request does no harm: reads, and upserts by a unique key. */
	safeToRepeat: boolean;
	/**
	 * The header in which the vendor takes an idempotency key. The client makes one key for a request
	 * and sends it in each attempt: the request is safe to repeat.
	 */
	idempotencyHeader?: string;
	/** A key that the same request keeps over several runs; one of its own is made where left out. */
	idempotencyKey?: string;
	/** Whether it goes on with what has begun at the vendor: a ceiling does not stop it half-way. */
	begun?: boolean;
	/** Whether it changes nothing, so that a failure leaves nothing unknown. */
	readOnly?: boolean;
	/**
	 * What to do when `path` is an address of another origin than the base URL, as a next link may
	 * be: refuse it (unless told), or send it without credential, headers and body.
	 */
	foreignOrigin?: 'refuse' | 'bare';
	/**
	 * Whether it goes without the credential, to whatever host: its address is proof enough, as a
	 * presigned one is.
	 */
	anonymous?: boolean;
	/** The ids of the vendor's quotas that this request counts on. */
	quotas: string[];
	/** How many items the request carries; for the log. */
	records?: number;
	/** The most that it may cost in the vendor's own coin, such as credits. */
	cost?: number;
	/** Ids worth finding the row by, for the log. Never a secret. */
	keyFields?: Record<string, string>;
}

/** A body with its content type. */
export interface Content {
	type: string;
	data: string | Uint8Array;
}

/**
 * 'auto' takes JSON as JSON and plain text, CSV or XML as text; a page of HTML is no answer of an
 * API. 'bytes' takes everything as it is.
 */
export type AnswerKind = 'json' | 'text' | 'bytes' | 'auto';

/** What goes over the socket. `url` is absolute and holds the query. */
export interface WireRequest {
	method: HttpMethod;
	url: string;
	headers: HeaderMap;
	/** Names of headers that carry a secret: never sent to another origin. */
	secretHeaders: string[];
	body?: string | Uint8Array;
	/** Whether the bytes of a good answer are wanted, in the place of its text. */
	bytes?: boolean;
	/** The largest body that is read, as received and unpacked; 64 MB unless told. */
	maxAnswerBytes?: number;
	/** The whole attempt, from queueing in the pool to the last byte. */
	timeoutMs: number;
	/** Called when an answer leads to another address, before that is asked. */
	onRedirect?(redirect: Redirect): HeaderMap;
}

/** An answer that leads elsewhere. What `onRedirect` returns goes into the next send's headers. */
export interface Redirect {
	status: number;
	/** Bytes of its body. */
	bytes: number;
	durationMs: number;
	/** Where it leads. */
	url: string;
}

export interface WireAnswer {
	kind: 'answer';
	status: number;
	headers: HeaderMap;
	text: string;
	/** The unpacked body, where it was asked for. */
	body?: Buffer;
	/** Bytes of the body as received. */
	bytes: number;
	durationMs: number;
}

/** Why there is no whole answer. */
export type WireFault =
	| 'dns'
	| 'refused'
	| 'reset'
	| 'cut-body'
	| 'timeout'
	| 'certificate'
	| 'proxy'
	| 'egress-refused'
	| 'domain-not-allowed'
	| 'redirect-refused'
	| 'too-large'
	| 'cancelled'
	| 'other';

export interface WireFailure {
	kind: 'failure';
	fault: WireFault;
	/**
	 * Whether the vendor may have seen the request: decided by what is known of the socket, never
	 * by the error's text. 'answered' when a status line came before the body broke.
	 */
	sent: 'no' | 'unknown' | 'answered';
	/** The status, where one was read before the body broke. */
	status?: number;
	message: string;
	durationMs: number;
}

export type WireOutcome = WireAnswer | WireFailure;

/** Sends one request once. Never retries, never waits, never throws. */
export interface Transport {
	send(request: WireRequest, signal?: AbortSignal): Promise<WireOutcome>;
}

/** What a vendor says in an error answer, read into one shape. */
export interface VendorError {
	message: string;
	code?: string;
	/** The vendor's id for this request, that its support asks for. */
	requestId?: string;
	/** The record that stands in the way of a new one. */
	existingId?: string;
	/** The fields that were refused. */
	fields?: string[];
	/** The permissions that are missing. */
	scopes?: string[];
	/** What the user can change, where the vendor's answer lets us say more than the status does. */
	advice?: string;
}
