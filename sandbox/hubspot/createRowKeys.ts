import type { VendorRequest } from '../http/exchange';
import { isJsonObject } from '../json';
import { associatedIds } from './records/createRecord';
import { rowKey } from './records/crmRecord';
import type { RouteMatch } from './routes/route';

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The keys of the rows a request wants to create, whether they are acceptable or not. */
export function createRowKeys({ operation, types }: RouteMatch, request: VendorRequest): string[] {
	const { type } = types;
	if (type === undefined) return [];
	if (operation.name !== 'create' && operation.name !== 'batch/create') return [];
	const body = parsed(request.body);
	if (!isJsonObject(body)) return [];
	const rows: unknown[] = Array.isArray(body.inputs) ? body.inputs : [body];
	return rows.flatMap((row) => {
		if (!isJsonObject(row) || !isJsonObject(row.properties)) return [];
		const given = Object.entries(row.properties).filter(([, value]) => value !== null);
		const texts = given.map(([name, value]) => [name, String(value)]);
		return [rowKey(type, Object.fromEntries(texts), associatedIds(row.associations))];
	});
}
