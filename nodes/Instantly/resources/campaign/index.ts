import { actOperation } from '../../entity/act';
import { deleteOperation } from '../../entity/delete';
import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import { choicesOf, CAMPAIGN_STATUS } from '../../statuses';
import type { Resource } from '../../../shared/node/fields';
import { campaignEntity } from './campaign';
import { create } from './create';
import { duplicate } from './duplicate';
import { getAnalytics } from './getAnalytics';
import { update } from './update';

export const campaign: Resource = {
	name: 'Campaign',
	value: 'campaign',
	operations: {
		activate: actOperation(campaignEntity, 'activate', {
			name: 'Activate',
			action: 'Activate a campaign',
			description: 'Start a campaign, or let it go on: from now on it sends emails',
			fields: [],
		}),
		create,
		delete: deleteOperation(campaignEntity),
		duplicate,
		get: getOperation(campaignEntity),
		getAnalytics,
		getAll: getAllOperation(campaignEntity, [
			{
				displayName: 'Exclude Status',
				name: 'exclude_status',
				type: 'options',
				default: 0,
				description: 'Only campaigns that do not have this status',
				options: choicesOf(CAMPAIGN_STATUS),
			},
			{
				displayName: 'Name Contains',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Trade fair',
				description: 'Only campaigns with this in their names',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 1,
				description: 'Only campaigns that have this status',
				options: choicesOf(CAMPAIGN_STATUS),
			},
			{
				displayName: 'Tag IDs',
				name: 'tag_ids',
				type: 'string',
				default: '',
				placeholder: 'e.g. 0199b1de-e397-70b8-8c61-be7f3d915a80',
				description: 'Only campaigns with one of these tags, with commas between their IDs',
			},
		]),
		pause: actOperation(campaignEntity, 'pause', {
			name: 'Pause',
			action: 'Pause a campaign',
			description: 'Stop the emails of a campaign until it is activated again',
			fields: [],
		}),
		update,
	},
};
