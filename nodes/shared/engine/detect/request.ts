import type { JsonValue } from '../types';
import { countOf, fieldsOf, nameOf } from './fields';
import { CURSOR_ASKED, OFFSET, PAGE, PAGE_INSIDE, SIZE, SIZE_ASKED } from './words';

/** Something that the request sends. */
export interface Param {
	/** Of the query the name, of the body the path. */
	as: string;
	name: string;
	in: 'query' | 'body';
	value: JsonValue | undefined;
}

/** Objects of a body that hold where to begin and how much to give. */
const PAGING_OBJECT = /^(pagination|paging|page|pager|options)$/;
const isPaging = ({ name }: Param) =>
	[SIZE, PAGE, OFFSET, CURSOR_ASKED, SIZE_ASKED].some((words) => words.test(name));

export function paramsOf(url: URL, body: JsonValue | undefined): Param[] {
	const query = [...url.searchParams].map(
		([as, value]): Param => ({ as, name: nameOf(as), in: 'query', value }),
	);
	const fields = fieldsOf(body).flatMap(({ path, name, around, value }): Param[] => {
		const isHere = around.length === 0;
		const isInside = around.length === 1 && PAGING_OBJECT.test(around[0] ?? '');
		if (!isHere && !isInside) return [];
		// {"page": {"number": 1}} is the same as {"page_number": 1}.
		const inPage = around[0] === 'page' && PAGE_INSIDE.test(name);
		return [{ as: path, name: inPage ? 'page' : name, in: 'body', value }];
	});
	return [...query, ...fields];
}

/** The number that the request sends under one of these names. */
export function numberParam(
	params: Param[],
	words: RegExp,
): (Param & { count: number }) | undefined {
	for (const param of params) {
		const count = countOf(param.value);
		if (words.test(param.name) && count !== undefined) return { ...param, count };
	}
	return undefined;
}

/** The page size that was asked for. */
export function sizeParam(params: Param[]): (Param & { count: number }) | undefined {
	return numberParam(params, SIZE) ?? numberParam(params, SIZE_ASKED);
}

/** Where something new is sent: beside the paging that the request carries already. */
export function placeFor(
	key: string,
	params: Param[],
	body: JsonValue | undefined,
): { sendAs: string; sendIn: 'query' | 'body'; known: boolean } {
	const paging = params.filter(isPaging);
	const inBody = paging.find((param) => param.in === 'body');
	if (inBody) {
		const parent = inBody.as.split('.').slice(0, -1);
		return { sendAs: [...parent, key].join('.'), sendIn: 'body', known: true };
	}
	if (paging.length > 0 || body === undefined) return { sendAs: key, sendIn: 'query', known: true };
	// A search is told what to find in its body, and mostly also where to begin.
	return { sendAs: key, sendIn: 'body', known: false };
}
