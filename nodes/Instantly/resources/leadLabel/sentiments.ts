import type { INodePropertyOptions } from 'n8n-workflow';

/** What a label says of the interest of a lead (API v2, 2026-11). */
export const SENTIMENTS: INodePropertyOptions[] = [
	{ name: 'Negative', value: 'negative' },
	{ name: 'Neutral', value: 'neutral' },
	{ name: 'Positive', value: 'positive' },
];
