import type { INodeProperties } from 'n8n-workflow';
import { beginField, lookBackField } from '../../shared/node/polling/fields';

const show = (...modes: string[]) => ({ show: { track: modes } });

/** How new records are told. */
export const trackingFields: INodeProperties[] = [
	{
		displayName: 'New Records Are',
		name: 'track',
		type: 'options',
		default: 'unseen',
		description: 'How records that were not there before are told',
		options: [
			{
				name: 'Behind a Cursor',
				value: 'cursor',
				description: 'The answer holds a cursor, which is kept and sent with the next poll',
			},
			{
				name: 'Changed Since the Last Poll',
				value: 'changed',
				description: 'The API takes a time, and gives what has changed since',
			},
			{
				name: 'Not Seen Before',
				value: 'unseen',
				description:
					'Read the list, and give the records whose key is new. No more than 50,000 are remembered.',
			},
		],
	},
	{
		displayName: 'Key Path',
		name: 'trackKey',
		type: 'string',
		default: 'id',
		required: true,
		description: 'A field that tells records apart',
		displayOptions: show('changed', 'unseen'),
	},
	{
		displayName: 'Changed Path',
		name: 'changedPath',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. updated_at',
		description: 'The field that says when a record has changed',
		displayOptions: show('changed'),
	},
	{
		displayName: 'Since Parameter',
		name: 'sinceParameter',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. updated_since',
		description: 'The parameter that takes the time, or the cursor',
		displayOptions: show('changed', 'cursor'),
	},
	{
		displayName: 'Time Format',
		name: 'sinceFormat',
		type: 'options',
		default: 'iso',
		displayOptions: show('changed'),
		options: [
			{ name: 'ISO 8601', value: 'iso', description: 'For example 2026-11-23T09:00:00.000Z' },
			{ name: 'Unix Milliseconds', value: 'milliseconds' },
			{ name: 'Unix Seconds', value: 'seconds' },
		],
	},
	{
		...lookBackField(
			5,
			'How late a record may appear in the list: so far back is read again, and what was given before is left out',
		),
		displayOptions: show('changed'),
	},
	{
		displayName: 'Cursor Path',
		name: 'keptCursorPath',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. next_sync_token',
		description: 'Where the answer holds the cursor that is kept',
		displayOptions: show('cursor'),
	},
	beginField,
];
