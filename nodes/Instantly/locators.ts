import type { INodeProperties } from 'n8n-workflow';
import { locatorField, type Locator } from '../shared/node/locatorField';
import { Problem, type ParameterReader } from '../shared/node/parameters';

type Named = Partial<Pick<Locator, 'displayName' | 'name' | 'description' | 'required'>>;

export function campaignField(named: Named = {}): INodeProperties {
	return locatorField({
		displayName: 'Campaign',
		name: 'campaign',
		description: 'The campaign in Instantly',
		searchListMethod: 'getCampaigns',
		placeholder: 'e.g. 0199b1de-7c24-7f0a-9f3e-2b6d1c8a4e10',
		...named,
	});
}

export function leadListField(named: Named = {}): INodeProperties {
	return locatorField({
		displayName: 'Lead List',
		name: 'leadList',
		description: 'The lead list in Instantly',
		searchListMethod: 'getLeadLists',
		placeholder: 'e.g. 0199b1de-8d31-7a52-8c0b-5e1f7d3b9a24',
		...named,
	});
}

export function leadLabelField(named: Named = {}): INodeProperties {
	return locatorField({
		displayName: 'Lead Label',
		name: 'leadLabel',
		description: 'The custom label of leads in Instantly',
		searchListMethod: 'getLeadLabels',
		placeholder: 'e.g. 0199b1de-9e42-7b63-9d1c-6f2a8e4c0b35',
		...named,
	});
}

export function accountField(named: Named = {}): INodeProperties {
	return locatorField({
		displayName: 'Account',
		name: 'account',
		description: 'The mailbox that is connected to Instantly',
		searchListMethod: 'getAccounts',
		placeholder: 'e.g. name+sales@example.com',
		by: 'By Email',
		...named,
	});
}

/** Whose address it is, as "readEmail" reads it. */
export function emailField(description: string): INodeProperties {
	return {
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '={{ $json.email }}',
		required: true,
		placeholder: 'e.g. name@example.com',
		description,
	};
}

/** UUIDs; those of background jobs may be shorter (API v2, 2026-11). */
const ID = /^[\da-f-]{24,36}$/i;

/** An ID as Instantly gives it to what it keeps. */
export function readId(read: ParameterReader, name: string, label: string): string | Problem {
	const id = read.locator(name);
	if (ID.test(id)) return id;
	return new Problem(
		id === '' ? `${label} is empty` : `${label} is "${id}", which is not an ID of Instantly`,
		'Enter the ID as "Get Many" gives it, such as 0199b1de-7c24-7f0a-9f3e-2b6d1c8a4e10.',
	);
}

/** The same where nothing may be chosen. */
export function readIdIfAny(
	read: ParameterReader,
	name: string,
	label: string,
): string | undefined | Problem {
	return read.locator(name) === '' ? undefined : readId(read, name, label);
}

/** Enough to catch a slip; what an address is, Instantly itself decides. */
export function looksLikeEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

/** The address of a mailbox or of a lead. */
export function readEmail(read: ParameterReader, name: string, label: string): string | Problem {
	const email = read.locator(name);
	if (looksLikeEmail(email)) return email;
	return new Problem(
		email === '' ? `${label} is empty` : `${label} is "${email}", which is not an email address`,
		`Enter an email address in ${label}.`,
	);
}
