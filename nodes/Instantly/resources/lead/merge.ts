import { recordOperation } from '../../entity/record';
import { readId } from '../../locators';
import { Problem } from '../../../shared/node/parameters';
import { instantlyRequest } from '../../vendor';
import { leadEntity } from './lead';

export const merge = recordOperation(
	{
		name: 'Merge',
		action: 'Merge two leads',
		description: 'Merge a lead into another one, which is left over',
		fields: [
			{ ...leadEntity.idField, description: 'ID of the lead that goes into the other one' },
			{
				displayName: 'Into Lead ID',
				name: 'intoLeadId',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. 0199b1de-d286-7fa7-9b50-ad6e2c804f79',
				description: 'ID of the lead that is left over',
			},
		],
	},
	leadEntity.shape,
	(read, resend) => {
		const id = leadEntity.readId(read);
		if (id instanceof Problem) return id;
		const into = readId(read, 'intoLeadId', 'Into Lead ID');
		if (into instanceof Problem) return into;
		if (id === into) {
			return new Problem(
				'Lead ID and Into Lead ID are the same',
				'Enter the IDs of two different leads.',
			);
		}
		return instantlyRequest({
			operation: 'lead.merge',
			method: 'POST',
			path: '/leads/merge',
			body: { lead_id: id, destination_lead_id: into },
			// A second one does not find the first lead any more.
			safeToRepeat: resend,
			records: 2,
			keyFields: { id, into },
		});
	},
);
