import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { toItem } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { campaignField, readIdIfAny } from '../../locators';
import { choicesOf, CAMPAIGN_STATUS } from '../../statuses';
import { readTime, timeField } from '../../time';
import { instantlyRequest } from '../../vendor';

/** A way to count: its address, and what it calls the campaign (API v2, 2026-11). */
interface Analytics {
	path: string;
	campaign: 'id' | 'campaign_id';
}

const KINDS: Record<string, Analytics> = {
	campaigns: { path: '/campaigns/analytics', campaign: 'id' },
	daily: { path: '/campaigns/analytics/daily', campaign: 'campaign_id' },
	overview: { path: '/campaigns/analytics/overview', campaign: 'id' },
	steps: { path: '/campaigns/analytics/steps', campaign: 'campaign_id' },
};

const statusField: INodeProperties = {
	displayName: 'Campaign Status',
	name: 'campaignStatus',
	type: 'options',
	default: '',
	description: 'Only campaigns that have this status',
	options: [{ name: 'Any', value: '' }, ...choicesOf(CAMPAIGN_STATUS)],
};

const opportunitiesField: INodeProperties = {
	displayName: 'Count Opportunities',
	name: 'countOpportunities',
	type: 'boolean',
	default: false,
	description: 'Whether to count opportunities, meetings and deals won, too',
};

const fields: INodeProperties[] = [
	{
		displayName: 'Count',
		name: 'analytics',
		type: 'options',
		default: 'overview',
		options: [
			{
				name: 'By Campaign',
				value: 'campaigns',
				description: 'An item for each campaign, with its leads',
			},
			{ name: 'By Day', value: 'daily', description: 'An item for each day' },
			{
				name: 'By Step',
				value: 'steps',
				description: 'An item for each step and variant of the sequence',
			},
			{ name: 'In All', value: 'overview', description: 'One item for all together' },
		],
	},
	campaignField({ description: 'Leave empty for all campaigns', required: false }),
	timeField('Start Date', 'startDate', 'First day that counts. Leave empty for no beginning.'),
	timeField('End Date', 'endDate', 'Last day that counts. Leave empty for no end.'),
	...updateDisplayOptions({ show: { analytics: ['daily', 'overview'] } }, [statusField]),
	...updateDisplayOptions({ show: { analytics: ['steps'] } }, [opportunitiesField]),
];

export const getAnalytics = requestOperation(
	{
		name: 'Get Analytics',
		action: 'Get analytics of campaigns',
		description: 'Get how many emails were sent, opened, clicked and replied to',
		fields,
	},
	(read) => {
		const name = read.text('analytics');
		const kind = KINDS[name];
		if (!kind) {
			return new Problem(`Count is "${name}"`, `Choose one of ${Object.keys(KINDS).join(', ')}.`);
		}
		const campaign = readIdIfAny(read, 'campaign', 'Campaign');
		if (campaign instanceof Problem) return campaign;
		const range = readRange(read);
		if (range instanceof Problem) return range;
		const status = name === 'daily' || name === 'overview' ? read.text('campaignStatus') : '';
		const opportunities = name === 'steps' && read.flag('countOpportunities');
		return {
			request: instantlyRequest({
				operation: `campaign.analytics.${name}`,
				method: 'GET',
				path: kind.path,
				query: {
					[kind.campaign]: campaign,
					...range,
					...(status === '' ? {} : { campaign_status: status }),
					...(opportunities ? { include_opportunities_count: true } : {}),
				},
			}),
			read: ({ data }) => ({ items: rowsOf(data).map((row) => toItem(asObject(row))) }),
		};
	},
);

/** A list, or one object (API v2, 2026-11). */
function rowsOf(data: JsonValue | undefined): JsonValue[] {
	if (Array.isArray(data)) return data;
	return data === undefined ? [] : [data];
}

/** Days, or points in time. */
function readRange(read: ParameterReader): { start_date?: string; end_date?: string } | Problem {
	const start = readTime(read, 'startDate', 'Start Date');
	if (start instanceof Problem) return start;
	const end = readTime(read, 'endDate', 'End Date');
	if (end instanceof Problem) return end;
	if (start !== undefined && end !== undefined && Date.parse(start) > Date.parse(end)) {
		return new Problem(
			`Start Date ${start} is later than End Date ${end}`,
			'Let Start Date be the earlier one.',
		);
	}
	return {
		...(start === undefined ? {} : { start_date: start }),
		...(end === undefined ? {} : { end_date: end }),
	};
}
