import type { ApiRequest, Content, HttpMethod, JsonValue } from '../../../shared/engine/types';
import type { Facts } from '../../../shared/node/operation';
import type { Files } from '../../../shared/node/files';
import { type ParameterReader, Problem } from '../../../shared/node/parameters';
import { readLargestAnswer } from '../../safety';
import { splitUrl } from '../../url';
import { asJson, pairsOf, plainOf, readHeaders, readJson, readQuery } from '../../values';
import { QUOTAS } from '../../vendor';

/** Requests that do no harm when they arrive twice (RFC 9110 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const LONGEST_URL = 100_000;

/** What all requests of this node have: address, query, headers. The body is up to the caller. */
export function readRequest(
	read: ParameterReader,
	{ baseUrl = '' }: Facts,
	operation: string,
): ApiRequest | Problem {
	const method = methodOf(read.text('method'));
	if (!method)
		return new Problem(`"${read.text('method')}" is no method`, 'Choose another Method.');
	const url = read.text('url');
	if (url.length > LONGEST_URL) return new Problem('The URL is too long', 'Check its expression.');
	const address = splitUrl(url, baseUrl);
	if (address instanceof Problem) return address;
	const headers = readHeaders(read);
	if (headers instanceof Problem) return headers;
	const maxAnswerBytes = readLargestAnswer(read);
	if (maxAnswerBytes instanceof Problem) return maxAnswerBytes;
	const foreign = read.collection('options').otherHosts === true;
	return {
		operation,
		method,
		...address,
		query: readQuery(read, address.query),
		pathTemplate: templateOf(read.raw('url'), address.path),
		headers,
		safeToRepeat: IDEMPOTENT.has(method),
		maxAnswerBytes,
		foreignOrigin: foreign ? 'bare' : 'refuse',
		quotas: QUOTAS,
	};
}

function methodOf(text: string): HttpMethod | undefined {
	const methods: HttpMethod[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];
	return methods.find((method) => method === text.toUpperCase());
}

/** What the log shows of a path: an expression as it was written, and not what it gave. */
export function templateOf(raw: string, path: string): string {
	if (!raw.startsWith('=')) return path.split('/').map(withoutToken).join('/');
	const text = raw.slice(1).split('?')[0] ?? '';
	return text.replace(/^https?:\/\/[^/{]+/i, '');
}

/** The address of a webhook is its secret: long parts of letters and digits are left out. */
function withoutToken(part: string): string {
	const isLong = part.length >= 16 && /\d/.test(part) && /[a-z]/i.test(part);
	return isLong || part.length >= 32 ? '…' : part;
}

/** A body that is there, or a way to get it. */
export interface Body {
	body?: JsonValue;
	content?: Content;
	file?: (files: Files, itemIndex: number) => Promise<Content | Problem>;
}

/** The body of a request, by the kind that the user chose. */
export function readBody(read: ParameterReader): Body | Problem {
	if (!WITH_BODY.has(read.text('method'))) return {};
	switch (read.text('bodyType')) {
		case 'fields':
			return { body: fieldsOf(read) };
		case 'json': {
			const body = readJson(read, 'jsonBody', 'The body');
			if (body instanceof Problem) return body;
			return body === undefined ? {} : { body };
		}
		case 'form':
			return { content: formOf(read) };
		case 'raw': {
			const type = read.text('rawType') || 'text/plain';
			return { content: { type, data: String(read.any('rawBody') ?? '') } };
		}
		case 'file':
			return { file: fileOf(read) };
		case 'multipart':
			return { file: multipartOf(read) };
		default:
			return {};
	}
}

/** Name and value pairs as JSON: a value keeps its type, as the expression gave it. */
export function fieldsOf(read: ParameterReader): { [key: string]: JsonValue } {
	const body: { [key: string]: JsonValue } = {};
	for (const [name, value] of pairsOf(read, 'bodyFields')) {
		const json = asJson(value);
		if (json !== undefined) body[name] = json;
	}
	return body;
}

function formOf(read: ParameterReader): Content {
	const form = new URLSearchParams();
	for (const [name, value] of pairsOf(read, 'bodyFields')) {
		for (const each of Array.isArray(value) ? value : [value]) {
			const text = plainOf(each);
			if (text !== undefined) form.append(name, text);
		}
	}
	return { type: 'application/x-www-form-urlencoded', data: form.toString() };
}

/** Values and files in one form (RFC 7578). */
function multipartOf(read: ParameterReader): NonNullable<Body['file']> {
	const pairs = pairsOf(read, 'bodyFields');
	const parts = read.list('files', 'file').map(({ name, inputField }) => ({
		name: String(name ?? '').trim() || 'file',
		property: String(inputField ?? '').trim() || 'data',
	}));
	return async (files, itemIndex) => {
		const form = new FormData();
		for (const [name, value] of pairs) {
			for (const each of Array.isArray(value) ? value : [value]) {
				const text = plainOf(each);
				if (text !== undefined) form.append(name, text);
			}
		}
		for (const { name, property } of parts) {
			const file = await files.read(itemIndex, property);
			if (file instanceof Problem) return file;
			form.append(name, new Blob([file.data], { type: file.type }), file.name ?? property);
		}
		const encoded = new Response(form);
		const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
		return { type, data: new Uint8Array(await encoded.arrayBuffer()) };
	};
}

function fileOf(read: ParameterReader): NonNullable<Body['file']> {
	const property = read.text('inputField') || 'data';
	return async (files, itemIndex) => {
		const file = await files.read(itemIndex, property);
		return file instanceof Problem ? file : { type: file.type, data: file.data };
	};
}
