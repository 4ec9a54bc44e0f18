import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { filterFields } from '../../filters/fields';
import { PEOPLE_FILTERS } from '../../filters/known';
import { carried, readFilters } from '../../filters/query';
import { PAGE_SIZE } from '../../limits';
import { pagedList } from '../../pages';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';

/** What a simplified person that was found holds: search gives neither emails nor whole names. */
const USUAL = [
	'id',
	'first_name',
	'last_name_obfuscated',
	'title',
	'has_email',
	'has_direct_phone',
	'last_refreshed_at',
	'organization.name',
];

export const search = listOperation(
	{
		name: 'Search',
		action: 'Search people',
		description: 'Find people by title, place and company. Costs no credits, gives no emails.',
		fields: [...listFields, ...filterFields(PEOPLE_FILTERS), ...viewFields],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const asked = readFilters(read, PEOPLE_FILTERS);
		if (asked instanceof Problem) return asked;
		return {
			limit,
			...pagedList({
				request: (paging) =>
					apolloRequest('mixed_people/api_search', {
						operation: 'person.search',
						method: 'POST',
						path: '/mixed_people/api_search',
						...carried(asked, paging),
						safeToRepeat: true,
						records: PAGE_SIZE,
						keyFields: { page: String(paging.page) },
					}),
				lists: ['people'],
				totalAt: 'total_entries',
				narrowBy: 'other values in Person Locations, Company Sizes or Seniorities',
			}),
			toItem: readView(read, USUAL),
		};
	},
);
