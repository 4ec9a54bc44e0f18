import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { campaignEntity } from './campaign';

export const duplicate = recordOperation(
	{
		name: 'Duplicate',
		action: 'Duplicate a campaign',
		description: 'Make a copy of a campaign, which is a draft',
		fields: [
			campaignEntity.idField,
			{
				displayName: 'Name of the Copy',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Trade fair visitors, second round',
				description: 'Leave empty for the name of the campaign with "(copy)" behind it',
			},
		],
	},
	campaignEntity.shape,
	(read, resend) => {
		const id = campaignEntity.readId(read);
		if (id instanceof Problem) return id;
		const name = read.text('name');
		return recordRequest(
			campaignEntity,
			'duplicate',
			id,
			{
				method: 'POST',
				body: name === '' ? {} : { name },
				safeToRepeat: resend,
			},
			'/duplicate',
		);
	},
);
