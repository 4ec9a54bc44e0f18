import type { INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../../shared/engine/types';
import { idOf } from '../../../shared/engine/pages/keyset';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { filtersField, readFilters, type Filters } from '../../filters';
import { campaignField, leadListField } from '../../locators';
import { itemsOf, listPages } from '../../pages';
import { choicesOf } from '../../statuses';
import { readView, viewFields } from '../../view';
import { leadEntity } from './lead';
import { leadsRequest } from './listRequest';

/** What can be asked for by a word of the API (leads/list, 2026-11). */
const ACTIVITY: Array<[value: string, name: string]> = [
	['FILTER_VAL_ACTIVE', 'Active'],
	['FILTER_VAL_BOUNCED', 'Bounced'],
	['FILTER_LEAD_CLOSED', 'Closed'],
	['FILTER_VAL_COMPLETED', 'Completed'],
	['FILTER_VAL_COMPLETED_NO_REPLY', 'Completed Without Reply'],
	['FILTER_VAL_CONTACTED', 'Contacted'],
	['FILTER_LEAD_CUSTOM_LABEL_NEGATIVE', 'Custom Label, Negative'],
	['FILTER_LEAD_CUSTOM_LABEL_POSITIVE', 'Custom Label, Positive'],
	['FILTER_VAL_IN_SUBSEQUENCE', 'In Subsequence'],
	['FILTER_LEAD_INTERESTED', 'Interested'],
	['FILTER_VAL_INVALID', 'Invalid'],
	['FILTER_VAL_LINK_CLICKED', 'Link Clicked'],
	['FILTER_LEAD_LOST', 'Lost'],
	['FILTER_LEAD_MEETING_BOOKED', 'Meeting Booked'],
	['FILTER_LEAD_MEETING_COMPLETED', 'Meeting Completed'],
	['FILTER_VAL_NO_OPENS', 'No Opens'],
	['FILTER_LEAD_NO_SHOW', 'No Show'],
	['FILTER_VAL_NOT_CONTACTED', 'Not Contacted'],
	['FILTER_LEAD_NOT_INTERESTED', 'Not Interested'],
	['FILTER_VAL_OPENED_NO_REPLY', 'Opened Without Reply'],
	['FILTER_LEAD_OUT_OF_OFFICE', 'Out of Office'],
	['FILTER_VAL_REPLIED', 'Replied'],
	['FILTER_VAL_RISKY', 'Risky'],
	['FILTER_VAL_SKIPPED', 'Skipped'],
	['FILTER_VAL_UNSUBSCRIBED', 'Unsubscribed'],
	['FILTER_VAL_VALID', 'Valid'],
	['FILTER_LEAD_WRONG_PERSON', 'Wrong Person'],
];

const ENRICHMENT_STATUS = [
	[1, 'Enriched'],
	[-2, 'Error'],
	[-1, 'Not Available'],
	[11, 'Pending'],
] as const;

const FILTERS: INodeProperties[] = [
	{
		displayName: 'Activity',
		name: 'filter',
		type: 'options',
		default: 'FILTER_VAL_CONTACTED',
		description: 'What has happened with the lead',
		options: ACTIVITY.map(([value, name]) => ({ name, value })),
	},
	campaignField({ description: 'Only leads of this campaign', required: false }),
	{
		displayName: 'Distinct Contacts',
		name: 'distinct_contacts',
		type: 'boolean',
		default: true,
		description: 'Whether a person who is a lead in several places is returned once',
	},
	{
		displayName: 'Emails',
		name: 'contacts',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@example.com, other@example.com',
		description: 'Only leads with one of these addresses',
	},
	{
		displayName: 'Enrichment Status',
		name: 'enrichment_status',
		type: 'options',
		default: 1,
		options: choicesOf(ENRICHMENT_STATUS),
	},
	{
		displayName: 'In Campaign',
		name: 'in_campaign',
		type: 'boolean',
		default: true,
		description: 'Whether the lead is in a campaign',
	},
	{
		displayName: 'In Lead List',
		name: 'in_list',
		type: 'boolean',
		default: true,
		description: 'Whether the lead is in a lead list',
	},
	leadListField({ name: 'list_id', description: 'Only leads of this lead list', required: false }),
	{
		displayName: 'Lead IDs',
		name: 'ids',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0199b1de-af53-7c74-8e2d-7a3b9f5d1c46',
		description: 'Only leads with one of these IDs, with commas between them',
	},
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. Nathan',
		description: 'First name, last name or email that a lead has to have',
	},
];

export const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get many leads',
		description: 'Get leads, all pages',
		fields: [...listFields, filtersField(FILTERS), ...viewFields(leadEntity.shape)],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const filters = readFilters(read);
		if (filters instanceof Problem) return filters;
		const asked = bodyOf(filters);
		return {
			limit,
			style: listPages((paging) => leadsRequest('lead.getAll', { ...asked, ...paging }), limit),
			read: itemsOf,
			keyOf: idOf,
			toItem: readView(read, leadEntity.shape),
		};
	},
);

/** Several values are a list here, and not a text with commas. */
function bodyOf(filters: Filters): { [filter: string]: JsonValue } {
	const listed = ['contacts', 'ids'].flatMap((name) => {
		const value = filters[name];
		if (value === undefined) return [];
		const words = String(value).split(/[\s,;]+/);
		return [[name, words.filter(Boolean)] as const];
	});
	return { ...filters, ...Object.fromEntries(listed) };
}
