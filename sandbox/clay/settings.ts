export interface ClayWebhookSettings {
	/** Rows one webhook takes in its lifetime; further ones are answered 200 and make no row. */
	lifetime: number;
	/** Rows of the whole workspace. */
	ratePerSecond: number;
	burst: number;
	/** Of one body. */
	maxBytes: number;
}

export interface ClayEnrichmentSettings {
	/** How long a row is worked on before its HTTP API column calls; chosen by the seed. */
	minMs: number;
	maxMs: number;
	/** Calls of the HTTP API column under way at once. */
	callsAtOnce: number;
	/** Part of the rows, 0 to 1, whose column never calls. */
	neverShare: number;
	/** Part of the calls whose body is no JSON, as when a cell holds a quote. */
	malformedShare: number;
	/** Part of the rows that are run again, so that they call twice. */
	rerunShare: number;
}

export interface ClayApiSettings {
	/** Requests of the workspace in a window; Infinity for no limit. */
	requests: number;
	windowMs: number;
	/** X-RateLimit-* are sent "when available". */
	rateHeaders: boolean;
}

export interface ClayRoutineSettings {
	/** How often the results of a run are asked for until it is finished. */
	polls: number;
	/** Runs stay in_progress for ever, as one that was stopped does. */
	neverEnds: boolean;
	/** Items that can still be paid for; each item of a run costs one. */
	credits: number;
	/** Rows of a batch file. */
	batchRows: number;
}

export interface ClaySearchSettings {
	/** The most results of one request; smaller on some plans. */
	perRequest: number;
	/** Results in a period, over all searches. */
	perPeriod: number;
}

export interface ClaySettings {
	webhook: ClayWebhookSettings;
	enrichment: ClayEnrichmentSettings;
	api: ClayApiSettings;
	routines: ClayRoutineSettings;
	search: ClaySearchSettings;
	/** Tables can be queried on Enterprise alone. */
	enterprise: boolean;
}

export type ClayOptions = {
	[Part in keyof ClaySettings]?: ClaySettings[Part] extends object
		? Partial<ClaySettings[Part]>
		: ClaySettings[Part];
};

/**
 * 50,000 is Clay University's own figure (webhook guide, 2026-08); 10 a second, a burst of 20 and
 * 100 KB are those of its community's support bot.
 */
const WEBHOOK: ClayWebhookSettings = {
	lifetime: 50_000,
	ratePerSecond: 10,
	burst: 20,
	maxBytes: 102_400,
};

const ENRICHMENT: ClayEnrichmentSettings = {
	minMs: 5,
	maxMs: 50,
	callsAtOnce: 10,
	neverShare: 0,
	malformedShare: 0,
	rerunShare: 0,
};

/** Clay publishes that there is a limit for the workspace, and not which (rate limits, 2026-08). */
const API: ClayApiSettings = { requests: Infinity, windowMs: 60_000, rateHeaders: true };

/** 50,000 rows of a function's batch (routines, 2026-08). */
const ROUTINES: ClayRoutineSettings = {
	polls: 1,
	neverEnds: false,
	credits: Infinity,
	batchRows: 50_000,
};

/** The page of the OpenAPI document, and the year of a paid plan (searches, 2026-08). */
const SEARCH: ClaySearchSettings = { perRequest: 500, perPeriod: 1_000_000 };

/** Every setting, those that are not given at Clay's own figure. */
export function claySettings(options: ClayOptions = {}): ClaySettings {
	return {
		webhook: { ...WEBHOOK, ...options.webhook },
		enrichment: { ...ENRICHMENT, ...options.enrichment },
		api: { ...API, ...options.api },
		routines: { ...ROUTINES, ...options.routines },
		search: { ...SEARCH, ...options.search },
		enterprise: options.enterprise ?? true,
	};
}
