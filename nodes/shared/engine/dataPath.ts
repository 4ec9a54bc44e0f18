import { asObject } from './body';
import type { JsonValue } from './types';

/**
 * The value at a path such as "paging.next.after" or "errors.0.message"; undefined where there is
 * none. A name that itself holds dots ("@odata.nextLink") is found as well. "" is the data itself.
 */
export function valueAt(data: JsonValue | undefined, path: string): JsonValue | undefined {
	return path === '' ? data : follow(data, path.split('.'));
}

function follow(data: JsonValue | undefined, parts: string[]): JsonValue | undefined {
	if (parts.length === 0) return data;
	if (Array.isArray(data)) return follow(data[Number(parts[0])], parts.slice(1));
	const fields = asObject(data);
	for (let count = 1; count <= parts.length; count += 1) {
		const name = parts.slice(0, count).join('.');
		if (Object.hasOwn(fields, name)) return follow(fields[name], parts.slice(count));
	}
	return undefined;
}
