import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { mayHaveDone } from '../../earlier';
import { plainDomain, plainUrl, same } from '../../identity';
import { pairRecords } from '../../matching';
import type { RecordKind } from '../../records/kinds';
import type { Values } from '../../records/values';

/** Whether a record of an answer is the one that has these values. */
export type Test = (record: JsonValue, values: Values) => boolean;

interface Found {
	record: JsonValue;
	result: string;
}

/** What became of the rows. Apollo documents no order: a record is found by what its row has set. */
export function readCreated(
	answer: Success,
	rows: Values[],
	{ kind, tests }: { kind: RecordKind; tests: Test[] },
): Array<RowResult | undefined> {
	const data = asObject(answer.data);
	const { [kind.envelope]: single, [`created_${kind.list}`]: created } = data;
	if (single !== undefined) return [{ ok: true, data: { result: 'saved', ...asObject(single) } }];
	// What is there already may be what an earlier attempt has made, whose answer was lost.
	const existing = mayHaveDone(answer) ? 'saved' : 'existing';
	const all: Found[] = [
		...asArray(created).map((record) => ({ record, result: 'created' })),
		...asArray(data[`existing_${kind.list}`]).map((record) => ({ record, result: existing })),
	];
	const found = pairRecords(
		rows,
		all,
		tests.map(
			(test) =>
				({ record }: Found, values: Values) =>
					test(record, values),
		),
	);
	return found.map((each) =>
		each
			? { ok: true, data: { result: each.result, ...asObject(each.record) } }
			: lost(answer, all),
	);
}

/** Apollo has answered with fewer records than it was sent, or with some that nobody knows. */
function lost(answer: Success, { length }: Found[]): RowResult {
	const why = `The answer holds ${length} records, and none that is surely this item's`;
	return { ok: false, failure: rowFailure('row-unanswered', why, answer) };
}

const text = (record: JsonValue, name: string) => asText(asObject(record)[name]);
const sameField =
	(name: string, plain?: (text: string) => string): Test =>
	(record, values) =>
		same(text(record, name), asText(values[name]), plain);

/** Contacts have more addresses than one (bulk create contacts, 2026-08). */
function hasEmail(record: JsonValue, values: Values): boolean {
	const others = asArray(asObject(record).contact_emails).map((each) => text(each, 'email'));
	return [text(record, 'email'), ...others].some((email) => same(email, asText(values.email)));
}

function hasName(record: JsonValue, values: Values): boolean {
	const names = ['first_name', 'last_name'];
	if (names.every((name) => (asText(values[name]) ?? '') === '')) return false;
	return names.every(
		(name) =>
			(text(record, name) ?? '').toLowerCase() === (asText(values[name]) ?? '').toLowerCase(),
	);
}

/** What tells contacts apart, the surest first. */
export const CONTACT_TESTS: Test[] = [
	hasEmail,
	sameField('linkedin_url', plainUrl),
	(record, values) => hasName(record, values) && sameField('organization_name')(record, values),
	hasName,
];

/** The same of accounts. */
export const ACCOUNT_TESTS: Test[] = [
	sameField('domain', plainDomain),
	sameField('organization_id'),
	sameField('name'),
];
