import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { isEmail, plainDomain } from '../../identity';

/** What is known of a person, in Apollo's own field names. */
export type PersonDetails = { [field: string]: string };

type IdentifyBy = 'id' | 'email' | 'linkedin' | 'name';

const showFor = (by: IdentifyBy) => ({ displayOptions: { show: { identifyBy: [by] } } });

/** By what a person is known. */
export const identifyFields: INodeProperties[] = [
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

/** What an item tells of its person, or what it lacks. */
export function readPerson(read: ParameterReader): PersonDetails | Problem {
	const by = read.text('identifyBy');
	if (!isIdentifyBy(by)) {
		return new Problem(`"${by}" cannot identify a person`, 'Choose one of the list Identify By.');
	}
	const details: PersonDetails = {};
	for (const [field, parameter] of Object.entries(SOURCES[by])) {
		const text = read.text(parameter);
		const value = field === 'domain' ? plainDomain(text) : text;
		if (value !== '') details[field] = value;
	}
	return whatIsMissing(by, details) ?? details;
}

function isIdentifyBy(text: string): text is IdentifyBy {
	return text in SOURCES;
}

function whatIsMissing(by: IdentifyBy, details: PersonDetails): Problem | undefined {
	const fill = 'Check that the field of the item that the parameter refers to is filled.';
	switch (by) {
		case 'id':
			return details.id ? undefined : new Problem('Person ID is empty', fill);
		case 'email':
			if (!details.email) return new Problem('Email is empty', fill);
			return isEmail(details.email)
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
