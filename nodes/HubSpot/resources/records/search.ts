import { asObject, recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { idOf, keysetPages } from '../../../shared/engine/pages/keyset';
import { isPlaceRefused, type PageStyle } from '../../../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation, type ListPlan } from '../../../shared/node/listOperation';
import type { Facts, Labels, Operation } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { simplifyField } from '../../../shared/node/view';
import type { Schema } from '../../lookup/schemas';
import type { ObjectKind } from '../../objects';
import { SEARCH_CAP, SEARCH_PAGE_SIZE, SEARCH_QUOTAS } from '../../vendor';
import { propertiesToReturn, typeFields } from './fields';
import { fillPages, type ApartBy } from './manyProperties';
import { quickFiltersField, readQuickFilters } from './quickFilters';
import { readType, RECORD_ID } from './rows';
import { sceneOf } from './scene';
import { searchFields } from './searchFields';
import { behind, hasRoom, LONGEST_BODY, readSearch, type SearchQuery } from './searchQuery';
import { loadSchemas, readView } from './view';

/** What a window's filter and cursor add to the body of a search. */
const ROOM = 400;

export function search(kind: ObjectKind): Operation {
	const { many } = kind;
	const labels: Labels = {
		name: 'Search',
		action: `Search ${many}`,
		description: `Find ${many} by their properties, also more than the 10,000 of one search`,
		fields: [
			...typeFields(kind),
			...listFields,
			...searchFields,
			quickFiltersField(kind),
			simplifyField,
			propertiesToReturn,
		],
	};
	return {
		...labels,
		async run(context) {
			const schemas = await loadSchemas(kind, context);
			const apart: ApartBy = new WeakMap();
			const { context: explaining } = sceneOf(kind, context);
			const client = fillPages(explaining, apart);
			const plan = (read: ParameterReader, facts: Facts) =>
				searchPlan({ kind, schemas, apart }, read, facts);
			await listOperation(labels, plan).run({ ...context, client });
		},
	};
}

interface Sources {
	kind: ObjectKind;
	schemas: Schema[];
	apart: ApartBy;
}

/** The body of a search, but for its window. */
interface Asked {
	operation: string;
	type: string;
	query: SearchQuery;
	limit: number;
	properties: string[];
	/** The values are read by themselves. */
	isLong: boolean;
}

function searchPlan(
	{ kind, schemas, apart }: Sources,
	read: ParameterReader,
	{ objects }: Facts,
): ListPlan | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const query = readSearch(read, readQuickFilters(kind, read));
	if (query instanceof Problem) return query;
	const { properties, toItem } = readView(kind, read, type, schemas);
	const asked = { operation: `${kind.value}.search`, type, query, limit, properties };
	const isLong = lengthOf({ ...asked, isLong: false }) > LONGEST_BODY - ROOM;
	const length = lengthOf({ ...asked, isLong });
	if (length > LONGEST_BODY - ROOM) {
		return new Problem(
			`The search has ${length} characters, but HubSpot takes ${LONGEST_BODY - ROOM}`,
			'Use fewer or shorter values in Filter Groups and Text, or search in several steps.',
		);
	}
	const pages = (window: { after?: string; cursor?: string }): ApiRequest => {
		const body = bodyOf({ ...asked, isLong }, window);
		const { operation } = asked;
		if (isLong) apart.set(body, { operation, type, properties, archived: false });
		return {
			operation,
			method: 'POST',
			path: `${objects}/${type}/search`,
			body,
			safeToRepeat: true,
			quotas: SEARCH_QUOTAS,
			records: Math.min(limit, SEARCH_PAGE_SIZE),
		};
	};
	const sorted = query.sort ? sortedPages(query.sort.propertyName, pages) : undefined;
	return {
		limit,
		...(sorted ?? { style: idPages(query, pages) }),
		read: (data) => {
			const { total } = asObject(data);
			const rows = recordsOf(data, 'results');
			return { rows, ...(typeof total === 'number' ? { total } : {}) };
		},
		keyOf: idOf,
		toItem,
	};
}

type Pages = (window: { after?: string; cursor?: string }) => ApiRequest;

/** In the order of IDs there is always a place to go on behind: the cap is passed. */
function idPages({ groups }: SearchQuery, request: Pages): PageStyle {
	return keysetPages({
		at: 'paging.next.after',
		cap: SEARCH_CAP,
		keyOf: (row) => (hasRoom(groups) ? idOf(row) : undefined),
		request,
	});
}

/** In any other order a search ends at the cap, and says so. */
function sortedPages(sortBy: string, request: Pages): Pick<ListPlan, 'style' | 'notes'> {
	let ended = false;
	const style = cursorPages({
		at: 'paging.next.after',
		cap: SEARCH_CAP,
		request: (cursor) => request(cursor === undefined ? {} : { cursor: String(cursor) }),
	});
	const note = {
		message: `HubSpot gives only the first 10,000 records of a search that is sorted by ${sortBy}. Leave Sort By empty to get all of them, or narrow the filters.`,
		type: 'warning' as const,
	};
	return {
		style: {
			...style,
			next: (page, cursor, seen) => {
				const next = style.next(page, cursor, seen);
				ended ||= next.kind === 'cap';
				return next;
			},
			isCap: (failure) => (ended ||= isPlaceRefused(failure)),
		},
		notes: () => (ended ? [note] : []),
	};
}

function bodyOf(
	{ query, limit, properties, isLong }: Asked,
	{ after, cursor }: { after?: string; cursor?: string },
): { [field: string]: JsonValue } {
	const { groups, text, sort } = query;
	return {
		filterGroups: behind(groups, after).map((filters) => ({ filters })),
		sorts: [sort ?? { propertyName: RECORD_ID, direction: 'ASCENDING' }],
		limit: Math.min(limit, SEARCH_PAGE_SIZE),
		...(text === '' ? {} : { query: text }),
		...(properties.length > 0 && !isLong ? { properties } : {}),
		...(cursor === undefined ? {} : { after: cursor }),
	};
}

function lengthOf(asked: Asked): number {
	return JSON.stringify(bodyOf(asked, {})).length;
}
