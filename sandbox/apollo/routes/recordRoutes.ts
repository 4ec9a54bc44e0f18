import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Endpoint } from '../endpoint';
import { Refused } from '../endpoint';
import { pageOf } from '../paging';
import type { Parameters } from '../parameters';
import { misconfigured, unprocessable } from '../refusals';
import { isId, known, plain } from '../team/checks';
import { createContact, existingContact, SINGLE_FIELDS, updateContact } from '../team/contacts';
import { ACCOUNTS, CONTACTS, type BulkKind } from '../team/recordKind';
import type { TeamRecord } from '../team/recordStore';
import type { Team } from '../team/team';
import { bulkCreate, bulkUpdate } from './bulkRoutes';

/** A record that is not there is a 422, and no 404 (docs.apollo.io, view a contact, August 2026). */
function recordOf(kind: BulkKind, team: Team, id: string): TeamRecord {
	if (!isId(id)) throw new Refused(misconfigured(`${kind.one}_id is not a valid ID`));
	const record = kind.store(team).get(id);
	if (record !== undefined) return record;
	throw new Refused(unprocessable(`Oops! This ${kind.one} does not exist in Apollo.`));
}

function search(kind: BulkKind, team: Team, parameters: Parameters, cap: number): VendorAnswer {
	const words = plain(parameters.text(kind.text.parameter)).split(/\s+/).filter(Boolean);
	const stages = parameters.list(`${kind.one}_stage_ids`);
	const labels = parameters.list(`${kind.one}_label_ids`);
	const matching = kind
		.store(team)
		.all()
		.filter((record) => words.every((word) => kind.text.of(record).includes(word)))
		.filter(
			(record) => stages.length === 0 || stages.includes(String(record[`${kind.one}_stage_id`])),
		)
		.filter((record) => labels.length === 0 || hasLabel(record, labels));
	const { items, pagination } = pageOf(parameters, sorted(kind, matching, parameters), { cap });
	return jsonAnswer(
		200,
		{ [kind.name]: items, partial_results_only: false, pagination },
		{ applied: true },
	);
}

function hasLabel({ label_ids: own }: TeamRecord, labels: string[]): boolean {
	return Array.isArray(own) && own.some((id) => labels.includes(String(id)));
}

/** The latest first, unless asked otherwise; what it cannot be sorted by is not applied. */
function sorted(kind: BulkKind, records: TeamRecord[], parameters: Parameters): TeamRecord[] {
	const field = kind.sorts[parameters.text('sort_by_field')];
	if (field === undefined) return records;
	const way = parameters.flag('sort_ascending') === true ? 1 : -1;
	return records.toSorted(
		(a, b) => way * String(a[field] ?? '').localeCompare(String(b[field] ?? '')),
	);
}

/** A single contact: with `run_dedupe` one that matches is overwritten, and answered as if created. */
function createOne(team: Team, parameters: Parameters): VendorAnswer {
	const values = known(parameters.all(), SINGLE_FIELDS);
	CONTACTS.check(team, values);
	const runDedupe = parameters.flag('run_dedupe') === true;
	const found = runDedupe ? existingContact(team, parameters.all()) : undefined;
	const contact =
		found === undefined ? createContact(team, values) : updateContact(team, found, values);
	const effect = found === undefined ? 'created' : 'updated';
	return jsonAnswer(
		200,
		{ contact },
		{
			applied: true,
			rows: 1,
			effects: [{ effect, id: contact.id, key: CONTACTS.keyOf(contact) }],
		},
	);
}

function updateOne(kind: BulkKind, team: Team, parameters: Parameters, id: string): VendorAnswer {
	const record = recordOf(kind, team, id);
	const values = known(parameters.all(), kind.updateFields);
	kind.check(team, values);
	kind.update(team, record, values);
	return jsonAnswer(
		200,
		{ [kind.one]: record },
		{
			applied: true,
			rows: 1,
			effects: [{ effect: 'updated', id, key: kind.keyOf(record) }],
		},
	);
}

function setStages(team: Team, parameters: Parameters): VendorAnswer {
	const ids = parameters.list('contact_ids');
	if (ids.length === 0) return unprocessable("Required parameter 'contact_ids' missing");
	const stage = { contact_stage_id: parameters.text('contact_stage_id') };
	CONTACTS.check(team, stage);
	const contacts = ids.map((id) => recordOf(CONTACTS, team, id));
	for (const contact of contacts) team.contacts.update(contact, stage);
	const effects = contacts.map((record) => ({
		effect: 'updated' as const,
		id: record.id,
		key: CONTACTS.keyOf(record),
	}));
	return jsonAnswer(200, { contacts }, { applied: true, rows: ids.length, effects });
}

function routesOf(kind: BulkKind, team: Team, cap: number): Endpoint[] {
	const { name, one } = kind;
	const path = `/${name}`;
	const scope = (action: string) => `api/v1/${name}/${action}`;
	const general = { kind: 'general' } as const;
	return [
		{
			...general,
			method: 'POST',
			path: `${path}/search`,
			scope: scope('search'),
			paidOnly: true,
			run: (parameters) => search(kind, team, parameters, cap),
		},
		{
			...general,
			method: 'POST',
			path: `${path}/bulk_create`,
			scope: scope('bulk_create'),
			run: (parameters) => bulkCreate(kind, team, parameters),
		},
		{
			...general,
			method: 'POST',
			path: `${path}/bulk_update`,
			scope: scope('bulk_update'),
			run: (parameters) => bulkUpdate(kind, team, parameters),
		},
		{
			...general,
			method: 'GET',
			path: `${path}/{id}`,
			scope: scope('show'),
			run: (_, id) => jsonAnswer(200, { [one]: recordOf(kind, team, id) }, { applied: true }),
		},
		{
			...general,
			method: 'PATCH',
			path: `${path}/{id}`,
			scope: scope('update'),
			run: (parameters, id) => updateOne(kind, team, parameters, id),
		},
	];
}

/** Contacts and accounts of the team. No search shows more than `cap` of them. */
export function recordRoutes(team: Team, cap: number): Endpoint[] {
	return [
		...routesOf(CONTACTS, team, cap),
		...routesOf(ACCOUNTS, team, cap),
		{
			method: 'POST',
			path: '/contacts',
			scope: 'api/v1/contacts/create',
			kind: 'general',
			run: (parameters) => createOne(team, parameters),
		},
		{
			method: 'POST',
			path: '/contacts/update_stages',
			scope: 'api/v1/contacts/update_stages',
			kind: 'general',
			run: (parameters) => setStages(team, parameters),
		},
	];
}
