import { deleteOperation } from '../../entity/delete';
import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import type { Resource } from '../../../shared/node/fields';
import { Problem } from '../../../shared/node/parameters';
import { leadLabelEntity } from './leadLabel';
import { SENTIMENTS } from './sentiments';
import { create, update } from './write';

export const leadLabel: Resource = {
	name: 'Lead Label',
	value: 'leadLabel',
	operations: {
		create,
		delete: deleteOperation(leadLabelEntity, {
			fields: [
				{
					displayName: 'Reassign to Status',
					name: 'reassignTo',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1',
					description:
						'Number of the interest status that leads and emails with the label get. Leave empty for none.',
				},
			],
			body: (read) => {
				const status = read.text('reassignTo');
				if (status === '') return undefined;
				return /^-?\d+$/.test(status)
					? { reassigned_status: Number(status) }
					: new Problem(
							`Reassign to Status is "${status}", which is no number`,
							'Enter the number of an interest status, such as 1 for Interested.',
						);
			},
		}),
		get: getOperation(leadLabelEntity),
		getAll: getAllOperation(leadLabelEntity, [
			{
				displayName: 'Label Contains',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Call back',
				description: 'Only labels with this in them',
			},
			{
				displayName: 'Sentiment',
				name: 'interest_status',
				type: 'options',
				default: 'positive',
				description: 'Only labels that say this of the interest of a lead',
				options: SENTIMENTS,
			},
		]),
		update,
	},
};
