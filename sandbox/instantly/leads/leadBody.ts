import { checkTypes } from '../body';
import { badRequest } from '../refusals';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';

const TEXT = ['string', 'null'] as const;

/** What a lead may hold, and of which type (API v2, 2026-11). */
const TYPES = {
	email: TEXT,
	personalization: TEXT,
	website: TEXT,
	last_name: TEXT,
	first_name: TEXT,
	company_name: TEXT,
	job_title: TEXT,
	phone: TEXT,
	lt_interest_status: ['number'],
	pl_value_lead: TEXT,
	assigned_to: TEXT,
	custom_variables: ['object'],
} as const;

/** Refuses a lead with a field of a wrong type, and a custom variable that holds an object or a list. */
export function checkLead(lead: JsonObject, path: string): void {
	checkTypes(lead, TYPES, path);
	const variables = isJsonObject(lead.custom_variables) ? lead.custom_variables : {};
	for (const [name, value] of Object.entries(variables)) {
		if (value === null || typeof value !== 'object') continue;
		throw badRequest(`${path}/custom_variables/${name} must be string,number,boolean,null`);
	}
}

/** The fields that a lead keeps of what it was given. */
export function leadFieldsIn(lead: JsonObject): JsonObject {
	const entries = Object.entries(lead).filter(([name]) => name in TYPES);
	return Object.fromEntries(entries);
}

/** The email as Instantly keeps it; '' where there is none. */
export function addressIn({ email }: JsonObject): string {
	return typeof email === 'string' ? email.trim().toLowerCase() : '';
}
