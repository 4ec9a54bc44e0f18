import type { INodeProperties } from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import type { Facts, Labels, Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { fieldsToReturn, simplifyField } from '../../../shared/node/view';
import { readEntryView } from '../../entryView';
import { listSearchRequest } from '../../lookup/lists';
import type { Schema } from '../../lookup/schemas';
import { objectTypeField } from '../../objectType';
import { loadNamedSchemas, readTypeId } from './objectTypeId';
import { listLabels, simplifyList } from './view';

/** Lists specification, 2026-08: 500 in a page. */
const PAGE_SIZE = 500;

const typeFilter: INodeProperties = {
	...objectTypeField('Object Type', 'objectType', 'What the lists hold. Leave empty for all.'),
	required: false,
};

const labels: Labels = {
	name: 'Get Many',
	action: 'Get many lists',
	description: 'Get the lists of the account, all pages',
	fields: [
		typeFilter,
		...listFields,
		{
			displayName: 'Name Contains',
			name: 'nameContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. Newsletter',
			description: 'Only lists with this in their names. Leave empty for all.',
		},
		{
			displayName: 'Processing Types',
			name: 'processingTypes',
			type: 'multiOptions',
			default: [],
			description: 'Only lists of these kinds. Leave empty for all.',
			options: [
				{ name: 'Dynamic', value: 'DYNAMIC' },
				{ name: 'Manual', value: 'MANUAL' },
				{ name: 'Snapshot', value: 'SNAPSHOT' },
			],
		},
		simplifyField,
		fieldsToReturn(listLabels),
	],
};

export const getAll: Operation = {
	...labels,
	async run(context) {
		const schemas = await loadNamedSchemas(context);
		const plan = (read: ParameterReader, facts: Facts) => listPlan(schemas, read, facts);
		await listOperation(labels, plan).run(context);
	},
};

function listPlan(schemas: Schema[], read: ParameterReader, facts: Facts): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const typeId = read.locator('objectType') === '' ? undefined : readTypeId(read, schemas);
	if (typeId instanceof Problem) return typeId;
	const search = {
		query: read.text('nameContains'),
		processingTypes: read.names('processingTypes'),
		typeId,
		count: Math.min(limit, PAGE_SIZE),
	};
	return {
		limit,
		style: cursorPages({
			at: 'offset',
			moreAt: 'hasMore',
			request: (offset) => listSearchRequest(facts, search, offset),
		}),
		read: (data) => {
			const { total } = asObject(data);
			const rows = recordsOf(data, 'lists');
			return { rows, ...(typeof total === 'number' ? { total } : {}) };
		},
		keyOf: (list) => asText(asObject(list).listId),
		toItem: readEntryView(read, simplifyList),
	};
}
