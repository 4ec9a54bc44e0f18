import type { Person } from '../data/person';
import type { JsonObject } from '../json';

/** One credit for a match, paid at once, and eight for a mobile number (2026-10). */
export const PHONE_CREDITS = 8;

/** Shapes from docs.apollo.io/reference/poll-webhook-result, as read in November 2026. */
function phoneNumber({ id, phone }: Person, position: number): JsonObject {
	const own = `${id.slice(0, 22)}${String(position).padStart(2, '0')}`;
	const isMobile = position === 1;
	return {
		_id: own,
		confidence_cd: isMobile ? 'high' : 'low',
		created_at: null,
		direct_dial_source_cd: 'contact_trusted',
		dnc_other_info: {},
		dnc_status_cd: 'not_found',
		dnc_status_updated_at: '2026-08-15T20:57:53.108+00:00',
		position,
		raw_number: isMobile ? phone : `${phone}0`,
		sanitized_number: isMobile ? phone : `${phone}0`,
		status_cd: 'valid_number',
		type_cd: isMobile ? 'mobile' : 'other',
		updated_at: null,
		id: own,
		key: own,
	};
}

/** What is sent of people who have numbers. `requested`: how many the callback is about. */
export function phonePayload(people: readonly Person[], requested: number): JsonObject {
	return {
		status: 'success',
		total_requested_enrichments: requested,
		unique_enriched_records: people.length,
		missing_records: requested - people.length,
		credits_consumed: people.length * PHONE_CREDITS,
		people: people.map((person) => ({
			id: person.id,
			status: 'success',
			// The mobile number is not the first one.
			phone_numbers: [phoneNumber(person, 0), phoneNumber(person, 1)],
		})),
	};
}
