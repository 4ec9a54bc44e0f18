import type { Parameters } from './parameters';
import { Refused } from './endpoint';
import { misconfigured } from './refusals';

/** docs.apollo.io/reference, search pages, as read in August 2026. */
const MAX_PER_PAGE = 100;
const DEFAULT_PER_PAGE = 10;

export interface Shown<Item> {
	items: Item[];
	pagination: { page: number; per_page: number; total_entries: number; total_pages: number };
}

/** One page. No search shows more than `cap` records. */
export function pageOf<Item>(
	parameters: Parameters,
	all: readonly Item[],
	{ cap = Infinity, max = MAX_PER_PAGE }: { cap?: number; max?: number } = {},
): Shown<Item> {
	const page = parameters.number('page', 1);
	const perPage = parameters.number('per_page', DEFAULT_PER_PAGE);
	if (!Number.isInteger(page) || page < 1) {
		throw new Refused(misconfigured('page must be 1 or more'));
	}
	if (!Number.isInteger(perPage) || perPage < 1 || perPage > max) {
		throw new Refused(misconfigured(`per_page must be between 1 and ${max}`));
	}
	if (page * perPage > cap) {
		throw new Refused(misconfigured(`Only the first ${cap} records can be displayed`));
	}
	return {
		items: all.slice((page - 1) * perPage, page * perPage),
		pagination: {
			page,
			per_page: perPage,
			total_entries: all.length,
			total_pages: Math.ceil(all.length / perPage),
		},
	};
}
