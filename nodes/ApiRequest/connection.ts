import { asArray, asObject, asText } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import { cursorVariableOf } from '../shared/engine/detect/graphql';
import { cursorPages } from '../shared/engine/pages/cursor';
import type { ApiRequest, JsonValue } from '../shared/engine/types';
import type { ListPlan } from '../shared/node/listOperation';
import { Problem, readLimit, type ParameterReader } from '../shared/node/parameters';
import { listPlan } from './list';
import { put } from './pagination/place';
import { pageLimitOf } from './pagination/read';
import { itemOf } from './values';

/**
 * The plan of a query whose answer holds a connection: `nodes` or `edges`, and `pageInfo` (Relay
 * cursor connections, 2026-08). Without a path it is found on the first page.
 */
export function connectionPlan(request: ApiRequest, read: ParameterReader): ListPlan | Problem {
	const path = read.text('connectionPath');
	if (path === '') return listPlan(request, read, { pagination: 'auto' });
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const pageLimit = pageLimitOf(read);
	if (pageLimit instanceof Problem) return pageLimit;
	const query = String(asObject(request.body).query ?? '');
	const field = path.split('.').at(-1) ?? '';
	const variable = cursorVariableOf(query, field);
	if (variable === undefined) {
		return new Problem(
			`The query does not say where the cursor of the next page of ${field} goes`,
			`Give it a variable: query ($after: String) { ${field}(first: 100, after: $after) { … } }.`,
		);
	}
	const key = asText(read.collection('options').keyPath as JsonValue | undefined);
	const wholePages = read.text('output') === 'pages';
	return {
		limit,
		...(pageLimit === undefined ? {} : { pageLimit }),
		...(key ? { keyOf: (row: JsonValue) => asText(valueAt(row, key)) } : {}),
		style: cursorPages({
			at: `${path}.pageInfo.endCursor`,
			moreAt: `${path}.pageInfo.hasNextPage`,
			request: (after) =>
				after === undefined
					? request
					: put(request, { name: `variables.${variable}`, in: 'body' }, after),
		}),
		read: (data) => {
			const rows = rowsOf(valueAt(data, path), path);
			return wholePages && data !== undefined ? { rows, instead: [data] } : { rows };
		},
		toItem: itemOf,
	};
}

function rowsOf(connection: JsonValue | undefined, path: string): JsonValue[] {
	const { nodes, edges } = asObject(connection);
	if (Array.isArray(nodes)) return nodes;
	if (Array.isArray(edges)) return asArray(edges).map((edge) => asObject(edge).node ?? edge);
	const keys = Object.keys(asObject(connection));
	const there = keys.length > 0 ? `keys here are ${keys.join(', ')}` : 'there is nothing';
	throw new Error(`"${path}" holds no nodes and no edges; ${there}`);
}
