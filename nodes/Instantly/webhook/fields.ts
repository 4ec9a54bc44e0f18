import type { INodeProperties } from 'n8n-workflow';
import { campaignField } from '../locators';
import { EVENTS } from './eventTypes';

export const webhookFields: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: ['reply_received'],
		description: 'What starts the workflow',
		options: EVENTS,
	},
	{
		displayName: 'Label Names or IDs',
		name: 'labels',
		type: 'multiOptions',
		default: [],
		description:
			'Labels of the workspace that start it when a lead gets them. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		typeOptions: { loadOptionsMethod: 'getLabels' },
	},
	campaignField({
		description: 'Only events of this campaign. Leave empty for all.',
		required: false,
	}),
	{
		displayName: 'Include Auto-Replies',
		name: 'autoReplies',
		type: 'boolean',
		default: true,
		description:
			'Whether automatic replies, such as out-of-office notes, count as replies. They are marked with is_auto_reply.',
	},
];
