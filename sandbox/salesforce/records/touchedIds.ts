import type { VendorRequest } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { bodyIfAny } from '../requestBody';
import type { SobjectType } from '../schema/sobjectType';
import { fieldNamed } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';
import { jsonRow } from './incomingRow';
import type { Org } from './org';
import { parentIds } from './writing';

const WRITE = /\/(composite\/sobjects|sobjects)(?:\/(\w+))?(?:\/([^/]+))?(?:\/([^/]+))?\/?$/;

function rowsIn(body: JsonObject): JsonObject[] {
	const rows: unknown[] = Array.isArray(body.records) ? body.records : [body];
	return rows.filter(isJsonObject);
}

function recordAndParents(org: Org, id: string): string[] {
	const record = org.find(id);
	return record === undefined ? [] : [record.id, ...parentIds(record)];
}

/** Parents named by id or external id; a row that cannot be read touches nothing. */
function parentsIn(org: Org, type: SobjectType, row: JsonObject): string[] {
	try {
		const { values, links } = jsonRow(type, row, ['id']);
		const given = values.map(({ field, value }) => [field.name, value] as const);
		const linked = links.flatMap(({ parent, by, value }) =>
			org.storeOf(parent).index.find(by, value),
		);
		return [
			...parentIds({ type, values: Object.fromEntries(given) }),
			...linked.map(({ id }) => id),
		];
	} catch {
		return [];
	}
}

function keyed(org: Org, type: SobjectType, name: string, value: unknown): string[] {
	const field = fieldNamed(type, name);
	if (field === undefined || typeof value !== 'string') return [];
	const found = org.storeOf(type).index.find(field, value);
	return found.flatMap(({ id }) => recordAndParents(org, id));
}

/** The records a request is going to write to and their parents; ids of 15 characters. */
export function touchedIds(org: Org, request: VendorRequest): ReadonlySet<string> {
	if (request.method === 'GET') return new Set();
	const [, , object, keyOrId, keyValue] = WRITE.exec(request.path) ?? [];
	const whole = (request.query.get('ids') ?? '').split(',');
	const rows = rowsIn(bodyIfAny(request) ?? {}).flatMap((row) => {
		const named = isJsonObject(row.attributes) ? row.attributes.type : object;
		const type = typeof named === 'string' ? sobjectNamed(named) : undefined;
		if (type === undefined) return [];
		const own = [row.id, row.Id, keyOrId].flatMap((id) =>
			typeof id === 'string' ? recordAndParents(org, id) : [],
		);
		const byKey = keyOrId === undefined ? [] : keyed(org, type, keyOrId, keyValue ?? row[keyOrId]);
		return [...own, ...byKey, ...parentsIn(org, type, row)];
	});
	const ids = [...whole.flatMap((id) => recordAndParents(org, id)), ...rows];
	return new Set(ids.map((id) => id.slice(0, 15)));
}
