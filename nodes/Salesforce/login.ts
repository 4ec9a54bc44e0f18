import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { checkBaseUrl } from '../shared/node/connection';
import { Problem } from '../shared/node/parameters';

const PRODUCTION = 'https://login.salesforce.com';
const SANDBOX = 'https://test.salesforce.com';

/** Where users and apps log in (OAuth guide, 2026-08). */
export const environmentFields: INodeProperties[] = [
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		default: 'production',
		options: [
			{
				name: 'Custom Domain',
				value: 'custom',
				description: 'The My Domain address of the org, which orgs of Spring 2026 and later need',
			},
			{ name: 'Production', value: 'production', description: PRODUCTION },
			{ name: 'Sandbox', value: 'sandbox', description: SANDBOX },
		],
	},
	{
		displayName: 'Domain',
		name: 'domain',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://mycompany.my.salesforce.com',
		description:
			'The My Domain address of the org, with https:// in front: Setup shows it under My Domain',
		displayOptions: { show: { environment: ['custom'] } },
	},
];

/** The same as an expression of a credential, in front of a path. */
export const LOGIN_URL = `{{ $self["environment"] === "custom" ? $self["domain"].replace(/\\/+$/, "") : $self["environment"] === "sandbox" ? "${SANDBOX}" : "${PRODUCTION}" }}`;

/** The address to log in at, without a slash at its end. */
export function loginUrl({
	environment,
	domain,
}: ICredentialDataDecryptedObject): string | Problem {
	if (environment === 'sandbox') return SANDBOX;
	if (environment !== 'custom') return PRODUCTION;
	return domainUrl(domain);
}

/** The My Domain address of a credential. People copy it as they see it, also without https. */
export function domainUrl(domain: unknown): string | Problem {
	const text = typeof domain === 'string' ? domain.trim() : '';
	if (text === '') {
		return new Problem(
			'Domain is empty',
			'Enter the My Domain address of the org in the Salesforce credential.',
		);
	}
	const url = checkBaseUrl(text.includes('://') ? text : `https://${text}`, 'Salesforce');
	return url instanceof Problem ? url : new URL(url).origin;
}
