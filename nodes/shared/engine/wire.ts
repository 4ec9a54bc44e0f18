import { messageOf } from './errorFacts';
import { isForeign, originRefusal } from './origin';
import type { AnswerKind, ApiRequest, Content, HeaderMap, JsonValue, WireRequest } from './types';
import { buildUrl } from './url';
import type { Connection } from './vendor';

/** Why a request cannot be sent at all. */
export interface Unsendable {
	reason: 'bad-input' | 'foreign-origin';
	message: string;
}

export interface WireFacts {
	/** The headers that authenticate it. */
	secret: HeaderMap;
	/** The headers that name this attempt. */
	trace: HeaderMap;
	timeoutMs: number;
}

const ACCEPT: Record<AnswerKind, string> = {
	json: 'application/json',
	auto: 'application/json, text/plain;q=0.9, */*;q=0.8',
	text: 'text/plain, */*;q=0.8',
	bytes: '*/*',
};

/** Where requests go: the address that came with the token, where it brings one. */
export function baseUrlOf({ authentication, baseUrl }: Connection): string {
	return authentication.baseUrl?.() ?? baseUrl;
}

/** What goes over the socket for a request, or what keeps it from being sent. Never throws. */
export function wireRequest(
	request: ApiRequest,
	connection: Connection,
	facts: WireFacts,
): WireRequest | Unsendable {
	const { path, query, fromOrigin, anonymous = false } = request;
	const { foreignOrigin = anonymous ? 'bare' : 'refuse' } = request;
	const { baseUrl = baseUrlOf(connection) } = request;
	try {
		const url = buildUrl(baseUrl, path, query, fromOrigin);
		const message = originRefusal(url, baseUrl, foreignOrigin);
		if (message !== undefined) return { reason: 'foreign-origin', message };
		if (anonymous) return fullRequest(request, url, {}, { ...facts, secret: {} });
		return isForeign(url, baseUrl)
			? bareRequest(url, facts)
			: fullRequest(request, withSecret(url, connection), connection.headers, facts);
	} catch (error) {
		return { reason: 'bad-input', message: messageOf(error) };
	}
}

/** A next link may hold the key of the first request: it is put in anew. */
function withSecret(address: string, { authentication }: Connection): string {
	const url = new URL(address);
	for (const [name, value] of Object.entries(authentication.query ?? {})) {
		url.searchParams.set(name, value);
	}
	return url.toString();
}

/** What another host may see: that somebody asks. */
function bareRequest(url: string, { timeoutMs }: WireFacts): WireRequest {
	const headers = { accept: 'application/json' };
	return { method: 'GET', url, headers, secretHeaders: [], timeoutMs };
}

function fullRequest(
	{ method, body, content = contentOf(body), answerAs, maxAnswerBytes, headers }: ApiRequest,
	url: string,
	ofVendor: HeaderMap,
	{ secret, trace, timeoutMs }: WireFacts,
): WireRequest {
	return {
		method,
		url,
		headers: {
			accept: ACCEPT[answerAs ?? 'json'],
			...(content ? { 'content-type': content.type } : {}),
			...ofVendor,
			...headers,
			...trace,
			...secret,
		},
		secretHeaders: Object.keys(secret),
		timeoutMs,
		...(content ? { body: content.data } : {}),
		...(answerAs === 'bytes' ? { bytes: true } : {}),
		...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
	};
}

function contentOf(body: JsonValue | undefined): Content | undefined {
	return body === undefined ? undefined : { type: 'application/json', data: JSON.stringify(body) };
}
