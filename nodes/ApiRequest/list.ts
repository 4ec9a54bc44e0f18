import type { IDataObject } from 'n8n-workflow';
import { asText } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import { countAt } from '../shared/engine/pages/says';
import type { ApiRequest, JsonValue } from '../shared/engine/types';
import type { ListPlan, Note } from '../shared/node/listOperation';
import { Problem, readLimit, type ParameterReader } from '../shared/node/parameters';
import { autoPages } from './pagination/auto';
import { checkedPages } from './pagination/checked';
import { pagesOf } from './pagination/paging';
import { readPaging } from './pagination/read';
import { pagesPastCap, readResultCap } from './pagination/windows';
import { recordsAt } from './records';
import { itemOf } from './values';

/** The plan of a list: the request of its first page, and what the user says of pages and records. */
export function listPlan(
	request: ApiRequest,
	read: ParameterReader,
	{ pagination, limit = readLimit(read) }: { pagination?: 'auto'; limit?: number | Problem } = {},
): ListPlan | Problem {
	if (limit instanceof Problem) return limit;
	const choice = readPaging(read, pagination);
	if (choice instanceof Problem) return choice;
	const cap = readResultCap(read);
	if (cap instanceof Problem) return cap;
	const options = read.collection('options');
	const path = textOf(options.recordsPath);
	const key = textOf(options.keyPath);
	const wholePages = read.text('output') === 'pages';
	const shared = {
		limit,
		sideBySide: true,
		...(choice.pageLimit === undefined ? {} : { pageLimit: choice.pageLimit }),
		...(key === undefined ? {} : { keyOf: (row: JsonValue) => asText(valueAt(row, key)) }),
		toItem: (row: JsonValue): IDataObject => itemOf(row),
	};
	const readPage = (data: JsonValue | undefined, at: string | undefined, totalPath?: string) => ({
		rows: recordsAt(data, at),
		...given(totalPath === undefined ? undefined : countAt(data, totalPath)),
		...(wholePages ? { instead: pageOf(data) } : {}),
	});
	if (choice.paging !== 'auto') {
		const { paging } = choice;
		const misplaced = bodyProblem(request, [paging, ...(cap ? [cap.place] : [])]);
		if (misplaced) return misplaced;
		const { check, notes } = checkedPages(request, paging);
		const pages = (each: ApiRequest) => pagesOf(each, paging);
		return {
			...shared,
			style: check(cap ? pagesPastCap(request, cap, pages) : pages(request)),
			notes,
			read: (data) => readPage(data, path, paging.totalAt),
		};
	}
	const misplaced = cap && bodyProblem(request, [cap.place]);
	if (misplaced) return misplaced;
	const auto = autoPages(request);
	return {
		...shared,
		style: cap ? pagesPastCap(request, cap, (each) => auto.of(each)) : auto.style,
		read: (data, { url, headers }) => {
			const told = auto.found({ url, headers, data });
			return readPage(data, path ?? told.rowsAt, told.totalAt);
		},
		notes: () => (auto.told ? [noteOf(auto.told)] : []),
	};
}

/** What goes into the body can only go where there is one, and where it is JSON. */
function bodyProblem(
	{ method, content, body }: ApiRequest,
	places: Array<{ sendIn?: string; in?: string }>,
): Problem | undefined {
	const isInBody = places.some((place) => place.sendIn === 'body' || place.in === 'body');
	if (!isInBody) return undefined;
	const isObject = body === undefined || (typeof body === 'object' && !Array.isArray(body));
	if (method !== 'GET' && content === undefined && isObject) return undefined;
	return new Problem(
		method === 'GET'
			? 'Send It In is Body, but a GET request has none'
			: 'Send It In is Body, but the body is no JSON object',
		'Choose Query or Header, or make the body JSON or Fields.',
	);
}

/** A whole page as one record; a page without anything on it is none. */
function pageOf(data: JsonValue | undefined): JsonValue[] {
	return data === undefined || (Array.isArray(data) && data.length === 0) ? [] : [data];
}

function given(total: number | undefined): { total?: number } {
	return total === undefined ? {} : { total };
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

const NAMES: Record<string, string> = {
	link: 'Link Header',
	nextUrl: 'Next URL',
	cursor: 'Cursor',
	lastRow: 'Last Record',
	offset: 'Offset',
	pageNumber: 'Page Number',
	none: 'Off',
};

function noteOf({ style, sure, why }: { style: string; sure: boolean; why: string }): Note {
	const found = `Pagination: ${NAMES[style] ?? style} (${why}).`;
	return sure
		? { message: found, type: 'info' }
		: {
				message: `${found} This is a guess: check it, and choose the right style under Pagination.`,
				type: 'warning',
			};
}
