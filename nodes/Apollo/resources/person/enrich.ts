import type { INodeProperties } from 'n8n-workflow';
import type { RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { batchOperation, type Credits } from '../../../shared/node/batchOperation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { BULK_SIZE } from '../../vendor';

/** What is known of a person, in Apollo's own field names. */
interface PersonRow {
	details: { [field: string]: string };
	revealPersonalEmails: boolean;
}

type IdentifyBy = 'id' | 'email' | 'linkedin' | 'name';

const showFor = (by: IdentifyBy) => ({ displayOptions: { show: { identifyBy: [by] } } });

const fields: INodeProperties[] = [
	{
		displayName: 'Identify By',
		name: 'identifyBy',
		type: 'options',
		noDataExpression: true,
		default: 'id',
		description: 'What is known of the person',
		options: [
			{ name: 'Apollo ID', value: 'id', description: 'The ID that Search gives' },
			{ name: 'Email', value: 'email' },
			{ name: 'LinkedIn URL', value: 'linkedin' },
			{ name: 'Name and Company', value: 'name' },
		],
	},
	{
		displayName: 'Person ID',
		name: 'personId',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		placeholder: 'e.g. 64a7ff0cc4dfae00013df1a5',
		...showFor('id'),
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. name@example.com',
		...showFor('email'),
	},
	{
		displayName: 'LinkedIn URL',
		name: 'linkedinUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://www.linkedin.com/in/name',
		...showFor('linkedin'),
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		default: '',
		required: true,
		...showFor('name'),
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		default: '',
		required: true,
		...showFor('name'),
	},
	{
		displayName: 'Company Domain',
		name: 'domain',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com',
		description: 'Domain of the employer. Either this or Company Name is needed.',
		...showFor('name'),
	},
	{
		displayName: 'Company Name',
		name: 'organizationName',
		type: 'string',
		default: '',
		...showFor('name'),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Credit Ceiling',
				name: 'creditCeiling',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 100,
				description:
					'The most credits that one run of this node may spend. People beyond it are not sent and leave on the error output.',
			},
			{
				displayName: 'Reveal Personal Emails',
				name: 'revealPersonalEmails',
				type: 'boolean',
				default: false,
				description: 'Whether to ask for personal email addresses too, which may cost more credits',
			},
		],
	},
];

/** The parameter that holds each of Apollo's fields, by what the person is known by. */
const SOURCES: Record<IdentifyBy, Record<string, string>> = {
	id: { id: 'personId' },
	email: { email: 'email' },
	linkedin: { linkedin_url: 'linkedinUrl' },
	name: {
		first_name: 'firstName',
		last_name: 'lastName',
		domain: 'domain',
		organization_name: 'organizationName',
	},
};

function readPerson(read: ParameterReader): PersonRow | Problem {
	const by = read.text('identifyBy');
	if (!isIdentifyBy(by)) {
		return new Problem(`"${by}" cannot identify a person`, 'Choose one of the list Identify By.');
	}
	const details: PersonRow['details'] = {};
	for (const [field, parameter] of Object.entries(SOURCES[by])) {
		const value = read.text(parameter);
		if (value !== '') details[field] = value;
	}
	const problem = whatIsMissing(by, details);
	const { revealPersonalEmails } = read.collection('options');
	return problem ?? { details, revealPersonalEmails: revealPersonalEmails === true };
}

function isIdentifyBy(text: string): text is IdentifyBy {
	return text in SOURCES;
}

function whatIsMissing(by: IdentifyBy, details: PersonRow['details']): Problem | undefined {
	const fill = 'Check that the field of the item that the parameter refers to is filled.';
	switch (by) {
		case 'id':
			return details.id ? undefined : new Problem('Person ID is empty', fill);
		case 'email':
			if (!details.email) return new Problem('Email is empty', fill);
			return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(details.email)
				? undefined
				: new Problem(`Email "${details.email}" is not an email address`, fill);
		case 'linkedin':
			return details.linkedin_url ? undefined : new Problem('LinkedIn URL is empty', fill);
		case 'name':
			if (!details.first_name || !details.last_name) {
				return new Problem('First Name or Last Name is empty', fill);
			}
			return details.domain || details.organization_name
				? undefined
				: new Problem('Company Domain and Company Name are both empty', 'Fill one of them.');
	}
}

