import type { Found } from './found';
import type { Seen } from './seen';

/** Relations of the Link header that are about pages; others tell of styles, schemas, versions. */
const OF_PAGES = ['first', 'last', 'prev', 'previous'];

/** The Link header (RFC 8288) with rel="next", or with the other pages only: then this is the last. */
export function fromLink({ headers }: Seen): Found | undefined {
	const relations = relationsOf(headers.link ?? '');
	if (relations.includes('next')) {
		return { style: 'link', sure: true, why: 'the Link header holds the address of the next page' };
	}
	return relations.some((each) => OF_PAGES.includes(each))
		? { style: 'link', sure: true, ends: true, why: 'the Link header tells of no next page' }
		: undefined;
}

function relationsOf(link: string): string[] {
	// An address may hold anything, also "rel=".
	const parameters = link.replace(/<[^>]*>/g, '');
	return [...parameters.matchAll(/;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/gi)].flatMap(
		([, quoted, plain]) => (quoted ?? plain ?? '').toLowerCase().split(/\s+/),
	);
}
