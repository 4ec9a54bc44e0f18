import type { INodeProperties } from 'n8n-workflow';
import { beginField, eventsField, lookBackField } from '../../shared/node/polling/fields';
import { viewFields } from '../view';

/** What is watched, and how it is given. */
export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'contact',
		description: 'What is watched',
		options: [
			{ name: 'Account', value: 'account' },
			{ name: 'Contact', value: 'contact' },
		],
	},
	eventsField([
		{
			name: 'Record Created',
			value: 'created',
			description: 'Each record that the team has saved',
		},
		{
			name: 'Record Updated',
			value: 'updated',
			description:
				'Each record that has changed since the last poll. What changes within a second of its creation is part of that.',
		},
	]),
	beginField,
	lookBackField(
		5,
		'How late a record may appear in the search of Apollo: so far back is read again, and what was given before is left out',
	),
	...viewFields,
];
