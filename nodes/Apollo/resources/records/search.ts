import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import type { Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { PAGE_SIZE } from '../../limits';
import { pagedList } from '../../pages';
import type { RecordKind } from '../../records/kinds';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';

/** What is particular about searching a kind of record. */
export interface Searches {
	kind: RecordKind;
	/** The text that is looked for, in Apollo's name. */
	text: { name: string; label: string; description: string };
	/** What the records can be sorted by, with the latest or largest first. */
	sorts: INodePropertyOptions[];
}

function filtersOf({ kind, text }: Searches): INodeProperties {
	const { value } = kind;
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Label Names or IDs',
				name: `${value}_label_ids`,
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getLabels', loadOptionsDependsOn: ['resource'] },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Stage Names or IDs',
				name: `${value}_stage_ids`,
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['resource'] },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: text.label,
				name: text.name,
				type: 'string',
				default: '',
				description: text.description,
			},
		],
	};
}

export function sortByField(sorts: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Sort By',
		name: 'sortBy',
		type: 'options',
		default: '',
		description: 'The latest or largest come first',
		options: [{ name: "Apollo's Own Order", value: '' }, ...sorts],
	};
}

const ascendingField: INodeProperties = {
	displayName: 'Earliest First',
	name: 'sortAscending',
	type: 'boolean',
	default: false,
	description: 'Whether to turn the order round',
	displayOptions: { hide: { sortBy: [''] } },
};

export function search(searches: Searches): Operation {
	const { kind, sorts } = searches;
	const { value, many, path, list, endpoints, usual } = kind;
	return listOperation(
		{
			name: 'Search',
			action: `Search ${many}`,
			description: `Find ${many} of the team, all pages`,
			fields: [
				...listFields,
				filtersOf(searches),
				sortByField(sorts),
				ascendingField,
				...viewFields,
			],
		},
		(read) => {
			const limit = readLimit(read);
			if (limit instanceof Problem) return limit;
			const asked = readAsked(read, searches);
			if (asked instanceof Problem) return asked;
			return {
				limit,
				...pagedList({
					request: (paging): ApiRequest =>
						apolloRequest(endpoints.search, {
							operation: `${value}.search`,
							method: 'POST',
							path: `${path}/search`,
							body: { ...asked, ...paging },
							safeToRepeat: true,
							records: PAGE_SIZE,
							keyFields: { page: String(paging.page) },
						}),
					lists: [list],
					narrowBy: 'other stages or labels in Filters',
				}),
				toItem: readView(read, usual),
			};
		},
	);
}

/** The filters and the order of a search. A filter that is empty would find everything. */
function readAsked(
	read: ParameterReader,
	{ kind, text }: Searches,
): { [name: string]: JsonValue } | Problem {
	const filters = read.collection('filters');
	const asked: { [name: string]: JsonValue } = {};
	for (const [name, given] of Object.entries(filters)) {
		const words = (Array.isArray(given) ? given : String(given ?? '').split(','))
			.map((word) => String(word ?? '').trim())
			.filter(Boolean);
		if (words.length === 0) {
			const label = name === text.name ? text.label : /stage/.test(name) ? 'Stages' : 'Labels';
			return new Problem(`The filter "${label}" is empty`, 'Fill it, or remove it.');
		}
		if (name === text.name) asked[name] = String(given).trim();
		else if (name === `${kind.value}_label_ids` || name === `${kind.value}_stage_ids`)
			asked[name] = words;
	}
	return { ...asked, ...readSort(read) };
}

/** Without `sort_by_field` the order is not applied at all (search for contacts, 2026-08). */
function readSort(read: ParameterReader): { [name: string]: JsonValue } {
	const field = read.text('sortBy');
	if (field === '') return {};
	return { sort_by_field: field, ...(read.flag('sortAscending') ? { sort_ascending: true } : {}) };
}
