import { readLimits, recordCount } from '../limits/readLimits';
import { query, queryAll, queryAllMore, queryMore } from '../query/queryCalls';
import { parameterizedGet, parameterizedPost, search } from '../search/search';
import { resourceList } from '../versions';
import type { Operation, Route } from './route';
import { route } from './route';

function get(path: string, run: Operation['run']): Route {
	return route(path, { GET: { name: path, run } });
}

export const QUERY_ROUTES: readonly Route[] = [
	route('', { GET: { name: 'resources', run: resourceList } }),
	get('/limits', readLimits),
	get('/limits/recordCount', recordCount),
	get('/query', query),
	get('/queryAll', queryAll),
	get('/query/:locator', queryMore),
	get('/queryAll/:locator', queryAllMore),
	get('/search', search),
	route('/parameterizedSearch', {
		GET: { name: 'parameterizedSearch', run: parameterizedGet },
		POST: { name: 'parameterizedSearch', body: 'json', run: parameterizedPost },
	}),
];
