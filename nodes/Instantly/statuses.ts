import type { INodePropertyOptions } from 'n8n-workflow';

/** What numbers stand for. The same number means something else in each of these (API v2, 2026-11). */
export type Meanings = ReadonlyArray<readonly [number: number, name: string]>;

export const CAMPAIGN_STATUS: Meanings = [
	[-1, 'Accounts Unhealthy'],
	[-99, 'Account Suspended'],
	[1, 'Active'],
	[-2, 'Bounce Protect'],
	[3, 'Completed'],
	[0, 'Draft'],
	[2, 'Paused'],
	[4, 'Running Subsequences'],
];

export const LEAD_STATUS: Meanings = [
	[1, 'Active'],
	[-1, 'Bounced'],
	[3, 'Completed'],
	[2, 'Paused'],
	[-3, 'Skipped'],
	[-2, 'Unsubscribed'],
];

export const INTEREST_STATUS: Meanings = [
	[1, 'Interested'],
	[-3, 'Lost'],
	[2, 'Meeting Booked'],
	[3, 'Meeting Completed'],
	[-4, 'No Show'],
	[-1, 'Not Interested'],
	[0, 'Out of Office'],
	[4, 'Won'],
	[-2, 'Wrong Person'],
];

export const ACCOUNT_STATUS: Meanings = [
	[1, 'Active'],
	[-1, 'Connection Error'],
	[3, 'Maintenance'],
	[2, 'Paused'],
	[-3, 'Sending Error'],
	[-2, 'Soft Bounce Error'],
];

export const WARMUP_STATUS: Meanings = [
	[1, 'Active'],
	[-1, 'Banned'],
	[0, 'Paused'],
	[-3, 'Permanent Suspension'],
	[-2, 'Spam Folder Unknown'],
];

/** The name of a number; undefined for one of the workspace's own. */
export function nameOf(meanings: Meanings, number: unknown): string | undefined {
	return meanings.find(([each]) => each === number)?.[1];
}

/** The same as choices of the editor. */
export function choicesOf(meanings: Meanings): INodePropertyOptions[] {
	return meanings
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
