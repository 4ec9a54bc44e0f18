import { asObject, recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { idOf } from '../../../shared/engine/pages/keyset';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { CRUD_QUOTAS, LIST_PAGE_SIZE } from '../../vendor';
import { propertiesToReturn } from './fields';

export const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get many contacts',
		description: 'Get all contacts, or the first ones',
		fields: [
			...listFields,
			propertiesToReturn,
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'boolean',
				default: false,
				description: 'Whether to return only contacts that have been archived (deleted)',
			},
		],
	},
	(read, { objects }) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const properties = read.names('propertiesToReturn').join(',');
		const archived = read.flag('archived');
		return {
			limit,
			style: cursorPages({
				at: 'paging.next.after',
				request: (after) => ({
					operation: 'contact.getAll',
					method: 'GET',
					path: `${objects}/contacts`,
					query: {
						limit: Math.min(limit, LIST_PAGE_SIZE),
						after,
						...(properties === '' ? {} : { properties }),
						...(archived ? { archived } : {}),
					},
					safeToRepeat: true,
					quotas: CRUD_QUOTAS,
					records: Math.min(limit, LIST_PAGE_SIZE),
				}),
			}),
			read: (data) => ({ rows: recordsOf(data, 'results') }),
			keyOf: idOf,
			toItem: (row) => toItem(asObject(row)),
		};
	},
);
