import type { Person } from '../data/person';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { pageOf } from './paging';
import type { Parameters } from './parameters';
import { peopleFilter } from './peopleFilter';
import { searchView } from './personView';

/** The total stands by itself: this search has no pagination object (people API search, August 2026). */
export function peopleSearch(
	parameters: Parameters,
	people: readonly Person[],
	cap: number,
): VendorAnswer {
	const matching = people.filter(peopleFilter(parameters));
	const { items } = pageOf(parameters, matching, { cap });
	return jsonAnswer(
		200,
		{ total_entries: matching.length, people: items.map(searchView) },
		{ applied: true },
	);
}
