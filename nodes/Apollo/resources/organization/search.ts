import { costly } from '../../../shared/node/credits';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { filterFields } from '../../filters/fields';
import { ORGANIZATION_FILTERS } from '../../filters/known';
import { carried, readFilters } from '../../filters/query';
import { PAGE_SIZE } from '../../limits';
import { pagedList } from '../../pages';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { creditOptions } from './fields';
import { asOrganization, USUAL_ORGANIZATION } from './view';

const list = listOperation(
	{
		name: 'Search',
		action: 'Search organizations',
		description: 'Find companies by place, size and more. Costs a credit per page of a hundred.',
		fields: [...listFields, ...filterFields(ORGANIZATION_FILTERS), ...viewFields, creditOptions],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const asked = readFilters(read, ORGANIZATION_FILTERS);
		if (asked instanceof Problem) return asked;
		const view = readView(read, USUAL_ORGANIZATION);
		const pages = pagedList({
			request: (paging) =>
				apolloRequest('mixed_companies/search', {
					operation: 'organization.search',
					method: 'POST',
					path: '/mixed_companies/search',
					...carried(asked, paging),
					safeToRepeat: true,
					records: PAGE_SIZE,
					// docs.apollo.io, API pricing, 2026-08.
					cost: 1,
					keyFields: { page: String(paging.page) },
				}),
			lists: ['organizations', 'accounts'],
			narrowBy: 'other values in Company Locations or Company Sizes',
		});
		return {
			limit,
			...pages,
			read: (data, answer) => {
				const page = pages.read(data, answer);
				return { ...page, rows: page.rows.map(asOrganization) };
			},
			toItem: view,
		};
	},
);

export const search = costly(list);