const same = (a: string | undefined, b: string | undefined) =>
	a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();

const plainLinkedIn = (url: string | undefined) =>
	url?.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/+$/, '');

/** Whether an answer is about this row. */
function isAbout(match: JsonValue, { details }: PersonRow): boolean {
	const person = asObject(match);
	const text = (field: string) => asText(person[field]);
	if (details.id) return same(text('id'), details.id);
	if (details.email) return same(text('email'), details.email);
	if (details.linkedin_url) {
		return same(plainLinkedIn(text('linkedin_url')), plainLinkedIn(details.linkedin_url));
	}
	const company = asObject(person.organization);
	return (
		same(text('first_name'), details.first_name) &&
		same(text('last_name'), details.last_name) &&
		(same(asText(company.primary_domain), details.domain) ||
			same(asText(company.name), details.organization_name))
	);
}

/**
 * Apollo documents neither the order of `matches` nor what stands for a miss. An answer belongs to
 * the row that it names. Where a person's email or name has changed, and only if there is an entry
 * for each row, the entry in the row's place is taken. An answer that is nobody's was paid for: as
 * long as there is one, no row that is left may be called a miss.
 */
function readMatches(answer: Success, rows: PersonRow[]): Array<RowResult | undefined> {
	const matches = asArray(asObject(answer.data).matches);
	const people: Array<JsonValue | undefined> = rows.map((row) =>
		matches.find((match) => match !== null && isAbout(match, row)),
	);
	const taken = new Set(people);
	const isFree = (match: JsonValue | undefined) => isPerson(match) && !taken.has(match);
	rows.forEach((row, place) => {
		const inPlace = matches.length === rows.length ? matches[place] : undefined;
		if (people[place] || row.details.id || !isFree(inPlace)) return;
		people[place] = inPlace;
		taken.add(inPlace);
	});
	const free = matches.filter(isFree);
	const open = people.filter((person) => person === undefined).length;
	return rows.map(({ details }, place) => {
		const person = people[place] ?? (open === 1 ? free[0] : undefined);
		if (person) return { ok: true, data: { matched: true, ...asObject(person) } };
		return free.length > 0 ? undefined : { ok: true, data: { matched: false, ...details } };
	});
}

function isPerson(match: JsonValue | undefined): boolean {
	return Object.keys(asObject(match)).length > 0;
}

/** One credit for each person found (docs.apollo.io, bulk people enrichment, 2026-08). */
const credits: Credits = {
	ceiling: (read) => {
		const { creditCeiling } = read.collection('options');
		if (creditCeiling === undefined) return undefined;
		const ceiling = Number(creditCeiling);
		if (Number.isInteger(ceiling) && ceiling >= 1) return ceiling;
		return new Problem(
			`Credit Ceiling is ${String(creditCeiling)}, but has to be a whole number of 1 or more`,
			'Change Credit Ceiling, or remove the option to set no ceiling.',
		);
	},
	costOf: ({ data }) => {
		const consumed = asObject(data).credits_consumed;
		return typeof consumed === 'number' ? consumed : undefined;
	},
};

export const enrich = batchOperation<PersonRow>({
	name: 'Enrich',
	action: 'Enrich people',
	description: 'Get emails and details of people, ten in a request. Costs a credit per match.',
	fields,
	batchSize: BULK_SIZE,
	row: readPerson,
	groupOf: ({ revealPersonalEmails }) => String(revealPersonalEmails),
	credits,
	request: (rows) => ({
		operation: 'person.enrich',
		method: 'POST',
		path: '/people/bulk_match',
		...(rows[0]?.revealPersonalEmails ? { query: { reveal_personal_emails: true } } : {}),
		body: { details: rows.map(({ details }) => details) },
		safeToRepeat: true,
		quotas: ['people-bulk-match'],
		records: rows.length,
	}),
	readRows: readMatches,
	causedByRow: ({ status, error }) => status === 400 && error.code !== 'RECORD_LIMIT_EXCEEDED',
});
