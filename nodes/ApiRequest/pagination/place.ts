import { asObject } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';

/** Where in a request a value goes. */
export interface Place {
	/** The query parameter or header, or the path inside of the body: "variables.after". */
	name: string;
	in: 'query' | 'body' | 'header';
}

/** The request with this value in this place. */
export function put(
	request: ApiRequest,
	{ name, in: where }: Place,
	value: string | number,
): ApiRequest {
	switch (where) {
		case 'query':
			return { ...request, query: { ...request.query, [name]: value } };
		case 'header':
			return { ...request, headers: { ...request.headers, [name.toLowerCase()]: String(value) } };
		case 'body':
			return { ...request, body: putAt(request.body, name.split('.'), value) };
	}
}

function putAt(data: JsonValue | undefined, path: string[], value: JsonValue): JsonValue {
	const [name = '', ...rest] = path;
	const fields = asObject(data);
	return { ...fields, [name]: rest.length === 0 ? value : putAt(fields[name], rest, value) };
}
