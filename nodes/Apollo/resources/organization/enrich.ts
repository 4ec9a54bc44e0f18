import type { INodeProperties } from 'n8n-workflow';
import { asObject, asText } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/batchOperation';
import { creditCeilingField } from '../../../shared/node/credits';
import { reuseField } from '../../../shared/node/keptResults';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { View } from '../../../shared/node/view';
import { plainDomain, plainUrl, same } from '../../identity';
import { ENRICH_SIZE } from '../../limits';
import { isCausedByRow, readEnriched } from '../../matching';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { USUAL_ORGANIZATION } from './view';

/** What is known of a company, in Apollo's own field names. */
type Details = { [field: string]: string };

interface OrganizationRow {
	details: Details;
	view: View;
}

const fields: INodeProperties[] = [
	{
		displayName: 'Domain',
		name: 'domain',
		type: 'string',
		default: '={{ $json.domain }}',
		placeholder: 'e.g. example.com',
		description: 'Domain of the company. One of the four is needed; more make a match likelier.',
	},
	{
		displayName: 'LinkedIn URL',
		name: 'linkedinUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.linkedin.com/company/example',
		description: 'Address of the company page',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Example Ltd',
		description: 'Name of the company',
	},
	{
		displayName: 'Website',
		name: 'website',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.example.com',
		description: 'Address of the website, where the domain alone is not known',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [creditCeilingField, reuseField('Companies')],
	},
	...viewFields,
];

function readRow(read: ParameterReader): OrganizationRow | Problem {
	const given: Details = {
		domain: plainDomain(read.text('domain')),
		linkedin_url: read.text('linkedinUrl'),
		name: read.text('name'),
		website: read.text('website'),
	};
	const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
	if (Object.keys(details).length > 0) {
		return {
			details,
			view: readView(read, ['matched', ...USUAL_ORGANIZATION, 'domain', 'website']),
		};
	}
	return new Problem(
		'Domain, LinkedIn URL, Name and Website are all empty',
		'Fill one of them: check that the field of the item that it refers to is filled.',
	);
}

/** Whether a company is the one of these details, by the surest of them. */
function isAbout(
	organization: JsonValue,
	{ domain, website, linkedin_url, name }: Details,
): boolean {
	const text = (field: string) => asText(asObject(organization)[field]);
	const asked = domain ?? website;
	if (asked !== undefined) {
		return ['primary_domain', 'website_url'].some((field) => same(text(field), asked, plainDomain));
	}
	return linkedin_url === undefined
		? same(text('name'), name)
		: same(text('linkedin_url'), linkedin_url, plainUrl);
}

export const enrich = batchOperation<OrganizationRow>({
	name: 'Enrich',
	action: 'Enrich organizations',
	description: 'Get details of companies, ten in a request. Costs a credit per match.',
	fields,
	batchSize: ENRICH_SIZE,
	row: readRow,
	// One credit for each company found (bulk organization enrichment, 2026-08).
	credits: {
		costOf: ({ data }) => {
			const found = asObject(data).unique_enriched_records;
			return typeof found === 'number' ? found : undefined;
		},
	},
	keeping: {
		accountOf: ({ facts }) => String(facts.account),
		keyOf: ({ details }) => ({
			organization: Object.fromEntries(
				Object.entries(details).map(([field, value]) => [field, value.toLowerCase()]),
			),
		}),
		isPaid: ({ matched }) => matched === true,
	},
	request: (rows) =>
		apolloRequest('organizations/bulk_enrich', {
			operation: 'organization.enrich',
			method: 'POST',
			path: '/organizations/bulk_enrich',
			body: { details: rows.map(({ details }) => details) },
			safeToRepeat: true,
			records: rows.length,
		}),
	readRows: ({ data }, rows) =>
		readEnriched(
			asObject(data).organizations,
			rows.map(({ details }) => details),
			{ isAbout, mayDiffer: () => true, missed: (details) => details },
		),
	toItem: (data, { view }) => view(data),
	causedByRow: isCausedByRow,
});
