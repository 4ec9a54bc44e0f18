import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { campaignEntity } from './campaign';
import { readSettings, settingFields } from './settings';

export const update = recordOperation(
	{
		name: 'Update',
		action: 'Update a campaign',
		description: 'Change the name and the settings of campaigns',
		fields: [
			campaignEntity.idField,
			{
				displayName: 'New Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Trade fair visitors',
				description: 'Leave empty to keep the name',
			},
			...settingFields,
		],
	},
	campaignEntity.shape,
	(read) => {
		const id = campaignEntity.readId(read);
		if (id instanceof Problem) return id;
		const settings = readSettings(read);
		if (settings instanceof Problem) return settings;
		const name = read.text('name');
		const body = { ...(name === '' ? {} : { name }), ...settings };
		if (Object.keys(body).length === 0) {
			return new Problem('There is nothing to change', 'Enter a new name, or add a setting.');
		}
		return recordRequest(campaignEntity, 'update', id, {
			method: 'PATCH',
			body,
			safeToRepeat: true,
		});
	},
);
