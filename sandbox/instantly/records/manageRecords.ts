import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { bodyOf } from '../body';
import type { Call } from '../call';
import { paramIn } from '../call';
import type { Route } from '../route';
import { route } from '../route';
import { effectOf } from '../workspace';
import { pageOf, pagingIn } from './page';
import type { InstantlyRecord, RecordName } from './record';

/** A kind of record with an address of its own for each of its records. */
export interface Managed {
	name: RecordName;
	path: string;
	/** Of its scopes: "campaigns". */
	resource: string;
	/** Refuses a body that is not one; `isNew`: everything that is required has to be there. */
	check(body: JsonObject, isNew: boolean, call: Call): void;
	/** What a new one holds beside its body. */
	added?(body: JsonObject, call: Pick<Call, 'workspace'>): JsonObject;
	/** Whether a record matches the query. */
	matches?(record: InstantlyRecord, query: URLSearchParams): boolean;
	/** What a list goes on behind; the ID unless told. */
	cursorOf?(record: InstantlyRecord): string;
	/** Called when one goes. */
	removed?(call: Call, record: InstantlyRecord): void;
}

/** Create, list, read, change and delete. */
export function managed(kind: Managed): Route[] {
	const { path, resource } = kind;
	const scope = (action: string) => `${resource}:${action}`;
	return [
		route(`POST ${path}`, scope('create'), (call) => create(kind, call), {
			createKeys: (body) => [keyOf(kind.name, body)],
		}),
		route(`GET ${path}`, scope('read'), (call) => list(kind, call)),
		route(`GET ${path}/:id`, scope('read'), (call) =>
			jsonAnswer(200, recordIn(kind, call), { applied: true }),
		),
		route(`PATCH ${path}/:id`, scope('update'), (call) => patch(kind, call)),
		route(`DELETE ${path}/:id`, scope('delete'), (call) => remove(kind, call)),
	];
}

export function recordIn({ name }: Pick<Managed, 'name'>, call: Call): InstantlyRecord {
	return call.workspace.store(name).get(paramIn(call));
}

/** What tells one request to create from others. */
export function keyOf(name: RecordName, body: JsonObject): string {
	return `${name} ${JSON.stringify(Object.entries(body).sort())}`;
}

export function create(kind: Managed, call: Call): VendorAnswer {
	const body = bodyOf(call.request);
	kind.check(body, true, call);
	const record = call.workspace.store(kind.name).add({ ...body, ...kind.added?.(body, call) });
	const effects = [effectOf('created', record, keyOf(kind.name, body))];
	return jsonAnswer(200, record, { applied: true, rows: 1, effects });
}

export function list(
	{ name, matches, cursorOf }: Managed,
	{ workspace, request }: Call,
): VendorAnswer {
	const records = workspace
		.store(name)
		.all()
		.filter((record) => matches?.(record, request.query) ?? true);
	return jsonAnswer(200, pageOf(records, pagingIn(request.query), cursorOf), { applied: true });
}

function patch(kind: Managed, call: Call): VendorAnswer {
	const record = recordIn(kind, call);
	const body = bodyOf(call.request);
	kind.check(body, false, call);
	const before = JSON.stringify(record);
	Object.assign(record, body);
	const effect = JSON.stringify(record) === before ? 'unchanged' : 'updated';
	if ('timestamp_updated' in record) record.timestamp_updated = new Date().toISOString();
	return jsonAnswer(200, record, {
		applied: true,
		rows: 1,
		effects: [effectOf(effect, record)],
	});
}

function remove(kind: Managed, call: Call): VendorAnswer {
	const record = recordIn(kind, call);
	kind.removed?.(call, record);
	if (call.workspace.store(kind.name).find(record.id)) {
		call.workspace.store(kind.name).remove(record.id);
	}
	const effects = [effectOf('archived', record)];
	return jsonAnswer(200, record, { applied: true, rows: 1, effects });
}

/** Whether a record has the text of the query somewhere in this field. */
export function holds(record: InstantlyRecord, field: string, text: string | null): boolean {
	if (text === null) return true;
	return String(record[field] ?? '')
		.toLowerCase()
		.includes(text.toLowerCase());
}

/** Whether a record has the number of the query. */
export function has(record: InstantlyRecord, field: string, number: string | null): boolean {
	return number === null || record[field] === Number(number);
}
