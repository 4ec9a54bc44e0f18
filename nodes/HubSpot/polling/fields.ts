import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { beginField, eventsField, lookBackField } from '../../shared/node/polling/fields';
import { mostItemsField } from '../../shared/node/polling/options';
import { simplifyField } from '../../shared/node/view';
import { activityKinds, customObject, recordKinds, titleOf } from '../objects';
import { propertiesToReturn, typeFields } from '../resources/records/fields';
import { SEARCH_PAGE_SIZE } from '../vendor';

/**
 * CRM search gives what has changed "moments" later (CRM search, 2026-03-30); Estuary's connector, which
 * copies whole accounts, reads once more an hour behind. Ten minutes cost a few searches a poll.
 */
export const LOOK_BACK_MINUTES = 10;

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
	eventsField([
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
	]),
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
			lookBackField(
				LOOK_BACK_MINUTES,
				"How late a change may appear in HubSpot's search: so far back is read again at each poll, and what was given before is left out. HubSpot speaks of moments; choose up to 60 for an account with large imports.",
			),
			mostItemsField(SEARCH_PAGE_SIZE),
		],
	},
];
