import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { beginField } from '../../shared/node/polling/fields';
import { activityKinds, customObject, recordKinds, titleOf } from '../objects';
import { propertiesToReturn, simplifyField, typeFields } from '../resources/records/fields';

/** Kinds of records that HubSpot's search finds, and so their changes. */
export const watchedKinds = [...recordKinds, ...activityKinds];

/** What is watched, and how it is given. */
export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'contact',
		description: 'What is watched',
		options: watchedKinds
			.map((kind) => ({ name: titleOf(kind), value: kind.value }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	},
	...updateDisplayOptions({ show: { resource: [customObject.value] } }, typeFields(customObject)),
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['created'],
		description:
			'What starts the workflow. Each event is an item of its own, and says which it is.',
		options: [
			{
				name: 'Property Changed',
				value: 'propertyChanged',
				description: 'Each new value of the chosen properties, with the one before it',
			},
			{
				name: 'Record Created',
				value: 'created',
				description: 'Each new record, by its Create Date',
			},
			{
				name: 'Record Updated',
				value: 'updated',
				description:
					'Each record that has changed since the last poll, new ones too if they changed after they were created. HubSpot itself changes a record as well, often shortly after its creation.',
			},
		],
	},
	{
		displayName: 'Watched Property Names or IDs',
		name: 'watchedProperties',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getProperties',
			loadOptionsDependsOn: ['authentication', 'resource', 'objectType.value'],
		},
		required: true,
		default: [],
		description:
			'Properties whose new values start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { events: ['propertyChanged'] } },
	},
	beginField,
	simplifyField,
	propertiesToReturn,
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
				default: 10,
				description:
					"How late a change may appear in HubSpot's search: so far back is read again at each poll, and what was given before is left out. HubSpot speaks of moments; choose up to 60 for an account with large imports.",
			},
			{
				displayName: 'Max Items per Poll',
				name: 'mostItems',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10_000,
				description:
					'After so many items the workflow is started, and the next poll goes on behind them. A page of 200 records is always given whole.',
			},
		],
	},
];
