import type { Quota, QuotaWindow } from '../shared/engine/vendor';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** docs.apollo.io, people and organization search, 2026-08: 100 per page, 500 pages. */
export const PAGE_SIZE = 100;
export const DISPLAY_CAP = 50_000;
/** docs.apollo.io, organization job postings, 2026-08: 10,000 in one page, and in all. */
export const JOB_POSTINGS_CAP = 10_000;
/** docs.apollo.io, bulk people and organization enrichment, 2026-08. */
export const ENRICH_SIZE = 10;
/** docs.apollo.io, bulk create contacts and accounts, 2026-08. */
export const CREATE_SIZE = 100;
/** docs.apollo.io, bulk update contacts, 2026-08: what is larger is done in the background. */
export const UPDATE_SIZE = 100;
export const BACKGROUND_SIZE = 1_000;
/** IDs in the query of one request: Apollo names no limit, and an address of 8,000 characters is safe. */
export const IDS_IN_QUERY = 100;
/** docs.apollo.io, people and organization search, 2026-08. */
export const MOST_DOMAINS = 1_000;

type Tier = 'general' | 'search' | 'enrich' | 'bulkEnrich';
type Limits = readonly [minute: number, hour?: number, day?: number];

/**
 * Requests per minute, hour and day, for each endpoint by itself (docs.apollo.io, rate limits,
 * 2026-08). Older plans differ: the headers of each answer win over these numbers.
 */
const LIMITS: Record<string, Record<Tier, Limits>> = {
	free: {
		general: [50, 200, 600],
		search: [50, 200, 600],
		enrich: [50, 200, 600],
		bulkEnrich: [20, 100, 600],
	},
	paid: {
		general: [200, 400, 2_000],
		search: [200, 6_000, 50_000],
		enrich: [1_000],
		bulkEnrich: [1_000],
	},
	organization: {
		general: [200, 600, 6_000],
		search: [200, 6_000, 50_000],
		enrich: [1_000],
		bulkEnrich: [1_000],
	},
};

/** Endpoints by the names under which Apollo gives access to them and counts them (2026-08). */
const TIERS = {
	'account_stages/index': 'general',
	'accounts/bulk_create': 'general',
	'accounts/bulk_update': 'general',
	'accounts/search': 'general',
	'accounts/show': 'general',
	'accounts/update': 'general',
	'contact_stages/index': 'general',
	'contacts/bulk_create': 'general',
	'contacts/bulk_update': 'general',
	'contacts/create': 'general',
	'contacts/search': 'general',
	'contacts/show': 'general',
	'contacts/update': 'general',
	'contacts/update_stages': 'general',
	'email_accounts/index': 'general',
	'emailer_campaigns/add_contact_ids': 'general',
	'emailer_campaigns/remove_or_stop_contact_ids': 'general',
	'emailer_campaigns/search': 'general',
	'fields/index': 'general',
	'labels/index': 'general',
	'mixed_companies/search': 'search',
	'mixed_people/api_search': 'search',
	'opportunities/create': 'general',
	'opportunities/search': 'general',
	'opportunities/show': 'general',
	'opportunities/update': 'general',
	'opportunity_stages/index': 'general',
	'organizations/bulk_enrich': 'bulkEnrich',
	'organizations/job_postings': 'enrich',
	'organizations/show': 'enrich',
	'people/bulk_match': 'bulkEnrich',
	'usage_stats/api_usage_stats': 'general',
	'usage_stats/credit_usage_stats': 'general',
	'users/search': 'general',
	'webhook_result/show': 'general',
} as const satisfies Record<string, Tier>;

export type Endpoint = keyof typeof TIERS;

function windows([minute, hour, day]: Limits): QuotaWindow[] {
	const all = [
		{ name: 'minute', ms: MINUTE, limit: minute },
		// Only a 429 says when a window opens again, in its Retry-After.
		{ name: 'hour', ms: HOUR, limit: hour, refusalTells: true },
		{ name: 'day', ms: DAY, limit: day, refusalTells: true },
	];
	return all.map(({ limit, ...window }) => ({
		...window,
		...(limit === undefined ? {} : { limit }),
	}));
}

/** The quotas of a plan: Apollo counts by team and by endpoint, in three windows at once. */
export function apolloQuotas(plan: unknown): Quota[] {
	const limits = LIMITS[String(plan)] ?? LIMITS.paid;
	return Object.entries(TIERS).map(([id, tier]) => ({
		id,
		scope: 'account',
		windows: limits ? windows(limits[tier]) : [],
	}));
}

/** What a 429 says of its window where no header does: "600 times per hour". */
export function windowIn(message: string): number | undefined {
	const words: Array<[RegExp, number]> = [
		[/per minute/i, MINUTE],
		[/per hour/i, HOUR],
		[/per day/i, DAY],
	];
	return words.find(([pattern]) => pattern.test(message))?.[1];
}
