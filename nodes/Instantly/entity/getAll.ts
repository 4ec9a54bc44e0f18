import type { INodeProperties } from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import { listFields } from '../../shared/node/fields';
import { listOperation } from '../../shared/node/listOperation';
import type { Operation } from '../../shared/node/operation';
import { Problem, readLimit } from '../../shared/node/parameters';
import { filtersField, readFilters } from '../filters';
import { itemsOf, listPages } from '../pages';
import { instantlyRequest } from '../vendor';
import { readView, viewFields } from '../view';
import type { Entity } from './entity';

/** A list by GET; the filters go into the query under their own names. */
export function getAllOperation(
	{ value, many, path, key, shape }: Entity,
	filters: INodeProperties[],
	quotas = ['requests'],
): Operation {
	return listOperation(
		{
			name: 'Get Many',
			action: `Get many ${many}`,
			description: `Get ${many}, all pages`,
			fields: [...listFields, filtersField(filters), ...viewFields(shape)],
		},
		(read) => {
			const limit = readLimit(read);
			if (limit instanceof Problem) return limit;
			const asked = readFilters(read);
			if (asked instanceof Problem) return asked;
			return {
				limit,
				style: listPages(
					(paging) =>
						instantlyRequest({
							operation: `${value}.getAll`,
							method: 'GET',
							path,
							query: { ...asked, ...paging },
							quotas,
							records: paging.limit,
						}),
					limit,
				),
				read: itemsOf,
				keyOf: (record) => asText(asObject(record)[key]),
				toItem: readView(read, shape),
			};
		},
	);
}
