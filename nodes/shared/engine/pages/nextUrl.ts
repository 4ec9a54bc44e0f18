import type { ApiRequest, HeaderMap } from '../types';
import { cursorAt } from './cursor';
import { isCursorRefused, type Cursor, type Page, type PageStyle } from './style';

/**
 * The answer tells the address of the next page, whole or as a path. A path is put behind the base
 * URL of the moment, so that a walk goes on when the vendor moves the account to another host. The
 * client refuses addresses of other origins.
 */
export function nextUrlPages(options: {
	/** Where the address stands in the answer. */
	at: string;
	first: ApiRequest;
}): PageStyle {
	return urlPages('nextUrl', options.first, ({ data }) => cursorAt(data, options.at));
}

/** The address of the next page stands in the Link header, as rel="next" (RFC 8288). */
export function linkPages(options: { first: ApiRequest }): PageStyle {
	return urlPages('link', options.first, ({ headers }) => nextLink(headers));
}

function urlPages(
	name: 'nextUrl' | 'link',
	first: ApiRequest,
	urlOf: (page: Page) => Cursor | undefined,
): PageStyle {
	const { query: _, pathTemplate = first.path, ...rest } = first;
	return {
		name,
		request: (cursor) =>
			cursor === undefined ? first : { ...rest, pathTemplate, path: String(cursor) },
		isExpired: isCursorRefused,
		next: (page) => {
			const url = urlOf(page);
			return url === undefined ? { kind: 'end' } : { kind: 'more', cursor: url };
		},
	};
}

/** The target of rel="next". Targets hold commas and semicolons: only what stands in <> counts. */
export function nextLink({ link = '' }: HeaderMap): string | undefined {
	for (const [, url, parameters] of link.matchAll(/<([^>]*)>((?:\s*;\s*[^,;<]+)*)/g)) {
		if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:;|$)/i.test(parameters ?? ''))
			return url;
	}
	return undefined;
}
