import type { QueryValue } from './types';

/**
 * The absolute URL of a request. A path that is already absolute stands by itself.
 * `fromOrigin`: the path begins at the base's host. Arrays become `key[]=a&key[]=b` if the key ends in "[]", else repeated keys.
 * Throws TypeError when base and path make no URL.
 */
export function buildUrl(
	baseUrl: string,
	path: string,
	query: Record<string, QueryValue> = {},
	fromOrigin = false,
): string {
	const base = fromOrigin ? new URL(baseUrl).origin : baseUrl.replace(/\/+$/, '');
	// Without the slash, a relative path would name another host: "api.example" + ".evil.example".
	const relative = path === '' || /^[/?]/.test(path) ? path : `/${path}`;
	const url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(path) ? path : base + relative);
	for (const [key, value] of Object.entries(query)) {
		if (value === undefined) continue;
		for (const each of Array.isArray(value) ? value : [value]) {
			url.searchParams.append(key, String(each));
		}
	}
	return url.toString();
}
