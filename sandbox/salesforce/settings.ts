import type { SalesforceObjectName } from './schema/sobjectNames';

export interface SalesforceBulkSettings {
	/** How often a job is looked at until it is done; at each look a part of its rows is worked on. */
	polls: number;
	/** How long a job takes instead, in milliseconds; then the looks do not matter. */
	durationMs?: number;
	/** An ingest job fails after so many rows, which stay saved; the others are unprocessed. */
	failAfterRows?: number;
	/** Objects the Bulk API refuses. */
	refusedObjects: readonly string[];
	/** Bytes of one upload. */
	maxBytes: number;
	/** Query jobs in a day. */
	dailyQueryJobs: number;
	/** Rows of one page of query results, unless the caller asks for fewer. */
	resultPage: number;
}

export interface SalesforceOAuthSettings {
	/** How long an access token lives, in milliseconds. It is told to nobody. */
	tokenLifeMs: number;
	/** A refresh gives a new refresh token and ends the old one. */
	rotateRefreshToken: boolean;
	/** Whether the app has a user whom client credentials act for. */
	clientCredentialsUser: boolean;
	/** Whether the user has approved the app for JWT bearer tokens. */
	jwtApproved: boolean;
	/** What JWT assertions are verified with, as PEM. */
	jwtPublicKey: string;
	/** The org moves to its second address when the first token is followed by another one. */
	movesOnRefresh: boolean;
}

export interface SalesforceSettings {
	/** Records there are at the start, by object. */
	records: Partial<Record<SalesforceObjectName, number>>;
	/** Users who can own records, the integration's own included. */
	users: number;
	/** Calls in 24 hours, and how many of them are used. */
	dailyLimit: number;
	dailyUsed: number;
	/** More items of Sforce-Limit-Info, such as `per-app-api-usage=17/250(appName=sandbox)`. */
	limitInfoMore?: string;
	/** So many calls may last long at once, and what long means. */
	longRequests: { limit: number; longMs: number };
	/** Rows fail whose record or parent an earlier call, still unanswered, is writing to. */
	lockContention: boolean;
	/** Part of the written rows, 0 to 1, that fail once with UNABLE_TO_LOCK_ROW. */
	lockShare: number;
	/** Objects whose duplicate rule blocks: same Email, or same Name of accounts. */
	duplicateRules: readonly SalesforceObjectName[];
	/** Whether leads have an active assignment rule, which gives them to the second user. */
	leadAssignmentRule: boolean;
	/** How far the server's clock is ahead of ours; negative where it is behind. */
	clockSkewMs: number;
	/** How long a cursor can be read. */
	cursorLifeMs: number;
	oauth: SalesforceOAuthSettings;
	bulk: SalesforceBulkSettings;
}

export interface SalesforceOptions
	extends Partial<Omit<SalesforceSettings, 'oauth' | 'bulk' | 'longRequests'>> {
	longRequests?: Partial<SalesforceSettings['longRequests']>;
	oauth?: Partial<SalesforceOAuthSettings>;
	bulk?: Partial<SalesforceBulkSettings>;
}
