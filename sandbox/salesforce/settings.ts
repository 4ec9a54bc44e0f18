import type { SalesforceObjectName } from './schema/sobjectNames';

export interface SalesforceBulkSettings {
	/** How often a job is looked at until it is done; at each look a part of its rows is worked on. */
	polls: number;
	/** How long a job takes instead, in milliseconds; then the looks do not matter. */
	durationMs?: number;
	/** Jobs stay InProgress for ever, their rows untouched. */
	neverEnds: boolean;
	/** An ingest job fails after so many rows, which stay saved; the others are unprocessed. */
	failAfterRows?: number;
	/** Objects the Bulk API refuses, besides those it takes in no org. */
	refusedObjects: readonly SalesforceObjectName[];
	/** Whether the user may delete for good. */
	hardDelete: boolean;
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
	/** What JWT assertions are verified with, as PEM. Without it none is believed. */
	jwtPublicKey?: string;
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
	/** Rows fail whose record or parent another call was writing to when theirs came. */
	lockContention: boolean;
	/** Part of the written rows, 0 to 1, that fail once with UNABLE_TO_LOCK_ROW. */
	lockShare: number;
	/** Objects whose duplicate rule blocks: same Email, or same Name of accounts. */
	duplicateRules: readonly SalesforceObjectName[];
	/** Whether leads have an active assignment rule, which gives them to the second user. */
	leadAssignmentRule: boolean;
	/** How far the server's clock is ahead of ours; negative where it is behind. */
	clockSkewMs: number;
	/** Records on a page of a query, unless the caller asks for fewer. */
	queryPage: number;
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

const HOUR_MS = 3_600_000;

/** Enterprise Edition without licences' additions; 25 calls of 20 s (app limits cheat sheet, Summer '26). */
const DAILY_LIMIT = 100_000;
const LONG_REQUESTS = { limit: 25, longMs: 20_000 };

/** The page of a query and two days of its cursor (REST API guide, Query; API cursor limits). */
const QUERY_PAGE = 2000;
const CURSOR_LIFE_MS = 48 * HOUR_MS;

/** The default session timeout of an org (Salesforce Help, session settings). */
const TOKEN_LIFE_MS = 2 * HOUR_MS;

const OAUTH: SalesforceOAuthSettings = {
	tokenLifeMs: TOKEN_LIFE_MS,
	rotateRefreshToken: false,
	clientCredentialsUser: true,
	jwtApproved: true,
	movesOnRefresh: false,
};

/** 150 MB of an upload once it is base64; query jobs of a day (Bulk API 2.0 limits, Summer '26). */
const BULK: SalesforceBulkSettings = {
	polls: 2,
	neverEnds: false,
	refusedObjects: [],
	hardDelete: true,
	maxBytes: 150_000_000,
	dailyQueryJobs: 10_000,
	resultPage: 50_000,
};

/** Every setting, those that are not given at Salesforce's own figure. */
export function salesforceSettings(options: SalesforceOptions = {}): SalesforceSettings {
	const { longRequests, oauth, bulk, ...given } = options;
	return {
		records: {},
		users: 4,
		dailyLimit: DAILY_LIMIT,
		dailyUsed: 0,
		lockContention: false,
		lockShare: 0,
		duplicateRules: [],
		leadAssignmentRule: false,
		clockSkewMs: 0,
		queryPage: QUERY_PAGE,
		cursorLifeMs: CURSOR_LIFE_MS,
		...given,
		longRequests: { ...LONG_REQUESTS, ...longRequests },
		oauth: { ...OAUTH, ...oauth },
		bulk: { ...BULK, ...bulk },
	};
}
