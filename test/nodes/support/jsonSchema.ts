/** The part of JSON Schema that n8n's editor reads. */
export interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	version?: number;
}

/** What all of these items have in common, as n8n's output schemas tell it. */
export function itemsSchema(items: unknown[]): Schema {
	return { ...items.map(schemaOf).reduce(mergeSchemas, {}), version: 1 };
}

function schemaOf(value: unknown): Schema {
	if (Array.isArray(value)) {
		return { type: 'array', items: value.map(schemaOf).reduce(mergeSchemas, {}) };
	}
	if (value === null) return { type: 'null' };
	if (typeof value !== 'object') return { type: scalarType(value) };
	const fields = Object.entries(value).filter(([, each]) => each !== undefined);
	const properties = Object.fromEntries(fields.map(([name, each]) => [name, schemaOf(each)]));
	return { type: 'object', properties };
}

function scalarType(value: unknown): string {
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/** What fits either. Fields keep their order; the first type is the one that the editor shows. */
export function mergeSchemas(one: Schema, other: Schema): Schema {
	const types = mergeTypes(one, other);
	const properties = mergeProperties(one.properties, other.properties);
	const items = one.items && other.items ? mergeSchemas(one.items, other.items) : undefined;
	const kept = items ?? one.items ?? other.items;
	const version = one.version ?? other.version;
	return {
		...(types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types }),
		...(properties ? { properties } : {}),
		...(kept ? { items: kept } : {}),
		...(version === undefined ? {} : { version }),
	};
}

function mergeTypes(one: Schema, other: Schema): string[] {
	const types = new Set([one, other].flatMap(({ type = [] }) => type));
	if (types.has('number')) types.delete('integer');
	return [...types].sort((a, b) => Number(a === 'null') - Number(b === 'null') || compare(a, b));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

function mergeProperties(
	one: Schema['properties'],
	other: Schema['properties'],
): Schema['properties'] {
	if (!one || !other) return one ?? other;
	const merged = { ...one };
	for (const [name, schema] of Object.entries(other)) {
		merged[name] = mergeSchemas(merged[name] ?? {}, schema);
	}
	return merged;
}
