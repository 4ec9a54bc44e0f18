import type { HeaderMap, WireRequest } from '../types';

/** The redirects of RFC 9110, 15.4; 300 and 304 are answers. */
const REDIRECT = new Set([301, 302, 303, 307, 308]);

export type NextHop =
	/** Not a redirect. */
	{ kind: 'answer' } | { kind: 'follow'; request: WireRequest } | { kind: 'refused'; why: string };

/**
 * What to do with a 3xx. Only reads are followed: a write that a redirect turned into a GET would
 * look like a success, and a 307 would hand the body to a host that nobody chose.
 */
export function nextHop(request: WireRequest, status: number, headers: HeaderMap): NextHop {
	if (!REDIRECT.has(status)) return { kind: 'answer' };
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return {
			kind: 'refused',
			why: `the server answered a ${request.method} with a redirect (${status})`,
		};
	}
	if (headers.location === undefined) return { kind: 'answer' };
	const from = new URL(request.url);
	const to = URL.parse(headers.location, from.href);
	if (!to) return { kind: 'refused', why: 'the server redirected to something that is no URL' };
	if (to.protocol !== 'https:' && to.protocol !== from.protocol) {
		return {
			kind: 'refused',
			why: `the server redirected from https to ${to.protocol.slice(0, -1)}`,
		};
	}
	to.username = '';
	to.password = '';
	const headersToSend = to.origin === from.origin ? request.headers : bareHeaders(request);
	return { kind: 'follow', request: { ...request, url: to.href, headers: headersToSend } };
}

/** What another host may see of a read: a header that a user typed may be a key as well. */
const BARE = new Set(['accept', 'accept-encoding', 'accept-language', 'range', 'user-agent']);

function bareHeaders({ headers, secretHeaders }: WireRequest): HeaderMap {
	const secret = new Set(secretHeaders.map((name) => name.toLowerCase()));
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => {
			const lower = name.toLowerCase();
			return BARE.has(lower) && !secret.has(lower);
		}),
	);
}
