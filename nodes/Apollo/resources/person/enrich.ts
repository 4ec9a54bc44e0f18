import type { INodeProperties } from 'n8n-workflow';
import { asObject } from '../../../shared/engine/body';
import { batchOperation } from '../../../shared/node/batchOperation';
import { creditCeilingField } from '../../../shared/node/credits';
import { reuseField } from '../../../shared/node/keptResults';
import { Problem } from '../../../shared/node/parameters';
import type { View } from '../../../shared/node/view';
import { ENRICH_SIZE } from '../../limits';
import { isCausedByRow } from '../../matching';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { identifyFields, readPerson, type PersonDetails } from './identify';
import { readMatches } from './matches';

interface PersonRow {
	details: PersonDetails;
	revealPersonalEmails: boolean;
	view: View;
}

export const revealPersonalEmailsField: INodeProperties = {
	displayName: 'Reveal Personal Emails',
	name: 'revealPersonalEmails',
	type: 'boolean',
	default: false,
	description: 'Whether to ask for personal email addresses too, which may cost more credits',
};

const fields: INodeProperties[] = [
	...identifyFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [creditCeilingField, revealPersonalEmailsField, reuseField('People')],
	},
	...viewFields,
];

/** What a simplified person holds. */
export const USUAL_PERSON = [
	'matched',
	'id',
	'first_name',
	'last_name',
	'title',
	'email',
	'email_status',
	'email_locked',
	'linkedin_url',
	'city',
	'country',
	'domain',
	'organization_name',
	'organization.name',
	'organization.primary_domain',
];

export const enrich = batchOperation<PersonRow>({
	name: 'Enrich',
	action: 'Enrich people',
	description: 'Get emails and details of people, ten in a request. Costs a credit per match.',
	fields,
	batchSize: ENRICH_SIZE,
	row: (read) => {
		const details = readPerson(read);
		if (details instanceof Problem) return details;
		const { revealPersonalEmails } = read.collection('options');
		const view = readView(read, USUAL_PERSON);
		return { details, revealPersonalEmails: revealPersonalEmails === true, view };
	},
	groupOf: ({ revealPersonalEmails }) => String(revealPersonalEmails),
	// One credit for each person found (bulk people enrichment, 2026-08).
	credits: {
		costOf: ({ data }) => {
			const consumed = asObject(data).credits_consumed;
			return typeof consumed === 'number' ? consumed : undefined;
		},
	},
	keeping: {
		accountOf: ({ facts }) => String(facts.account),
		keyOf: ({ details, revealPersonalEmails }) => ({
			person: Object.fromEntries(
				Object.entries(details).map(([field, value]) => [field, value.toLowerCase()]),
			),
			revealPersonalEmails,
		}),
		isPaid: ({ matched }) => matched === true,
	},
	request: (rows) =>
		apolloRequest('people/bulk_match', {
			operation: 'person.enrich',
			method: 'POST',
			path: '/people/bulk_match',
			...(rows[0]?.revealPersonalEmails ? { query: { reveal_personal_emails: true } } : {}),
			body: { details: rows.map(({ details }) => details) },
			safeToRepeat: true,
			records: rows.length,
		}),
	readRows: (answer, rows) =>
		readMatches(
			answer,
			rows.map(({ details }) => details),
		),
	toItem: (data, { view }) => view(data),
	causedByRow: isCausedByRow,
});
