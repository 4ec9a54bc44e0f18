import type { RowResult } from '../../../shared/engine/batch';
import { asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { plainDomain, plainUrl, same } from '../../identity';
import { readEnriched } from '../../matching';
import type { PersonDetails } from './identify';

/** Whether an answer is about this row. */
function isAbout(match: JsonValue, details: PersonDetails): boolean {
	const person = asObject(match);
	const text = (field: string) => asText(person[field]);
	if (details.id) return same(text('id'), details.id);
	if (details.email) return same(text('email'), details.email);
	if (details.linkedin_url) {
		return same(text('linkedin_url'), details.linkedin_url, plainUrl);
	}
	const company = asObject(person.organization);
	return (
		same(text('first_name'), details.first_name) &&
		same(text('last_name'), details.last_name) &&
		(same(asText(company.primary_domain), details.domain, plainDomain) ||
			same(asText(company.name), details.organization_name))
	);
}

/** What became of each of the people that an answer was asked for. */
export function readMatches(
	{ data }: Pick<Success, 'data'>,
	rows: PersonDetails[],
): Array<RowResult | undefined> {
	const { matches } = asObject(data);
	const people = Array.isArray(matches) ? matches.map(withoutPlaceholder) : undefined;
	return readEnriched(people, rows, {
		isAbout,
		mayDiffer: ({ id }) => id === undefined,
		missed: (details) => details,
	});
}

/**
 * The address of nobody, which Apollo gives in the place of one that is not revealed (get complete
 * person info, 2026-08): as a key it would make one person of many.
 */
const PLACEHOLDER = /^email_not_unlocked@/i;

function withoutPlaceholder(person: JsonValue): JsonValue {
	const { email, ...rest } = asObject(person);
	const isLocked = PLACEHOLDER.test(asText(email) ?? '');
	return isLocked ? { ...rest, email: null, email_locked: true } : person;
}
