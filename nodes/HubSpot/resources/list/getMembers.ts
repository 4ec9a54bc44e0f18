import { asObject, asText, recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import type { JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import { toItem, type Facts, type Labels, type Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { withAdvice } from '../../advised';
import { CRUD_QUOTAS } from '../../vendor';
import { propertiesToReturn } from '../records/fields';
import { valuesOf } from '../records/view';
import { adviceOnList, listedTypeField, listField, readList } from './fields';
import { MemberRecords, type Wanted } from './memberRecords';

/** Lists specification, 2026-08: 250 in a page. */
const PAGE_SIZE = 250;

const labels: Labels = {
	name: 'Get Members',
	action: 'Get the members of a list',
	description: 'Get the records in a list and when they joined it, all pages',
	fields: [
		listedTypeField,
		listField('getLists'),
		...listFields,
		{
			...propertiesToReturn,
			description:
				'Read from the records, a hundred in a request. Leave empty for their IDs alone. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
};

/** By the query of the page whose members' records are read too. */
type WantedBy = WeakMap<object, Wanted>;

const members: Operation = {
	...labels,
	async run(context) {
		const wanted: WantedBy = new WeakMap();
		const records = new MemberRecords(context);
		const client: typeof context.client = {
			redact: (text) => context.client.redact(text),
			send: async (request) => {
				const page = await context.client.send(request);
				const asked = request.query && wanted.get(request.query);
				return page.ok && asked ? await records.fill(page, asked) : page;
			},
		};
		const plan = (reader: ParameterReader, facts: Facts) => membersPlan(wanted, reader, facts);
		await listOperation(labels, plan).run({ ...context, client });
	},
};

export const getMembers = withAdvice(members, adviceOnList);

function membersPlan(
	wanted: WantedBy,
	read: ParameterReader,
	{ lists }: Facts,
): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const list = readList(read);
	if (list instanceof Problem) return list;
	const properties = [...new Set(read.names('propertiesToReturn'))];
	return {
		limit,
		style: cursorPages({
			at: 'paging.next.after',
			request: (after) => {
				const query = { limit: Math.min(limit, PAGE_SIZE), after };
				if (properties.length > 0) wanted.set(query, { list, properties });
				return {
					operation: 'list.getMembers',
					method: 'GET',
					path: `${lists}/${list}/memberships`,
					pathTemplate: `${lists}/{listId}/memberships`,
					query,
					safeToRepeat: true,
					quotas: CRUD_QUOTAS,
					records: query.limit,
				};
			},
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		keyOf: (member) => asText(asObject(member).recordId),
		toItem: (member) => toItem(memberOf(list, member, properties)),
	};
}

function memberOf(list: string, member: JsonValue, properties: string[]) {
	const { recordId, membershipTimestamp } = asObject(member);
	return {
		id: recordId,
		listId: list,
		membershipTimestamp,
		...valuesOf(member, properties),
	};
}
