import type { QueryValue } from '../shared/engine/types';
import { Problem } from '../shared/node/parameters';

/** An address in the parts of a request. */
export interface Address {
	/** "https://api.example.com", or the credential's base URL. */
	baseUrl: string;
	path: string;
	query: Record<string, QueryValue>;
}

const WITH_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
/** "api.example.com/contacts", "localhost:3000/x": a host without its scheme. */
const LIKE_HOST = /^(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(\/|$)/i;

/**
 * Splits an address, absolute or relative to the base URL of the credential. A problem says what is
 * wrong with it.
 */
export function splitUrl(text: string, baseUrl: string): Address | Problem {
	const problem = problemOf(text, baseUrl);
	if (problem) return problem;
	const isAbsolute = WITH_SCHEME.test(text);
	const [plain = '', search = ''] = splitOnce(text, '?');
	const query = queryOf(search);
	if (!isAbsolute) {
		const path = plain === '' || plain.startsWith('/') ? plain : `/${plain}`;
		return { baseUrl, path, query };
	}
	const url = URL.parse(plain);
	if (!url) return new Problem(`"${text}" is not a URL`, 'Change URL.');
	if (url.username !== '' || url.password !== '') {
		return new Problem(
			'The URL holds a user name or a password',
			'Put them into a credential: URLs are kept in logs.',
		);
	}
	return { baseUrl: url.origin, path: url.pathname === '/' ? '' : url.pathname, query };
}

function problemOf(text: string, baseUrl: string): Problem | undefined {
	if (text === '' && baseUrl === '') return new Problem('URL is empty', 'Enter an address.');
	if (/\p{Cc}/u.test(text)) {
		return new Problem('The URL holds a line break or a tab', 'Check the expression in URL.');
	}
	if (text.includes('#')) {
		return new Problem(
			'The URL holds a "#", and what stands behind it would never be sent',
			'Write "%23", or put the value into encodeURIComponent(…) in the expression.',
		);
	}
	const broken = /%(?![\da-f]{2}).{0,2}/i.exec(text);
	if (broken) {
		return new Problem(
			`The URL holds "${broken[0]}", which is no character`,
			'Write "%25" for a percent sign, or put the value into encodeURIComponent(…).',
		);
	}
	if (WITH_SCHEME.test(text)) {
		return /^https?:/i.test(text)
			? undefined
			: new Problem(`The URL begins with "${text.split(':')[0]}:"`, 'Begin with https://.');
	}
	if (LIKE_HOST.test(text) && baseUrl === '') {
		return new Problem(`The URL "${text}" has no scheme`, 'Begin with https://.');
	}
	return baseUrl === ''
		? new Problem(
				`The URL "${text}" is only a path`,
				'Begin with https://, or enter a base URL in the credential.',
			)
		: undefined;
}

function splitOnce(text: string, sign: string): [string, string] {
	const place = text.indexOf(sign);
	return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

function queryOf(search: string): Record<string, QueryValue> {
	const query: Record<string, QueryValue> = {};
	for (const [name, value] of new URLSearchParams(search)) addValue(query, name, value);
	return query;
}

/** A name that comes twice has two values. */
export function addValue(query: Record<string, QueryValue>, name: string, value: string): void {
	const before = query[name];
	if (before === undefined) query[name] = value;
	else query[name] = [...(Array.isArray(before) ? before : [before]), value];
}
