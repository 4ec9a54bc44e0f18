import type { INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readObject } from '../../json';

const flag = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: true,
	description,
});

const number = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description,
});

const emails = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. name@example.com, other@example.com',
	description,
});

/** Lists in the API, texts with commas here. */
const LISTS = new Set(['email_list', 'email_tag_list', 'cc_list', 'bcc_list']);

/** What a campaign is told beside its name, schedule and sequence (API v2, 2026-11). */
const SETTINGS: INodeProperties[] = [
	flag(
		'Allow Risky Contacts',
		'allow_risky_contacts',
		'Whether leads with risky emails are sent to',
	),
	emails('BCC', 'bcc_list', 'Addresses that get a blind copy of each email'),
	emails('CC', 'cc_list', 'Addresses that get a copy of each email'),
	number('Daily Limit', 'daily_limit', 'The most emails in a day'),
	number('Daily New Leads', 'daily_max_leads', 'The most new leads that are written to in a day'),
	flag(
		'Disable Bounce Protection',
		'disable_bounce_protect',
		'Whether sending goes on after bounces',
	),
	number('Email Gap (Minutes)', 'email_gap', 'The pause between two emails'),
	flag(
		'First Email as Text',
		'first_email_text_only',
		'Whether the first email is sent as plain text',
	),
	flag(
		'Insert Unsubscribe Header',
		'insert_unsubscribe_header',
		'Whether emails have a header to unsubscribe by',
	),
	flag('Is Evergreen', 'is_evergreen', 'Whether the campaign goes on when all leads are done'),
	flag('Link Tracking', 'link_tracking', 'Whether clicks on links are counted'),
	flag(
		'Match Lead ESP',
		'match_lead_esp',
		'Whether a lead is written to from a mailbox of the same provider',
	),
	flag('Open Tracking', 'open_tracking', 'Whether openings of emails are counted'),
	flag(
		'Prioritize New Leads',
		'prioritize_new_leads',
		'Whether new leads come before those who have been written to',
	),
	number('Random Wait (Minutes)', 'random_wait_max', 'The most that is added to the email gap'),
	emails('Sending Accounts', 'email_list', 'Mailboxes that send, with commas between them'),
	{
		displayName: 'Sending Tags',
		name: 'email_tag_list',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0199b1de-e397-70b8-8c61-be7f3d915a80',
		description: 'IDs of tags whose mailboxes send, with commas between them',
	},
	flag(
		'Stop for Company',
		'stop_for_company',
		'Whether a reply stops the emails to everybody of that company',
	),
	flag('Stop on Auto-Reply', 'stop_on_auto_reply', 'Whether an automatic reply stops the emails'),
	flag('Stop on Reply', 'stop_on_reply', 'Whether a reply stops the emails to the lead'),
	flag('Text Only', 'text_only', 'Whether all emails are sent as plain text'),
	number('Value of a Positive Lead', 'pl_value', 'What a lead that is interested counts for'),
];

export const settingFields: INodeProperties[] = [
	{
		displayName: 'Campaign Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add setting',
		default: {},
		options: SETTINGS,
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"auto_variant_select": {"trigger": "reply_rate"}}',
		description: 'Further fields of the campaign as JSON, by the names of the API',
	},
];

/** The settings of an item as the API takes them. */
export function readSettings(
	read: ParameterReader,
): { [name: string]: JsonValue | undefined } | Problem {
	const body: { [name: string]: JsonValue | undefined } = {};
	for (const [name, given] of Object.entries(read.collection('settings'))) {
		if (LISTS.has(name)) {
			const words = Array.isArray(given) ? given.map(String) : String(given ?? '').split(',');
			body[name] = words.map((word) => word.trim()).filter(Boolean);
		} else if (typeof given === 'boolean' || typeof given === 'number') {
			body[name] = given;
		} else {
			const label = SETTINGS.find((each) => each.name === name)?.displayName ?? name;
			return new Problem(
				`${label} is "${String(given)}", which is neither a number nor true or false`,
				`Correct ${label} in Campaign Settings.`,
			);
		}
	}
	const more = readObject(
		read,
		'additionalFields',
		'Additional Fields',
		'{"auto_variant_select": {"trigger": "reply_rate"}}',
	);
	return more instanceof Problem ? more : { ...body, ...more };
}
