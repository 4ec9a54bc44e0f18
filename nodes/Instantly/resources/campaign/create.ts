import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { instantlyRequest } from '../../vendor';
import { campaignEntity } from './campaign';
import { readSchedule, scheduleFields } from './schedule';
import { readSequences, sequenceFields } from './sequence';
import { readSettings, settingFields } from './settings';

export const create = recordOperation(
	{
		name: 'Create',
		action: 'Create a campaign',
		description: 'Create campaigns as drafts: nothing is sent before "Activate"',
		fields: [
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. Trade fair visitors',
				description: 'Name of the new campaign',
			},
			...scheduleFields,
			...sequenceFields,
			...settingFields,
		],
	},
	campaignEntity.shape,
	(read, resend) => {
		const name = read.text('name');
		if (name === '') return new Problem('Name is empty', 'Enter the name of the new campaign.');
		const campaign_schedule = readSchedule(read);
		if (campaign_schedule instanceof Problem) return campaign_schedule;
		const sequences = readSequences(read);
		if (sequences instanceof Problem) return sequences;
		const settings = readSettings(read);
		if (settings instanceof Problem) return settings;
		return instantlyRequest({
			operation: 'campaign.create',
			method: 'POST',
			path: '/campaigns',
			body: {
				name,
				campaign_schedule,
				...(sequences.length > 0 ? { sequences } : {}),
				...settings,
			},
			// Two campaigns may have the same name.
			safeToRepeat: resend,
			records: 1,
		});
	},
);
