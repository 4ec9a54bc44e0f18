import type { Resource } from '../../shared/node/fields';
import { Problem } from '../../shared/node/parameters';
import { allLabelsField } from '../records/fields';
import { contact as kind } from '../records/kinds';
import { create } from './records/create';
import { CONTACT_TESTS } from './records/created';
import { get } from './records/get';
import { search } from './records/search';
import { update } from './records/update';

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: {
		create: create({
			kind,
			bulk: { endpoint: 'contacts/bulk_create', path: '/contacts/bulk_create' },
			single: { endpoint: 'contacts/create' },
			keyField: 'email',
			tests: CONTACT_TESTS,
			missing: (values) =>
				Object.keys(values).length > 0
					? undefined
					: new Problem('The item sets no field', 'Fill at least one field in Fields.'),
			howFound:
				'It looks for the email, for IDs of other systems, and for the name with the company',
		}),
		get: get(kind),
		search: search({
			kind,
			text: {
				name: 'q_keywords',
				label: 'Keywords',
				description: 'A name, job title, company or email address, or a part of it',
			},
			// Search for contacts, 2026-08.
			sorts: [
				{ name: 'Created', value: 'contact_created_at' },
				{ name: 'Email Last Clicked', value: 'contact_email_last_clicked_at' },
				{ name: 'Email Last Opened', value: 'contact_email_last_opened_at' },
				{ name: 'Last Activity', value: 'contact_last_activity_date' },
				{ name: 'Updated', value: 'contact_updated_at' },
			],
		}),
		update: update(kind, [allLabelsField]),
	},
};
