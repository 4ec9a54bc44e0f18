import { asObject } from '../body';
import { nameOf, type Field } from './fields';
import { placeFor, type Param } from './request';
import type { Seen } from './seen';
import { CURSOR_ASKED, LAST, MORE } from './words';

/** Under which name a cursor is sent back, and whether that is known. */
export interface Sent {
	sendAs: string;
	sendIn: 'query' | 'body';
	sure: boolean;
}

/** The name that the request carries already, or else that which the field's own name tells. */
export function sendAsOf(field: Field, seen: Seen): Sent {
	const told = nameTold(field, seen);
	const asked = askedAs(field, told.name, seen.params);
	if (asked) return { sendAs: asked.as, sendIn: asked.in, sure: true };
	const { sendAs, sendIn } = placeFor(told.name, seen.params, seen.body);
	// A GraphQL query takes nothing but its variables.
	return { sendAs, sendIn, sure: told.sure && seen.graphql === undefined };
}

function askedAs(field: Field, told: string, params: Param[]): Param | undefined {
	const same = params.find(({ name }) => name === nameOf(told) || name === field.name);
	const cursors = params.filter(({ name }) => CURSOR_ASKED.test(name));
	return same ?? (cursors.length === 1 ? cursors[0] : undefined);
}

/** Names that mean the same field everywhere: what the one API calls so, is sent so. */
const SENT_AS_CALLED =
	/^(continuation|continuationtoken|continue|pagetoken|paginationtoken|bookmark|startingafter|after|cursor)$/;
/** Behind "next", what others send back in more than one way. */
const SURE_BEHIND_NEXT =
	/^(cursor|pagetoken|after|startingafter|start|startcursor|offset|marker|skip|continuationtoken|continuation|bookmark|page)$/;

function nameTold(field: Field, seen: Seen): { name: string; sure: boolean } {
	const { key, name, around, parent } = field;
	const isInsideNext = /^next/.test(around.at(-1) ?? '');
	const plain = name.startsWith('next') ? behindNext(key) : key;
	const beside = seen.fields.filter((each) => each.parent === parent);
	switch (nameOf(plain)) {
		case 'pagetoken':
			return pageToken(plain, key, seen);
		case 'token': {
			const isSocial = beside.some((each) => each.name === 'resultcount');
			return isSocial ? { name: 'pagination_token', sure: true } : { name: key, sure: false };
		}
		case 'cursor':
			if (name === 'nextcursor') return nextCursor(plain, seen.data);
			// What stands in "pagination.cursor" is sent as "after" as often as "cursor".
			return { name: key, sure: isInsideNext || !isAmbiguousCursor(field, seen) };
	}
	if (isInsideNext) return { name: plain, sure: SURE_BEHIND_NEXT.test(name) };
	if (name === 'next') return { name: key, sure: false };
	// A number goes on from this page's number; a text may be anything.
	if (name === 'nextpage') return { name: plain, sure: typeof field.value === 'number' };
	if (name === 'after') return { name: key, sure: isPlainAfter(around) };
	return name.startsWith('next')
		? { name: plain, sure: SURE_BEHIND_NEXT.test(nameOf(plain)) }
		: { name: plain, sure: SENT_AS_CALLED.test(name) || name === 'offset' };
}

/** "next_page_token" is sent as "page_token", and "nextPageToken" as "pageToken". */
function behindNext(key: string): string {
	const rest = key.replace(/^next[_-]?/i, '');
	return /^next[A-Z]/.test(key) ? rest.charAt(0).toLowerCase() + rest.slice(1) : rest;
}

/** "nextPageToken" goes back without its "next", unless something beside it tells otherwise. */
function pageToken(plain: string, key: string, { fields }: Seen): { name: string; sure: boolean } {
	const has = (words: RegExp) => fields.some(({ name }) => words.test(name));
	if (has(/^(islast|moreresult|pagecount)$/)) return { name: key, sure: true };
	if (has(/^morerecords$/) || key === plain) return { name: plain, sure: true };
	const isSaid = fields.some(
		({ name, value }) => typeof value === 'boolean' && (MORE.test(name) || LAST.test(name)),
	);
	return { name: plain, sure: !isSaid && key === 'nextPageToken' };
}

/** A list that names its type, with an object of that name, is asked for with "start_cursor". */
function nextCursor(plain: string, data: Seen['data']): { name: string; sure: boolean } {
	const { object, type, ...rest } = asObject(data);
	if (object !== 'list') return { name: plain, sure: true };
	const isTyped = typeof type === 'string' && Object.hasOwn(rest, type);
	return isTyped ? { name: 'start_cursor', sure: true } : { name: plain, sure: false };
}

/** A bare cursor that may go to another address, or under another name. */
function isAmbiguousCursor({ around }: Field, { fields, body }: Seen): boolean {
	const isPaging = /^(pagination|paging|page|meta|cursors?)$/.test(around.at(-1) ?? '');
	const isSaid = fields.some(({ name, value }) => typeof value === 'boolean' && MORE.test(name));
	return isPaging || (isSaid && Object.keys(asObject(body)).length > 0);
}

/** "paging.cursors.after" is sent as "after"; of other objects it may have to go as "cursor". */
function isPlainAfter(around: string[]): boolean {
	const path = around.join('.');
	return /^((data|paging|pagination)|(.*\.)?paging\.cursors)?$/.test(path);
}
