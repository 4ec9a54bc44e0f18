import type { FaultPlan, FaultRule, VendorName } from '../../sandbox';

/** What of each vendor's requests may arrive twice and says the same, beside everything that is a GET. */
const REPEATABLE: Record<VendorName, string> = {
	apollo: '/(api_)?search$|/bulk_match$|/bulk_enrich$',
	clay: '/search/',
	hubspot: '/search$|/batch/(read|upsert|update|archive)$',
	instantly: '/leads/list$',
	salesforce: '/composite/sobjects/\\w+/\\w+$|/jobs/ingest$',
};

/**
 * Faults for the workflows that are offered: at requests that may be repeated, and a limit. A create
 * whose answer is lost would be told as an unknown outcome, and end the workflow as it should.
 */
export function workflowFaults(vendor: VendorName, seed: number): FaultPlan {
	const faults = (rule: Omit<FaultRule, 'kind'>): FaultRule[] => [
		{ vendor, ...rule, kind: 'status-503', share: 0.1 },
		{ vendor, ...rule, kind: 'drop-after', share: 0.1 },
	];
	return {
		seed,
		rules: [
			{ vendor, kind: 'burst-429', at: [4], length: 2 },
			// Logging in is the browser's, which repeats nothing.
			...faults({ method: 'GET', path: '^(?!.*/oauth2?/)' }),
			...faults({ path: REPEATABLE[vendor] }),
		],
	};
}
