import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { GtmApolloApi } from '../../credentials/GtmApolloApi.credentials';
import { GtmHubSpotApi } from '../../credentials/GtmHubSpotApi.credentials';
import { apolloQuotas } from '../../nodes/Apollo/limits';
import { hubSpotFacts, hubSpotQuotas } from '../../nodes/HubSpot/vendor';
import { SANDBOX_APOLLO_KEY, SANDBOX_HUBSPOT_TOKEN } from '../../sandbox';
import { started, stopAll, type Callers } from '../sandbox/startedSandbox';

interface Credential {
	name: string;
	icon: { light: string; dark: string };
	properties: INodeProperties[];
	authenticate: IAuthenticateGeneric;
	test: ICredentialTestRequest;
}

const apollo = new GtmApolloApi() as Credential;
const hubSpot = new GtmHubSpotApi() as Credential;

function field(credential: Credential, name: string): INodeProperties {
	const found = credential.properties.find((property) => property.name === name);
	if (!found) throw new Error(`${credential.name} has no field ${name}`);
	return found;
}

const values = (property: INodeProperties) =>
	(property.options as INodePropertyOptions[]).map(({ value }) => value);

const defaults = ({ properties }: Credential): Record<string, unknown> =>
	Object.fromEntries(properties.map((property) => [property.name, property.default]));

/** Fills in {{$credentials.x}}, the one expression that these credentials use. */
const filled = (text: unknown, data: Record<string, unknown>) =>
	String(text)
		.replace(/^=/, '')
		.replace(/\{\{\s*\$credentials\.(\w+)\s*\}\}/g, (_all, name: string) => String(data[name]));

/** Sends a credential's test as n8n does. */
async function sendTest(credential: Credential, data: Record<string, unknown>) {
	const { baseURL, url } = credential.test.request;
	const headers = Object.entries(credential.authenticate.properties.headers ?? {});
	const answer = await fetch(filled(baseURL, data) + filled(url, data), {
		headers: Object.fromEntries(headers.map(([name, text]) => [name, filled(text, data)])),
	});
	const text = await answer.text();
	return { status: answer.status, body: answer.ok ? (JSON.parse(text) as unknown) : text };
}

describe.each([
	['Apollo', apollo, 'apiKey'],
	['HubSpot', hubSpot, 'accessToken'],
])('the %s credential', (_vendor, credential, secret) => {
	test('has a name of its own: credential names are global in n8n', () => {
		expect(credential.name).toMatch(/^gtm/);
	});

	test('needs the secret, hides it, and has a default for everything else', () => {
		const required = credential.properties.filter((property) => property.required);
		expect(required.map(({ name }) => name)).toEqual([secret]);
		expect(field(credential, secret).typeOptions).toEqual({ password: true });
		for (const { type, default: value, options } of credential.properties) {
			const offered = (options ?? []) as INodePropertyOptions[];
			if (type === 'options') expect(offered.map((each) => each.value)).toContain(value);
		}
		expect(defaults(credential).account).toBe('');
	});

	test('sends the secret in one header and nowhere else', () => {
		const { headers, ...rest } = credential.authenticate.properties;
		expect(Object.values(headers ?? {})).toEqual([
			expect.stringContaining(`{{$credentials.${secret}}}`),
		]);
		expect(rest).toEqual({});
	});

	test('has its icons', () => {
		const folder = resolve(__dirname, '../../credentials');
		for (const icon of [credential.icon.light, credential.icon.dark]) {
			expect(existsSync(resolve(folder, icon.replace('file:', '')))).toBe(true);
		}
	});
});

describe('the fields decide what the nodes do', () => {
	const limit = (quotas: ReturnType<typeof apolloQuotas>, id: string) =>
		quotas.find((quota) => quota.id === id)?.windows[0]?.limit;

	test.each(values(field(apollo, 'plan')))('Apollo plan %s: search requests a minute', (plan) => {
		expect(limit(apolloQuotas(plan), 'mixed_people/api_search')).toBe(plan === 'free' ? 50 : 200);
	});

	test.each([
		['free', 0, 100, 250_000],
		['professional', 0, 190, 625_000],
		['enterprise', 0, 190, 1_000_000],
		['enterprise', 2, 250, 3_000_000],
	])('HubSpot plan %s with %i increases: %i in 10 s, %i a day', (plan, packs, burst, daily) => {
		expect(values(field(hubSpot, 'plan'))).toContain(plan);
		const quotas = hubSpotQuotas(plan, packs);
		expect(limit(quotas, 'burst')).toBe(burst);
		expect(limit(quotas, 'daily')).toBe(daily);
	});

	test('HubSpot versions: each has its path', () => {
		const paths = values(field(hubSpot, 'apiVersion')).map(
			(apiVersion) => hubSpotFacts({ apiVersion: String(apiVersion) }).objects,
		);
		expect(paths).toEqual(['/crm/objects/2026-03', '/crm/objects/2026-09', '/crm/v3/objects']);
		expect(defaults(hubSpot).apiVersion).toBe('2026-03');
	});
});

describe('the connection test', () => {
	let callers: Callers;

	beforeAll(async () => {
		callers = await started();
	});

	afterAll(stopAll);

	test('Apollo: a key that Apollo knows is logged in', async () => {
		const data = { baseUrl: callers.sandbox.urls.apollo, apiKey: SANDBOX_APOLLO_KEY };
		const { status, body } = await sendTest(apollo, data);
		expect([status, body]).toEqual([200, expect.objectContaining({ is_logged_in: true })]);
	});

	/** What n8n says to an answer 200, by the rules of the test; undefined when it passes. */
	function refusal({ test: { rules = [] } }: Credential, body: Record<string, unknown>) {
		const broken = rules.find(
			({ type, properties }) =>
				type === 'responseSuccessBody' &&
				'key' in properties &&
				body[properties.key] === properties.value,
		);
		return broken?.properties.message;
	}

	test.each([
		['Apollo', apollo, { is_logged_in: true }, undefined],
		['Apollo', apollo, { is_logged_in: false }, 'Apollo does not know this API key'],
		['Apollo', apollo, { hello: 'world' }, 'There is something else than Apollo at the base URL'],
		['HubSpot', hubSpot, { portalId: 1 }, undefined],
		['HubSpot', hubSpot, {}, 'There is something else than HubSpot at the base URL'],
	])('%s: an answer 200 (%#) -> what n8n says', (_, credential, body, message) => {
		expect(refusal(credential, body)).toBe(message);
	});

	test('HubSpot: a token that HubSpot knows gets the account', async () => {
		const data = { baseUrl: callers.sandbox.urls.hubspot, accessToken: SANDBOX_HUBSPOT_TOKEN };
		expect(await sendTest(hubSpot, data)).toMatchObject({ status: 200 });
	});

	test('a wrong secret -> 401', async () => {
		const { apollo: apolloUrl, hubspot: hubSpotUrl } = callers.sandbox.urls;
		expect(await sendTest(apollo, { baseUrl: apolloUrl, apiKey: 'wrong' })).toMatchObject({
			status: 401,
		});
		expect(await sendTest(hubSpot, { baseUrl: hubSpotUrl, accessToken: 'wrong' })).toMatchObject({
			status: 401,
		});
	});
});
