import type { JsonObject } from '../../json';

/** What Instantly keeps: plain objects under their API names, each with an `id`. */
export interface InstantlyRecord extends JsonObject {
	id: string;
	timestamp_created: string;
}

export const RECORD_NAMES = [
	'leads',
	'campaigns',
	'leadLists',
	'leadLabels',
	'blockListEntries',
	'accounts',
	'emails',
	'webhooks',
] as const;

export type RecordName = (typeof RECORD_NAMES)[number];

/** Told apart by the second group of their IDs, as versioned UUIDs may be. */
const KINDS: Record<RecordName, string> = {
	leads: '1ead',
	campaigns: 'ca3b',
	leadLists: '115f',
	leadLabels: '1abe',
	blockListEntries: 'b10c',
	accounts: 'acc0',
	emails: 'e3a1',
	webhooks: '3eb0',
};

/** What the IDs of a kind begin with. */
export function prefixOf(name: RecordName): string {
	return `0199b1de-${KINDS[name]}-`;
}

/** IDs grow with time, as Instantly's do (leads/list, 2026-11). */
export function idOf(name: RecordName, number: number): string {
	return `${prefixOf(name)}7000-8000-${number.toString(16).padStart(12, '0')}`;
}
