import { FLOW_ROUTES } from './flowRoutes';
import { JOB_ROUTES } from './jobRoutes';
import { QUERY_ROUTES } from './queryRoutes';
import { RECORD_ROUTES } from './recordRoutes';
import type { Route, RouteMatch } from './route';
import { matchOf } from './route';

const ROUTES: readonly Route[] = [...QUERY_ROUTES, ...RECORD_ROUTES, ...JOB_ROUTES, ...FLOW_ROUTES];

/** Of a path behind the version; undefined where there is nothing. */
export function routeOf(path: string): RouteMatch | undefined {
	for (const candidate of ROUTES) {
		const match = matchOf(candidate, path);
		if (match !== undefined) return match;
	}
	return undefined;
}
