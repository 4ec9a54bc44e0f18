import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { PORTAL_ID } from './portal';
import type { RateLimits } from './rateLimits';

export function accountDetails(): VendorAnswer {
	return jsonAnswer(
		200,
		{
			portalId: PORTAL_ID,
			accountType: 'DEVELOPER_TEST',
			timeZone: 'UTC',
			companyCurrency: 'USD',
			additionalCurrencies: [],
			utcOffset: '+00:00',
			utcOffsetMilliseconds: 0,
			uiDomain: 'app.hubspot.com',
			dataHostingLocation: 'na1',
		},
		{ applied: true },
	);
}

export function dailyUsage(limits: RateLimits): VendorAnswer {
	const { limit, used, resetsAt } = limits.daily();
	return jsonAnswer(
		200,
		{
			results: [
				{
					name: 'private-apps-api-calls-daily',
					usageLimit: limit,
					currentUsage: used,
					collectedAt: new Date().toISOString(),
					fetchStatus: 'SUCCESS',
					resetsAt: new Date(resetsAt).toISOString(),
				},
			],
		},
		{ applied: true },
	);
}
