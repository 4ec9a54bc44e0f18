/** What is known of an attempt before it is sent. Times are milliseconds since 1970. */
export interface LogStart {
	startedAt: number;
	/** n8n's execution id, workflow id and node name; empty where n8n gives none. */
	execution: string;
	workflow: string;
	node: string;
	vendor: string;
	account: string;
	operation: string;
	method: string;
	host: string;
	/** Path with placeholders in the place of values, which may be emails. */
	path: string;
	/** W3C trace context ids (hex), as sent in the traceparent header. */
	traceId: string;
	spanId: string;
	/** 1 for the first send. 0 for a row that records a hold and no send. */
	attempt: number;
	/** Time spent waiting before this attempt, and why. */
	waitedMs: number;
	waitReason: string;
	/** Items that the request carries. */
	records: number;
	requestBytes: number;
	/** JSON object of chosen ids. */
	keyFields: string;
}

/** What is known when the attempt has ended. */
export interface LogEnd {
	/** HTTP status, or 0 where there was none. */
	status: number;
	/** done | retry | hold | refresh | fail | unknown | cancelled */
	outcome: string;
	reason: string;
	durationMs: number;
	responseBytes: number;
	requestId: string;
	/** What the vendor says is left, as "window=number" pairs. */
	quotaLeft: string;
	/** The first 2 KB of an error answer, redacted. */
	errorBody: string;
}

/** A row as it is read back. */
export interface LoggedRow extends LogStart, LogEnd {
	id: number;
}

/**
 * Where rows go. Never throws: a row that cannot be written is counted in `lost`.
 * `begin` returns the row's id, or 0 when it was lost.
 */
export interface LogSink {
	begin(row: LogStart): number;
	end(id: number, row: LogEnd): void;
	/** Rows that could not be written since the process started, and the last reason. */
	readonly lost: number;
	readonly lastError: string;
	/** Where the rows are, for messages to the user. */
	readonly location: string;
}
