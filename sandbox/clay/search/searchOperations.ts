import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { invalid } from '../refusals';
import { bodyOf, textIn, wholeIn, withOnly } from '../requestBody';
import type { SourceType } from './filterFields';
import { fieldsOf, resultsOf } from './filterFields';
import type { SearchMode } from './searches';

/** The page and its most, where the caller names none (OpenAPI, 2026-08). */
const PAGE = 20;
const MAX_PAGE = 500;

function sourceIn(value: unknown): SourceType {
	if (value === 'people' || value === 'companies') return value;
	throw invalid('source_type must be people or companies');
}

const read = (value: unknown): VendorAnswer => jsonAnswer(200, value, { applied: true });

/** GET /search/filters-mode/fields */
export function filterFields({ request }: Call): VendorAnswer {
	const source_type = sourceIn(request.query.get('source_type'));
	const guidance = { behavior: [], field_guidance: [] };
	return read({ source_type, fields: fieldsOf(source_type), guidance });
}

/** POST /search/filters-mode */
export function createSearch({ vendor, request }: Call): VendorAnswer {
	const { source_type, filters } = bodyOf(request, ['source_type', 'filters']);
	const source = sourceIn(source_type);
	const asked = withOnly(filters, Object.keys(Object(filters)), 'filters');
	const results = resultsOf(source, asked, vendor.people);
	return read({ search_id: vendor.searches.create('filters', source, results) });
}

/** GET /search/query-mode/reference */
export function queryReference(): VendorAnswer {
	return read({ reference: '# Queries\n\n`people` and `companies` find all of them.\n' });
}

/**
 * POST /search/query-mode. Of the language only this is understood: the word that the query begins with
 * says what is searched for, and all of it is found.
 */
export function createQuery({ vendor, request }: Call): VendorAnswer {
	const query = textIn(bodyOf(request, ['query']).query, 'query');
	const source = sourceIn(query.trim().split(/\s/)[0]);
	const search_id = vendor.searches.create('query', source, resultsOf(source, {}, vendor.people));
	return read({ search_id, source_type: source });
}

function runSearch({ vendor, params, request }: Call, mode: SearchMode): VendorAnswer {
	const limit = wholeIn(bodyOf(request, ['limit']).limit, 'limit', PAGE, MAX_PAGE);
	const { source, ...page } = vendor.searches.next(params[0] ?? '', mode, limit);
	const told = mode === 'query' ? { source_type: source } : {};
	return jsonAnswer(200, { ...page, ...told }, { applied: true, rows: page.data.length });
}

/** POST /search/filters-mode/{id}/run */
export function runFilters(call: Call): VendorAnswer {
	return runSearch(call, 'filters');
}

/** POST /search/query-mode/{id}/run */
export function runQuery(call: Call): VendorAnswer {
	return runSearch(call, 'query');
}
