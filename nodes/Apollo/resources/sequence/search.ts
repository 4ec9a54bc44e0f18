import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { PAGE_SIZE } from '../../limits';
import { pagedList } from '../../pages';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';

const USUAL = [
	'id',
	'name',
	'active',
	'archived',
	'num_steps',
	'user_id',
	'created_at',
	'last_used_at',
	'unique_delivered',
	'unique_replied',
];

export const search = listOperation(
	{
		name: 'Search',
		action: 'Search sequences',
		description: 'Find sequences of the team by their names, all pages',
		fields: [
			...listFields,
			{
				displayName: 'Name',
				name: 'sequenceName',
				type: 'string',
				default: '',
				placeholder: 'e.g. onboarding',
				description: 'A word of the name. Leave empty to get all sequences.',
			},
			...viewFields,
		],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const name = read.text('sequenceName');
		return {
			limit,
			...pagedList({
				request: (paging) =>
					apolloRequest('emailer_campaigns/search', {
						operation: 'sequence.search',
						method: 'POST',
						path: '/emailer_campaigns/search',
						query: { ...(name === '' ? {} : { q_name: name }), ...paging },
						safeToRepeat: true,
						records: PAGE_SIZE,
						keyFields: { page: String(paging.page) },
					}),
				lists: ['emailer_campaigns'],
			}),
			toItem: readView(read, USUAL),
		};
	},
);
