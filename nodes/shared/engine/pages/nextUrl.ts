import type { ApiRequest, HeaderMap } from '../types';
import { cursorAt } from './cursor';
import { saysMore, type MoreFields } from './says';
import { isCursorRefused, type Cursor, type Page, type PageStyle } from './style';

/**
 * The answer tells the address of the next page, whole or relative to its own. An address at the
 * page's own host is kept as a path, so that a walk goes on when the vendor moves the account to
 * another host. The client refuses addresses of other origins.
 */
export function nextUrlPages(
	options: {
		/** Where the address stands in the answer. */
		at: string;
		first: ApiRequest;
	} & Pick<MoreFields, 'moreAt' | 'lastAt'>,
): PageStyle {
	return urlPages('nextUrl', options.first, ({ data }) =>
		saysMore(data, options) === false ? undefined : cursorAt(data, options.at),
	);
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
	const { pathTemplate = first.path } = first;
	return {
		name,
		request: (cursor) =>
			cursor === undefined
				? first
				: { ...first, query: {}, pathTemplate, path: String(cursor), fromOrigin: true },
		isExpired: isCursorRefused,
		next: (page) => {
			const link = urlOf(page);
			if (link === undefined) return { kind: 'end' };
			const url = URL.parse(String(link), page.url);
			if (!url) return { kind: 'lost', why: `the next address is "${link}", which is no URL` };
			const isOwn = url.origin === new URL(page.url).origin;
			return { kind: 'more', cursor: isOwn ? url.pathname + url.search : url.href };
		},
	};
}

/** A target in <>, and its parameters, whose values may be quoted and then hold any sign. */
const LINK = /<([^>]*)>((?:\s*;\s*[^=,;\s]+(?:\s*=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g;
const PARAMETER = /;\s*([^=,;\s]+)(?:\s*=\s*(?:"([^"]*)"|([^",;\s]*)))?/g;

/** The target of rel="next". */
export function nextLink({ link = '' }: HeaderMap): string | undefined {
	for (const [, url, parameters = ''] of link.matchAll(LINK)) {
		for (const [, name, quoted, plain] of parameters.matchAll(PARAMETER)) {
			const relations = (quoted ?? plain ?? '').toLowerCase().split(/\s+/);
			if (name?.toLowerCase() === 'rel' && relations.includes('next')) return url;
		}
	}
	return undefined;
}
