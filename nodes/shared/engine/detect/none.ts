import { asObject } from '../body';
import type { Evidence } from './evidence';
import { countOf, fieldsOf, isObject, type Field } from './fields';
import type { Found } from './found';
import { sizeParam } from './request';
import type { Seen } from './seen';
import { LAST, MORE, PAGES, RIDDLE } from './words';

/** Page sizes that are usual, besides the multiples of five. */
const USUAL_SIZES = [12, 16, 24, 32, 36, 48, 64, 96, 128, 144, 256, 512, 999, 1024];
const LEAST_SIZE = 10;

/** Headers that lead on. */
const RIDDLE_HEADER = /(^|-)(continuation-?token|next(-page|-cursor|-token|-offset)?|cursor)$/;

/** No sign that we know. */
export function fromNothing(seen: Seen, { more, end, isSaid }: Evidence): Found {
	const unsure = (why: string): Found => ({ style: 'none', sure: false, why });
	const { rows } = seen;
	if (!rows) return unsure('there is no list of records in the answer');
	if (rows.mixed) return unsure('the answer is a list of unlike things');
	if (more) return unsure(`${more}, but not how the next page is asked for`);
	const whole = { style: 'none', sure: true, ends: true } as const;
	const all = { ...whole, why: `${end}: everything came` };
	if (isSaid) return all;
	const riddle = riddleIn(seen);
	if (riddle) return unsure(`${riddle} may lead to the next page, in a way that is not known`);
	if (end) return all;
	const count = rows.list.length;
	return isFull(count, seen) || isUsualSize(count)
		? unsure(`the page may be full: ${count} records came, and nothing tells of more`)
		: { ...whole, why: `nothing tells of pages, and ${count} records fill none` };
}

function isUsualSize(count: number): boolean {
	return count >= LEAST_SIZE && (count % 5 === 0 || USUAL_SIZES.includes(count));
}

/** As many as were asked for: by a GraphQL query with any of its numbers. */
function isFull(count: number, { params, graphql = '', body }: Seen): boolean {
	const size = sizeParam(params)?.count;
	const literals = [...graphql.matchAll(/\w\s*:\s*(\d+)/g)].map(([, digits]) => Number(digits));
	const variables = graphql === '' ? {} : asObject(asObject(body).variables);
	const isAsked = [...literals, ...Object.values(variables)].includes(count);
	return count > 0 && (isAsked || (size !== undefined && size > 0 && count >= size));
}

/** What may be a way to go on that we do not know; its path. */
function riddleIn({ fields, headers, rows, graphql }: Seen): string | undefined {
	const isFilled = ({ value }: Field) =>
		value !== null && value !== '' && value !== false && value !== undefined && !isEmpty(value);
	const field = fields.find((each) => RIDDLE.test(each.name) && isFilled(each));
	if (field) return field.path;
	const list = fields.find(({ name, value }) => /^_?links?$/.test(name) && hasNextLink(value));
	if (list) return list.path;
	const header = Object.keys(headers).find((name) => RIDDLE_HEADER.test(name) && headers[name]);
	if (header !== undefined) return `the header ${header}`;
	// The one "record" may be the page itself.
	const isOne = rows?.list.length === 1 || graphql !== undefined;
	const inside = isOne ? pagesInside(rows?.list[0]) : undefined;
	return inside && `${rows?.path}.0.${inside}`;
}

function isEmpty(value: Field['value']): boolean {
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A list of links, one of them to the next page: where it stands may differ from page to page. */
function hasNextLink(value: Field['value']): boolean {
	return (
		Array.isArray(value) &&
		value.some((link) => [asObject(link).rel, asObject(link).relation].includes('next'))
	);
}

/** A record that is itself a list with pages: the path of what says so. */
function pagesInside(record: Field['value']): string | undefined {
	const fields = fieldsOf(record);
	const isPaged = fields.some(({ value }) => Array.isArray(value) && value.some(isObject));
	const sign = fields.find(
		({ name, value }) =>
			(MORE.test(name) && value === true) ||
			(LAST.test(name) && value === false) ||
			(PAGES.test(name) && (countOf(value) ?? 0) > 1) ||
			(RIDDLE.test(name) && Boolean(value)),
	);
	return isPaged ? sign?.path : undefined;
}
