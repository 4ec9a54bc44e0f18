import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';

/** What a simplified company holds. */
export const USUAL_ORGANIZATION = [
	'id',
	'name',
	'primary_domain',
	'website_url',
	'linkedin_url',
	'phone',
	'industry',
	'estimated_num_employees',
	'city',
	'country',
	'account_id',
];

/**
 * A company that the team has saved is found among `accounts`, with the ID of the account in the place
 * of its own (organization search, 2026-08). All companies come out alike: by the ID of the company.
 */
export function asOrganization(record: JsonValue): JsonValue {
	const { organization_id: organizationId, ...rest } = asObject(record);
	if (typeof organizationId !== 'string') return record;
	return { ...rest, id: organizationId, account_id: rest.id ?? null };
}
