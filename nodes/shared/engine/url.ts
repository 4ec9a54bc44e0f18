import type { QueryValue } from './types';

/**
 * The absolute URL of a request. A path that is already absolute stands by itself.
 * Arrays become `key[]=a&key[]=b` if the key ends in "[]", else repeated keys.
 * Throws TypeError when base and path make no URL.
 */
export function buildUrl(
	baseUrl: string,
	path: string,
	query: Record<string, QueryValue> = {},
): string {
	const absolute = /^https?:\/\//i.test(path) ? path : baseUrl.replace(/\/+$/, '') + path;
	const url = new URL(absolute);
	for (const [key, value] of Object.entries(query)) {
		if (value === undefined) continue;
		for (const each of Array.isArray(value) ? value : [value]) {
			url.searchParams.append(key, String(each));
		}
	}
	return url.toString();
}
