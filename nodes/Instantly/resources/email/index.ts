import type { INodeProperties } from 'n8n-workflow';
import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import { campaignField, leadListField } from '../../locators';
import { timeField } from '../../time';
import type { Resource } from '../../../shared/node/fields';
import { emailEntity } from './email';
import { forward } from './forward';
import { reply } from './reply';
import { countUnread, markThreadAsRead } from './threads';

const text = (displayName: string, name: string, placeholder: string, description: string) =>
	({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder,
		description,
	}) satisfies INodeProperties;

const flag = (displayName: string, name: string, description: string) =>
	({ displayName, name, type: 'boolean', default: true, description }) satisfies INodeProperties;

const FILTERS: INodeProperties[] = [
	text(
		'Accounts',
		'eaccount',
		'e.g. name@example.com, other@example.com',
		'Only emails of these mailboxes, with commas between them',
	),
	campaignField({
		name: 'campaign_id',
		description: 'Only emails of this campaign',
		required: false,
	}),
	timeField('Created After', 'min_timestamp_created', 'Only emails that came in after this time'),
	timeField('Created Before', 'max_timestamp_created', 'Only emails that came in before this time'),
	{
		displayName: 'Kind',
		name: 'email_type',
		type: 'options',
		default: 'received',
		options: [
			{ name: 'Manual', value: 'manual', description: 'Written in the Unibox' },
			{ name: 'Received', value: 'received' },
			{ name: 'Sent', value: 'sent' },
		],
	},
	flag('Latest of Thread', 'latest_of_thread', 'Whether to return the latest email of each thread'),
	text('Lead Email', 'lead', 'e.g. name@example.com', 'Only emails with this lead'),
	leadListField({
		name: 'list_id',
		description: 'Only emails with leads of this list',
		required: false,
	}),
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		default: 'emode_focused',
		description: 'Part of the Unibox',
		options: [
			{ name: 'All', value: 'emode_all' },
			{ name: 'Others', value: 'emode_others' },
			{ name: 'Primary', value: 'emode_focused' },
		],
	},
	flag('Preview Only', 'preview_only', 'Whether emails come without their whole bodies'),
	text(
		'Search',
		'search',
		'e.g. thread:0199b1df-16ca-73eb-8f94-e1a260c48db3',
		'Address of a lead, or "thread:" with the ID of a thread behind it',
	),
	{
		displayName: 'Sort Order',
		name: 'sort_order',
		type: 'options',
		default: 'asc',
		options: [
			{ name: 'Newest First', value: 'desc' },
			{ name: 'Oldest First', value: 'asc' },
		],
	},
	flag('Unread', 'is_unread', 'Whether the email is unread'),
];

export const email: Resource = {
	name: 'Email',
	value: 'email',
	operations: {
		countUnread,
		forward,
		get: getOperation(emailEntity),
		// 20 lists of emails in a minute, besides what all requests count on (API v2, 2026-11).
		getAll: getAllOperation(emailEntity, FILTERS, ['emails', 'requests']),
		markThreadAsRead,
		reply,
	},
};
