import type { INodeProperties } from 'n8n-workflow';
import { beginField } from '../../shared/node/polling/fields';
import { fieldsToReturn, objectField, simplifyField } from '../resources/record/fields';
import { conditionsField, matchField } from '../soql/conditions';

/** What is watched, and how it is given. */
export const triggerFields: INodeProperties[] = [
	{ ...objectField, description: 'What is watched: any standard or custom object of the org' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['created'],
		description:
			'What starts the workflow. Each event is an item of its own, and says which it is.',
		options: [
			{ name: 'Record Created', value: 'created', description: 'Each new record' },
			{
				name: 'Record Deleted',
				value: 'deleted',
				description: 'Each record that was moved to the recycle bin',
			},
			{
				name: 'Record Updated',
				value: 'updated',
				description:
					'Each record that has changed since the last poll, new ones too if they changed after they were created. Salesforce itself changes records as well.',
			},
		],
	},
	beginField,
	conditionsField,
	matchField,
	simplifyField,
	fieldsToReturn,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Look-Back (Minutes)',
				name: 'lookBack',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 15,
				description:
					'How late a change may appear: so far back is read again at each poll, and what was given before is left out. A bulk job saves up to ten minutes of work at once.',
			},
			{
				displayName: 'Max Items per Poll',
				name: 'mostItems',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10_000,
				description:
					'After so many items the workflow is started, and the next poll goes on behind them. A page of 2,000 records is always given whole.',
			},
		],
	},
];
