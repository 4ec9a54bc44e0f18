import type { INodeProperties } from 'n8n-workflow';

export const DEFAULT_HEADER = 'X-Webhook-Secret';

const showFor = (event: string) => ({ displayOptions: { show: { event: [event] } } });

export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		default: 'row',
		description: 'What Clay calls for',
		options: [
			{
				name: 'Routine Run Finished',
				value: 'run',
				description: 'A webhook of Clay says that a run is over. Routine: Get Results reads it.',
			},
			{
				name: 'Row of an HTTP API Column',
				value: 'row',
				description: 'A table calls the address of this node for each row',
			},
		],
	},
	{
		displayName:
			'In the table, add an HTTP API column: method POST, the production URL of this node as endpoint, the header below with the secret of the credential, and a JSON body with the columns that you need.',
		name: 'rowNotice',
		type: 'notice',
		default: '',
		...showFor('row'),
	},
	{
		displayName:
			'Make the webhook with "clay webhooks create" and the production URL of this node. Put the signing secret, which is shown once, into the credential, and the webhook\'s ID into Routine: Run.',
		name: 'runNotice',
		type: 'notice',
		default: '',
		...showFor('run'),
	},
	{
		displayName: 'Secret Header',
		name: 'header',
		type: 'string',
		default: DEFAULT_HEADER,
		required: true,
		description:
			'The header of the HTTP API column that holds the secret of the credential. Other calls are answered 401 and start nothing.',
		...showFor('row'),
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		noDataExpression: true,
		default: 'immediately',
		description: 'What the cell of the HTTP API column becomes',
		options: [
			{
				name: 'Immediately',
				value: 'immediately',
				description: 'The cell says that the workflow was started',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description:
					'The cell becomes the first item of the last node. Clay does not say how long it waits.',
			},
		],
		...showFor('row'),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		...showFor('row'),
		options: [
			{
				displayName: 'Drop Repeats By',
				name: 'repeatField',
				type: 'string',
				default: '',
				placeholder: 'e.g. correlation_id',
				description:
					'A field of the body that tells rows apart: of calls with the same value only the first starts the workflow. Without it each run of the column does.',
			},
		],
	},
];
