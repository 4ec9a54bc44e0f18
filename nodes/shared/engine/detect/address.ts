import { asObject, asText } from '../body';
import { countOf, nameOf, type Field } from './fields';
import type { Found } from './found';
import { numberParam } from './request';
import { numberField, type Seen } from './seen';
import { ADDRESS, NEXT, NEXT_ADDRESS, OFFSET, PAGE, SIZE } from './words';

/** The address of the next page in the body. */
export function fromAddress(seen: Seen): Found | undefined {
	const addresses = seen.fields.filter(isNextAddress);
	// Of two spellings of it the whole one: a path may be meant from elsewhere.
	const best = addresses.find(({ value }) => /^https?:/i.test(asText(value) ?? '')) ?? addresses[0];
	const address = asText(best?.value);
	if (!best || address === undefined) return undefined;
	const trouble = troubleOf(address, seen);
	const next = { style: 'nextUrl', nextAt: best.path } as const;
	const why = `${best.path} holds the address of the next page`;
	if (!trouble) {
		// A search is asked again with its body; whether the address means that, it does not say.
		const isSearch = Object.keys(asObject(seen.body)).length > 0;
		return isSearch
			? { ...next, sure: false, why: `${why}, but the request has a body` }
			: { ...next, sure: true, why };
	}
	return byItsNumber(address, seen, trouble) ?? unusable(next, why, trouble);
}

/** The number in the address of the next page, where the address itself does not do. */
function byItsNumber(address: string, seen: Seen, trouble: string): Found | undefined {
	const next = URL.parse(address, seen.url.href);
	// A proxy may stand before the host and the first part of the path, but not inside of it.
	if (!next || !isSamePath(next.pathname, seen.url.pathname)) return undefined;
	for (const [key, value] of next.searchParams) {
		const isPage = PAGE.test(nameOf(key));
		const number = countOf(value);
		if (number === undefined || !(isPage || OFFSET.test(nameOf(key)))) continue;
		const words = isPage ? PAGE : OFFSET;
		const asked = numberParam(seen.params, words)?.count ?? numberField(seen.fields, words)?.count;
		const first = isPage ? number - 1 : number - (seen.rows?.list.length ?? 0);
		const fits = asked === undefined ? first === 0 || first === 1 : asked === first;
		return {
			style: isPage ? 'pageNumber' : 'offset',
			sure: fits && !seen.body,
			why: `the address of the next page ${trouble}, so its ${key} is counted on`,
			sendAs: key,
			sendIn: 'query',
			first: Math.max(0, asked ?? first),
		};
	}
	return undefined;
}

function unusable(next: Pick<Found, 'style' | 'nextAt'>, why: string, trouble: string): Found {
	return { ...next, sure: false, why: `${why}, which ${trouble}` };
}

/** "next", or "href" inside of "next", with an address in it. */
function isNextAddress({ name, around, value }: Field): boolean {
	if (typeof value !== 'string' || !isAddress(value)) return false;
	return NEXT_ADDRESS.test(name) || (ADDRESS.test(name) && NEXT.test(around.at(-1) ?? ''));
}

/** "/services/query/01g-2000", "?page=2" and "https://…"; a cursor in Base64 may begin with "/" too. */
function isAddress(text: string): boolean {
	return /^https?:\/\/./i.test(text) || /^\?[^=]+=/.test(text) || /^\/[\w.~-]+[/?]/.test(text);
}

/** Why the address cannot be asked as it stands; undefined when it can. */
function troubleOf(address: string, { url, params, rows }: Seen): string | undefined {
	const next = URL.parse(address, url.href);
	if (!next) return 'is none';
	if (next.host !== url.host) return 'is at another host';
	if (next.protocol !== url.protocol) return `begins with ${next.protocol} instead`;
	// Relative to the place where the API is installed, and not to the host.
	if (next.pathname !== url.pathname && url.pathname.endsWith(next.pathname)) {
		return 'leaves out the beginning of the path';
	}
	const keys = [...next.searchParams.keys()].map(nameOf);
	const forgotten = params.find(
		(param) => param.in === 'query' && !isPlace(param.name) && !keys.includes(param.name),
	);
	// An address with a cursor may keep the rest in that; a bare number keeps nothing.
	const asked = params.map(({ name }) => name);
	const isBare =
		keys.some(isPlace) &&
		keys.every((key) => isPlace(key) || SIZE.test(key) || asked.includes(key));
	return forgotten && isBare && rows ? `forgets ${forgotten.as}` : undefined;
}

function isSamePath(next: string, own: string): boolean {
	const [inner = '', outer = ''] = [next, own].map((path) => path.replace(/\/+$/, ''));
	return outer.endsWith(inner) || inner.endsWith(outer);
}

function isPlace(name: string): boolean {
	return PAGE.test(name) || OFFSET.test(name);
}
