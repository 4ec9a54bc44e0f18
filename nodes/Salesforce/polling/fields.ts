import type { INodeProperties } from 'n8n-workflow';
import { beginField, eventsField, lookBackField } from '../../shared/node/polling/fields';
import { mostItemsField } from '../../shared/node/polling/options';
import { simplifyField } from '../../shared/node/view';
import { fieldsToReturn, objectField } from '../resources/record/fields';
import { conditionsField, matchField } from '../soql/conditions';
import { PAGE_SIZE } from '../vendor';

/**
 * A record has the time of its save, and is seen when its transaction ends: up to ten minutes later in
 * a chunk of a bulk job (Bulk API 2.0 guide, 2026-08).
 */
export const LOOK_BACK_MINUTES = 15;

/** What is watched, and how it is given. */
export const triggerFields: INodeProperties[] = [
	{ ...objectField, description: 'What is watched: any standard or custom object of the org' },
	eventsField([
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
	]),
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
			lookBackField(
				LOOK_BACK_MINUTES,
				'How late a change may appear: so far back is read again at each poll, and what was given before is left out. A bulk job saves up to ten minutes of work at once.',
			),
			mostItemsField(PAGE_SIZE),
		],
	},
];
