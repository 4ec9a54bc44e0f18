import { listFields, type Resource } from '../../shared/node/fields';
import { listOperation } from '../../shared/node/listOperation';
import { Problem, readLimit } from '../../shared/node/parameters';
import { requestOperation } from '../../shared/node/requestOperation';
import { itemIn } from '../envelope';
import { PAGE_SIZE } from '../limits';
import { pagedList } from '../pages';
import { mapperField } from '../records/fields';
import { deal as kind } from '../records/kinds';
import { readValues } from '../records/values';
import { apolloRequest } from '../vendor';
import { readView, simple, viewFields } from '../view';
import { get } from './records/get';
import { sortByField } from './records/search';
import { update } from './records/update';

/** One in each request: Apollo creates no deals in bulk (2026-08). */
const create = requestOperation(
	{
		name: 'Create',
		action: 'Create deals',
		description: 'Create deals, one in each request',
		fields: [mapperField(kind)],
	},
	(read, _facts, resend) => {
		const values = readValues(read, kind, ['create']);
		if (values instanceof Problem) return values;
		if ((values.name ?? '') === '') {
			return new Problem('The deal has no name', 'Fill Name in Fields.');
		}
		const view = simple(kind.usual);
		return {
			request: apolloRequest('opportunities/create', {
				operation: 'deal.create',
				method: 'POST',
				path: kind.path,
				body: values,
				safeToRepeat: resend,
				records: 1,
			}),
			read: (answer) =>
				itemIn(kind.envelope, answer, (record) => ({ result: 'created', ...view(record) })),
		};
	},
);

const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get many deals',
		description: 'Get the deals of the team, all pages',
		fields: [
			...listFields,
			// List all deals, 2026-08.
			sortByField([
				{ name: 'Amount', value: 'amount' },
				{ name: 'Closed', value: 'is_closed' },
				{ name: 'Won', value: 'is_won' },
			]),
			...viewFields,
		],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const sortBy = read.text('sortBy');
		return {
			limit,
			...pagedList({
				request: (paging) =>
					apolloRequest('opportunities/search', {
						operation: 'deal.getAll',
						method: 'GET',
						path: `${kind.path}/search`,
						query: { ...(sortBy === '' ? {} : { sort_by_field: sortBy }), ...paging },
						safeToRepeat: true,
						records: PAGE_SIZE,
						keyFields: { page: String(paging.page) },
					}),
				lists: [kind.list],
			}),
			toItem: readView(read, kind.usual),
		};
	},
);

export const deal: Resource = {
	name: 'Deal',
	value: 'deal',
	operations: { create, get: get(kind), getAll, update: update(kind) },
};
