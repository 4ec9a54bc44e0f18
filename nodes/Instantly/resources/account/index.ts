import { actOperation } from '../../entity/act';
import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import type { Resource } from '../../../shared/node/fields';
import { ACCOUNT_STATUS, choicesOf } from '../../statuses';
import { accountEntity } from './account';
import { getWarmupAnalytics } from './getWarmupAnalytics';
import { disableWarmup, enableWarmup } from './warmup';

/** Who runs a mailbox (API v2, 2026-11). */
const PROVIDERS = [
	[8, 'AirMail'],
	[11, 'AirMail Instant'],
	[4, 'AWS'],
	[1, 'Custom IMAP/SMTP'],
	[2, 'Google'],
	[3, 'Microsoft'],
] as const;

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: {
		disableWarmup,
		enableWarmup,
		get: getOperation(accountEntity),
		getAll: getAllOperation(accountEntity, [
			{
				displayName: 'Email Contains',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com',
				description: 'Only mailboxes with this in their addresses',
			},
			{
				displayName: 'Include Tags',
				name: 'include_tags',
				type: 'boolean',
				default: true,
				description: 'Whether to return the tags of the mailboxes, too',
			},
			{
				displayName: 'Provider',
				name: 'provider_code',
				type: 'options',
				default: 2,
				description: 'Only mailboxes of this provider',
				options: choicesOf(PROVIDERS),
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 1,
				description: 'Only mailboxes that have this status',
				options: choicesOf(ACCOUNT_STATUS),
			},
			{
				displayName: 'Tag IDs',
				name: 'tag_ids',
				type: 'string',
				default: '',
				placeholder: 'e.g. 0199b1de-e397-70b8-8c61-be7f3d915a80',
				description: 'Only mailboxes with one of these tags, with commas between their IDs',
			},
		]),
		getWarmupAnalytics,
		pause: actOperation(accountEntity, 'pause', {
			name: 'Pause',
			action: 'Pause an account',
			description: 'Let mailboxes send nothing until they are resumed',
			fields: [],
		}),
		resume: actOperation(accountEntity, 'resume', {
			name: 'Resume',
			action: 'Resume an account',
			description: 'Let mailboxes send again that were paused',
			fields: [],
		}),
	},
};
