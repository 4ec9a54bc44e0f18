import { recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { idOf } from '../../../shared/engine/pages/keyset';
import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import type { Facts, Labels, Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import type { Schema } from '../../lookup/schemas';
import type { ObjectKind } from '../../objects';
import { CRUD_QUOTAS, LIST_PAGE_SIZE } from '../../vendor';
import { propertiesToReturn, typeFields } from './fields';
import { fillPages, type ApartBy } from './manyProperties';
import { readType } from './rows';
import { loadSchemas, readView } from './view';

/** Servers refuse addresses of about 8,000 characters (414); the rest of the address has room. */
const LONGEST_LIST = 6_000;

export function getAll(kind: ObjectKind): Operation {
	const labels: Labels = {
		name: 'Get Many',
		action: `Get many ${kind.many}`,
		description: `Get all ${kind.many}, or the first ones`,
		fields: [
			...typeFields(kind),
			...listFields,
			simplifyField,
			propertiesToReturn,
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'boolean',
				default: false,
				description: `Whether to return only ${kind.many} that have been archived (deleted)`,
			},
		],
	};
	return {
		...labels,
		async run(context) {
			const schemas = await loadSchemas(kind, context);
			const apart: ApartBy = new WeakMap();
			const plan = (read: ParameterReader, facts: Facts) =>
				listPlan({ kind, schemas, apart }, read, facts);
			await listOperation(labels, plan).run({ ...context, client: fillPages(context, apart) });
		},
	};
}

interface Sources {
	kind: ObjectKind;
	schemas: Schema[];
	apart: ApartBy;
}

function listPlan(
	{ kind, schemas, apart }: Sources,
	read: ParameterReader,
	{ objects }: Facts,
): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const { properties, toItem } = readView(kind, read, type, schemas);
	const archived = read.flag('archived');
	const operation = `${kind.value}.getAll`;
	const names = properties.join(',');
	const isLong = encodeURIComponent(names).length > LONGEST_LIST;
	return {
		limit,
		style: cursorPages({
			at: 'paging.next.after',
			request: (after) => {
				const query = {
					limit: Math.min(limit, LIST_PAGE_SIZE),
					after,
					...(names === '' || isLong ? {} : { properties: names }),
					...(archived ? { archived } : {}),
				};
				if (isLong) apart.set(query, { operation, type, properties, archived });
				return {
					operation,
					method: 'GET',
					path: `${objects}/${type}`,
					query,
					safeToRepeat: true,
					quotas: CRUD_QUOTAS,
					records: query.limit,
				};
			},
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		keyOf: idOf,
		toItem,
	};
}
