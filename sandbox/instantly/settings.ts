export interface InstantlySettings {
	/** Whether the workspace has a paid plan: without one nearly everything answers 402. */
	paid: boolean;
	/** Requests of the whole workspace, and lists of emails among them. */
	perSecond: number;
	perMinute: number;
	emailListsPerMinute: number;
	/** How many more leads campaigns may take. */
	planLeads: number;
	/** Emails and domains that nothing is sent to, at the start. */
	blockList: readonly string[];
	/** What there is at the start. */
	campaigns: number;
	leadLists: number;
	leadLabels: number;
	accounts: number;
	emails: number;
	/** Leads in the first campaign. */
	leads: number;
	/** How often a background job is looked at until it is done. */
	jobPolls: number;
	/** Background jobs fail in the place of being done. */
	jobsFail: boolean;
	/** How often a verification is looked at until it has a result; with 0 it has one at once. */
	verificationPolls: number;
	/** Calls in a row that fail until a webhook is switched off. */
	webhookFailures: number;
}

export type InstantlyOptions = Partial<InstantlySettings>;

/** Limits of the whole workspace, and of GET /emails (rate limits guide, 2026-11). */
const PER_SECOND = 100;
const PER_MINUTE = 6000;
const EMAIL_LISTS_PER_MINUTE = 20;

/** Every setting, those that are not given at Instantly's own figure. */
export function instantlySettings(options: InstantlyOptions = {}): InstantlySettings {
	return {
		paid: true,
		perSecond: PER_SECOND,
		perMinute: PER_MINUTE,
		emailListsPerMinute: EMAIL_LISTS_PER_MINUTE,
		planLeads: 100_000,
		blockList: [],
		campaigns: 3,
		leadLists: 2,
		leadLabels: 2,
		accounts: 3,
		emails: 0,
		leads: 0,
		jobPolls: 2,
		jobsFail: false,
		verificationPolls: 0,
		webhookFailures: 3,
		...options,
	};
}
