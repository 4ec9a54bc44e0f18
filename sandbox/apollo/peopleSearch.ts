import type { Person } from '../data/person';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { Parameters } from './parameters';
import { peopleFilter } from './peopleFilter';
import { searchView } from './personView';
import { misconfigured } from './refusals';

/** docs.apollo.io/reference/people-api-search, as read in August 2026. */
const MAX_PER_PAGE = 100;
const DEFAULT_PER_PAGE = 10;

export function peopleSearch(
	parameters: Parameters,
	people: readonly Person[],
	displayCap: number,
): VendorAnswer {
	const page = parameters.number('page', 1);
	const perPage = parameters.number('per_page', DEFAULT_PER_PAGE);
	if (!Number.isInteger(page) || page < 1) return misconfigured('page must be 1 or more');
	if (!Number.isInteger(perPage) || perPage < 1 || perPage > MAX_PER_PAGE) {
		return misconfigured(`per_page must be between 1 and ${MAX_PER_PAGE}`);
	}
	if (page * perPage > displayCap) {
		return misconfigured(`Only the first ${displayCap} records can be displayed`);
	}
	const matching = people.filter(peopleFilter(parameters));
	const shown = matching.slice((page - 1) * perPage, page * perPage);
	return jsonAnswer(
		200,
		{ total_entries: matching.length, people: shown.map(searchView) },
		{ applied: true },
	);
}
