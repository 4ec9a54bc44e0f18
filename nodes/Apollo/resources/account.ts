import type { Resource } from '../../shared/node/fields';
import { Problem } from '../../shared/node/parameters';
import { account as kind } from '../records/kinds';
import { create } from './records/create';
import { ACCOUNT_TESTS } from './records/created';
import { get } from './records/get';
import { search } from './records/search';
import { update } from './records/update';

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: {
		create: create({
			kind,
			bulk: { endpoint: 'accounts/bulk_create', path: '/accounts/bulk_create' },
			keyField: 'domain',
			tests: ACCOUNT_TESTS,
			// Create an account, 2026-08.
			missing: ({ name = '', domain = '' }) =>
				name === '' && domain === ''
					? new Problem(
							'The account has neither a name nor a domain',
							'Fill one of them in Fields.',
						)
					: undefined,
			howFound: 'It looks for the domain, for the ID of the company, and for the name',
		}),
		get: get(kind),
		search: search({
			kind,
			text: {
				name: 'q_organization_name',
				label: 'Name',
				description: 'A word of the name of the account',
			},
			// Search for accounts, 2026-08.
			sorts: [
				{ name: 'Created', value: 'account_created_at' },
				{ name: 'Last Activity', value: 'account_last_activity_date' },
				{ name: 'Updated', value: 'account_updated_at' },
			],
		}),
		update: update(kind),
	},
};
