import { seededRandom, seedFrom } from '../seededRandom';
import type { FaultPlan } from './faultPlan';

/**
 * A bad day at all vendors. The shares are spread evenly (see FaultSchedule), so 600 arrivals
 * surely bring 24 answers of 503, 6 + 6 dropped connections, 3 cut bodies and both bursts that
 * their vendor lives to see, and one batch write whose answer is lost: the seed moves the places,
 * not the amounts.
 */
export function demoPlan(seed: number): FaultPlan {
	const random = seededRandom(seedFrom(seed, 'demo bursts'));
	return {
		seed,
		rules: [
			{
				vendor: 'apollo',
				kind: 'burst-429',
				at: [random.between(20, 45)],
				retryAfter: 2,
				length: 3,
			},
			{
				// Search has its own limiter; a ten-second burst never shows there (hubspot rate limits).
				vendor: 'hubspot',
				path: '^(?!.*/search$)',
				kind: 'burst-429',
				at: [random.between(5, 14)],
				length: 2,
			},
			{
				// The hardest case, a batch written and its answer lost, must not be left to luck.
				vendor: 'hubspot',
				path: '/batch/(create|update|upsert)$',
				kind: 'drop-after',
				at: [random.between(10, 30)],
			},
			{ kind: 'status-503', share: 0.04 },
			{ kind: 'drop-before', share: 0.01 },
			{ kind: 'drop-after', share: 0.01 },
			{ kind: 'cut-body', share: 0.005 },
			{ kind: 'slow', share: 0.005, ms: 300 },
			{
				// Salesforce has no 429; its burst is a 403 that only its message tells from a used-up day.
				vendor: 'salesforce',
				path: '/services/data/',
				kind: 'burst-429',
				at: [random.between(5, 14)],
				length: 2,
			},
			{
				vendor: 'salesforce',
				path: '/(sobjects|composite)/',
				kind: 'locked-row',
				at: [random.between(3, 12)],
			},
			{
				vendor: 'salesforce',
				path: '/composite/sobjects',
				kind: 'drop-after',
				at: [random.between(10, 30)],
			},
		],
	};
}
