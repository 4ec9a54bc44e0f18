import type { HeaderMap, JsonValue } from '../types';
import { asObject, asText } from '../body';
import { countOf, fieldsOf, nameOf, type Field } from './fields';
import { paramsOf, type Param } from './request';
import { rowsIn, type Rows } from './rows';
import { ASIDE, BACK, SIZE } from './words';

/** The first page of a list, as it was asked for and answered. */
export interface FirstPage {
	data: JsonValue | undefined;
	headers: HeaderMap;
	/** Absolute, with its query. */
	url: string;
	/** The JSON body of the request, if there was one. */
	body?: JsonValue;
}

/** A first page, read once for all who look for signs in it. */
export interface Seen {
	data: JsonValue | undefined;
	headers: HeaderMap;
	url: URL;
	body: JsonValue | undefined;
	/** What stands beside the records and may be a sign, the nearest to them first. */
	fields: Field[];
	rows?: Rows;
	params: Param[];
	/** The text of a GraphQL query, where one was sent. */
	graphql?: string;
	/** The request is a query in a language: where to begin is told in its text, not beside it. */
	isText: boolean;
}

export interface NumberField extends Field {
	count: number;
}

/** Only for addresses that are none: nothing is ever asked there. */
const NOWHERE = 'http://nowhere.invalid';

export function see({ data, headers, url: text, body }: FirstPage): Seen {
	const url = URL.parse(text) ?? new URL(NOWHERE);
	const words = url.pathname.split('/').map((part) => nameOf(part.replace(/\.\w+$/, '')));
	const all = fieldsOf(data);
	const rows = rowsIn(data, all, words);
	const { query } = asObject(body);
	const isGraphql =
		typeof query === 'string' && /[{]/.test(query) && Object.hasOwn(asObject(data), 'data');
	const params = paramsOf(url, body);
	return {
		data,
		headers,
		url,
		body,
		fields: nearFirst(all.filter(isSign), rows),
		...(rows ? { rows } : {}),
		params,
		isText: isGraphql || params.some(({ value }) => /^\s*select\s/i.test(asText(value) ?? '')),
		...(isGraphql ? { graphql: query } : {}),
	};
}

/** The first whole number under one of these names. */
export function numberField(fields: Field[], words: RegExp): NumberField | undefined {
	for (const field of fields) {
		const count = countOf(field.value);
		if (words.test(field.name) && count !== undefined) return { ...field, count };
	}
	return undefined;
}

/** How many records a page has; "size" is sometimes how many there are in all. */
export function sizeField(fields: Field[]): NumberField | undefined {
	const plain = fields.filter(({ name }) => name !== 'size');
	return numberField(plain, SIZE) ?? numberField(fields, SIZE);
}

/** Not what tells of the page before, of the request, or of something else. */
function isSign({ name, around }: Field): boolean {
	const isBack = around.some((each) => BACK.test(each)) || /^(prev|previous)/.test(name);
	return !isBack && !around.some((each) => ASIDE.test(each));
}

/** What stands beside the records tells of them rather than of another list. */
function nearFirst(fields: Field[], rows: Rows | undefined): Field[] {
	const parent = rows?.path.split('.').slice(0, -1).join('.');
	const isNear = (field: Field) => field.parent === parent;
	return [...fields.filter(isNear), ...fields.filter((field) => !isNear(field))];
}
