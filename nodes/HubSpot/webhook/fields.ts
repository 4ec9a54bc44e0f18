import type { IHookFunctions, INodeProperties } from 'n8n-workflow';
import { ANY_OBJECT, PROPERTY_CHANGE, subscribable } from './eventTypes';

/** Who makes the app's subscriptions. */
export const byNode = { show: { managedBy: ['node'] } };
export const inHubSpot = { show: { managedBy: ['hubSpot'] } };

/** Whether the subscriptions are made in HubSpot itself: there is nothing to register then. */
export function isManagedInHubSpot(context: Pick<IHookFunctions, 'getNodeParameter'>): boolean {
	return context.getNodeParameter('managedBy') === 'hubSpot';
}

/** What is chosen for one kind of record. */
const eventFields: INodeProperties[] = [
	{
		displayName: 'Object',
		name: 'objectType',
		type: 'options',
		default: 'contact',
		options: subscribable.map(({ name, value }) => ({ name, value })),
	},
	{
		displayName: 'Object Type ID',
		name: 'objectTypeId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 2-1001',
		description: 'ID of a custom object, or of any other type of records',
		displayOptions: { show: { objectType: [ANY_OBJECT] } },
	},
	...subscribable.map(
		({ value, events }): INodeProperties => ({
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			default: [],
			required: true,
			options: events,
			displayOptions: { show: { objectType: [value] } },
		}),
	),
	{
		displayName: 'Properties',
		name: 'properties',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. email, lifecyclestage',
		description: 'Internal names of the properties whose changes are events, with commas between',
		displayOptions: { show: { events: [PROPERTY_CHANGE] } },
	},
];

export const webhookFields: INodeProperties[] = [
	{
		displayName: 'Subscriptions',
		name: 'managedBy',
		type: 'options',
		noDataExpression: true,
		default: 'node',
		description: 'Where HubSpot is told which events to send',
		options: [
			{
				name: 'Managed by This Node',
				value: 'node',
				description:
					'They are made when the workflow is activated, and removed when it is deactivated. For legacy public apps, which have a developer API key.',
			},
			{
				name: 'Managed in HubSpot',
				value: 'hubSpot',
				description:
					'Nothing is registered, and all signed events start the workflow. For private apps, and for apps that are projects.',
			},
		],
	},
	{
		displayName:
			'Enter the production URL above as target URL in the webhook settings of the app in HubSpot, and the client secret of the app as secret in the credential',
		name: 'managedNotice',
		type: 'notice',
		default: '',
		displayOptions: inHubSpot,
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Object' },
		default: { event: [{ objectType: 'contact', events: ['creation'] }] },
		description: 'What starts the workflow. HubSpot may take five minutes to use a change.',
		displayOptions: byNode,
		options: [{ displayName: 'Event', name: 'event', values: eventFields }],
	},
	{
		displayName: 'Replace Target URL',
		name: 'replaceTargetUrl',
		type: 'boolean',
		default: false,
		description:
			'Whether this trigger takes the place of another address that the app calls now. An app has one target URL for all its events. The other one is restored when the workflow is deactivated.',
		displayOptions: byNode,
	},
];
