import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { rowKey } from './records/incomingRow';
import { bodyIfAny } from './requestBody';
import { sobjectNamed } from './schema/sobjects';

const SINGLE = /^\/services\/data\/v\d+\.\d\/sobjects\/(\w+)\/?$/;
const COLLECTION = /^\/services\/data\/v\d+\.\d\/composite\/sobjects\/?$/;

/** The operation where a request is to create records through the REST API. */
export function createOperation({ method, path }: VendorRequest): string | undefined {
	if (method !== 'POST') return undefined;
	if (SINGLE.test(path)) return 'create';
	return COLLECTION.test(path) ? 'collections/create' : undefined;
}

function keyOf(row: JsonObject, name: unknown): string[] {
	const type = typeof name === 'string' ? sobjectNamed(name) : undefined;
	return type === undefined ? [] : [rowKey(type, Object.entries(row))];
}

/** The keys of the rows a request wants to create, whether they are acceptable or not. */
export function createRowKeys(request: VendorRequest): string[] {
	const operation = createOperation(request);
	const body = operation === undefined ? undefined : bodyIfAny(request);
	if (body === undefined) return [];
	if (operation === 'create') return keyOf(body, SINGLE.exec(request.path)?.[1]);
	const rows: unknown[] = Array.isArray(body.records) ? body.records : [];
	return rows.flatMap((row) => {
		if (!isJsonObject(row) || !isJsonObject(row.attributes)) return [];
		return keyOf(row, row.attributes.type);
	});
}
