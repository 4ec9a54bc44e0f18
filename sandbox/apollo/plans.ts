export type ApolloPlan = 'free' | 'basic' | 'professional' | 'organization';

export type EndpointClass = 'general' | 'enrichment' | 'bulkEnrichment' | 'search';

/** Requests in each window; null is unlimited. */
export interface WindowLimits {
	minute: number | null;
	hour: number | null;
	day: number | null;
}

const FREE: WindowLimits = { minute: 50, hour: 200, day: 600 };
const PAID: WindowLimits = { minute: 200, hour: 400, day: 2000 };
const PAID_ENRICHMENT: WindowLimits = { minute: 1000, hour: null, day: null };
const PAID_SEARCH: WindowLimits = { minute: 200, hour: 6000, day: 50000 };

/** docs.apollo.io/reference/rate-limits, as read on 13 August 2026. */
export const PLAN_LIMITS: Record<ApolloPlan, Record<EndpointClass, WindowLimits>> = {
	free: {
		general: FREE,
		enrichment: FREE,
		bulkEnrichment: { minute: 20, hour: 100, day: 600 },
		search: FREE,
	},
	basic: {
		general: PAID,
		enrichment: PAID_ENRICHMENT,
		bulkEnrichment: PAID_ENRICHMENT,
		search: PAID_SEARCH,
	},
	professional: {
		general: PAID,
		enrichment: PAID_ENRICHMENT,
		bulkEnrichment: PAID_ENRICHMENT,
		search: PAID_SEARCH,
	},
	organization: {
		general: { minute: 200, hour: 600, day: 6000 },
		enrichment: PAID_ENRICHMENT,
		bulkEnrichment: PAID_ENRICHMENT,
		search: PAID_SEARCH,
	},
};
