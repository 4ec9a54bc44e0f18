import type { INodeProperties } from 'n8n-workflow';
import { firstLookField } from '../../shared/node/firstLook';
import { objectFields, type ObjectField } from '../objectFields';

export const routineField: INodeProperties = {
	displayName: 'Routine ID',
	name: 'routineId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. function:t_0abcDEF123',
	description:
		'ID of a function or workflow that is open to the API. Clay shows it under Details of the function; its API has no list of them.',
};

/** What an item gives to the routine. */
export const inputsField: ObjectField = {
	displayName: 'Inputs',
	name: 'input',
	description: 'What the routine is given for each item',
	jsonDescription: 'The inputs as one JSON object, under the names that the routine has for them',
	fieldDescription: 'Name of the input in the routine',
};

/** The inputs, what their result is known by, and how it comes. */
export const inputFields: INodeProperties[] = [
	...objectFields(inputsField),
	{
		displayName: 'Item ID',
		name: 'itemId',
		type: 'string',
		default: '',
		placeholder: 'e.g. lead-0017',
		description:
			'An ID of your own, of up to 64 characters. An item with the same ID and inputs is not started a second time: it gets the result of the first. Leave empty to start each item once in each execution.',
	},
	{
		displayName: 'When Started',
		name: 'whenStarted',
		type: 'options',
		noDataExpression: true,
		default: 'wait',
		description: 'How the results come',
		options: [
			{
				name: 'Notify a Webhook',
				value: 'webhook',
				description: 'Go on at once. Clay calls the webhook when the run is over.',
			},
			{
				name: 'Wait for the Results',
				value: 'wait',
				description: 'Ask for them now and then until they are there',
			},
		],
	},
	{
		displayName: 'Webhook ID',
		name: 'webhookId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. wh_abc123',
		description:
			'ID of a webhook as "clay webhooks create" makes it for the address of a Clay Trigger. Clay does not promise that each call arrives.',
		displayOptions: { show: { whenStarted: ['webhook'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			firstLookField('a run', 2, 'half a minute'),
			{
				displayName: 'Longest Run (Minutes)',
				name: 'longestRun',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description:
					'How long a run is waited for. Clay goes on with it, and Get Results reads what comes later.',
			},
			{
				displayName: 'Run Again After (Hours)',
				name: 'runAgainAfter',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 24,
				description:
					'For how long an item with the same Item ID and inputs is not started again. Clay keeps results for about a day.',
			},
		],
	},
];
