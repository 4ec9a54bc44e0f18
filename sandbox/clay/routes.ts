import type { Operation } from './call';
import { batchResults, startBatch, uploadUrl } from './routines/batchRuns';
import { runResults, startRun } from './routines/inlineRuns';
import {
	createQuery,
	createSearch,
	filterFields,
	queryReference,
	runFilters,
	runQuery,
} from './search/searchOperations';
import { queryTables } from './tables/tableQuery';
import { readMe } from './me';

const BASE = '/public/v0';

/** The thirteen operations of the OpenAPI document (version 0, 2026-08). */
const OPERATIONS: Array<[call: string, operation: Operation]> = [
	['GET /me', readMe],
	['POST /routines/*/run', startRun],
	['GET /routines/run/*/results', runResults],
	['POST /routines/*/run-batch/upload-url', uploadUrl],
	['POST /routines/*/run-batch/start', startBatch],
	['GET /routines/run-batch/*/results', batchResults],
	['GET /search/filters-mode/fields', filterFields],
	['POST /search/filters-mode', createSearch],
	['POST /search/filters-mode/*/run', runFilters],
	['GET /search/query-mode/reference', queryReference],
	['POST /search/query-mode', createQuery],
	['POST /search/query-mode/*/run', runQuery],
	['POST /tables/query', queryTables],
];

/** What a method and path of the public API mean, with the values in the path. */
export function routeOf(
	method: string,
	path: string,
): { operation: Operation; params: string[] } | undefined {
	const parts = path.split('/');
	for (const [call, operation] of OPERATIONS) {
		const [verb, pattern = ''] = call.split(' ');
		const wanted = `${BASE}${pattern}`.split('/');
		if (verb !== method || wanted.length !== parts.length) continue;
		if (!wanted.every((part, place) => part === '*' || part === parts[place])) continue;
		const params = parts.filter((_, place) => wanted[place] === '*').map(decodeURIComponent);
		return { operation, params };
	}
	return undefined;
}
