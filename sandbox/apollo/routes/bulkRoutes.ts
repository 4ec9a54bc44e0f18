import type { RowEffect } from '../../arrivals';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { Refused } from '../endpoint';
import type { Parameters } from '../parameters';
import { misconfigured, unprocessable } from '../refusals';
import { isId, known, objects, plain } from '../team/checks';
import type { BulkKind } from '../team/recordKind';
import { apolloId, type TeamRecord } from '../team/recordStore';
import type { Team } from '../team/team';

/** docs.apollo.io/reference, bulk create and bulk update, as read in August 2026. */
const MOST_CREATED = 100;
const MOST_UPDATED = 1000;
const MOST_AT_ONCE = 100;

/** Contacts and accounts, a hundred in a request: existing ones come back unmodified. */
export function bulkCreate(kind: BulkKind, team: Team, parameters: Parameters): VendorAnswer {
	const rows = objects(parameters.raw(kind.name));
	if (rows === undefined) {
		const name = kind.name === 'contacts' ? 'contact_attributes' : 'accounts';
		const what = kind.one;
		return unprocessable(
			`Please provide an array of ${what} attributes in the "${name}" parameter.`,
		);
	}
	if (rows.length > MOST_CREATED) {
		return unprocessable(`Please limit your array to ${MOST_CREATED} ${kind.name} or fewer.`);
	}
	const owner = kind.name === 'contacts' ? parameters.raw('owner_id') : undefined;
	const all = rows.map((row) => ({
		...known(row, kind.createFields),
		...(owner === undefined ? {} : { owner_id: owner }),
	}));
	// One bad value refuses the whole request, and nothing of it is done.
	for (const values of all) kind.check(team, values);
	const runDedupe = parameters.flag('run_dedupe') === true;
	const lists = parameters.list('append_label_names');
	const created: TeamRecord[] = [];
	const existing: TeamRecord[] = [];
	const effects: RowEffect[] = [];
	for (const values of all) {
		const found = kind.existing(team, values, runDedupe);
		const record = found ?? kind.create(team, values, lists);
		(found === undefined ? created : existing).push(record);
		const effect = found === undefined ? 'created' : 'unchanged';
		effects.push({ effect, id: record.id, key: kind.keyOf(record) });
	}
	return jsonAnswer(
		200,
		// Not in the order of the request: nothing says that it would be.
		{
			[`created_${kind.name}`]: created.toReversed(),
			[`existing_${kind.name}`]: existing.toReversed(),
		},
		{ applied: true, rows: rows.length, effects },
	);
}

/** Many records: the same values for all of them, or each its own. */
export function bulkUpdate(kind: BulkKind, team: Team, parameters: Parameters): VendorAnswer {
	const attributes = objects(parameters.raw(`${kind.one}_attributes`));
	const ids = parameters.list(`${kind.one}_ids`);
	const rows = attributes ?? ids.map((id): JsonObject => ({ ...parameters.all(), id }));
	if (rows.length === 0) {
		return unprocessable(`Please provide either ${kind.one}_ids or ${kind.one}_attributes`);
	}
	if (rows.length > MOST_UPDATED) {
		return unprocessable(`Please limit your array to fewer than ${MOST_UPDATED}.`);
	}
	const isAsked = parameters.flag('async') === true;
	if (kind.name === 'accounts' && isAsked && attributes !== undefined) {
		return unprocessable('Async processing is not permitted.');
	}
	const found = rows.map((row) => checked(kind, team, row));
	const effects = rows.map((row, place): RowEffect => {
		const record = found[place];
		if (record === undefined) throw new Error('a record has vanished');
		kind.update(team, record, known(row, kind.bulkUpdateFields));
		return { effect: 'updated', id: record.id, key: kind.keyOf(record) };
	});
	const applied = { applied: true, rows: rows.length, effects };
	const isLater = isAsked || (kind.name === 'contacts' && rows.length > MOST_AT_ONCE);
	if (isLater) return jsonAnswer(200, { entity_progress_job: jobOf(kind, found) }, applied);
	return jsonAnswer(200, { [kind.name]: found.toReversed().map(kind.updated) }, applied);
}

function checked(kind: BulkKind, team: Team, row: JsonObject): TeamRecord {
	const id = String(row.id ?? '');
	const record = kind.store(team).get(id);
	if (!isId(id) || record === undefined)
		throw new Refused(misconfigured(`${id} is not a valid ID`));
	kind.check(team, row);
	if (typeof row.email === 'string' && row.email !== '' && !plain(row.email).includes('@')) {
		throw new Refused(
			jsonAnswer(422, {
				error: 'Validation failed',
				error_details: { contact_id: id, field: 'email', message: 'Invalid email format' },
			}),
		);
	}
	return record;
}

/** What is done later: nothing tells how it goes on. */
function jobOf(kind: BulkKind, records: TeamRecord[]): JsonObject {
	return {
		id: apolloId(14, records.length),
		job_type: `${kind.one}_bulk_update`,
		status: 'pending',
		entity_ids: records.map(({ id }) => id),
	};
}
