import { authorize } from '../counterparts/authorize';
import type { Counterpart } from '../counterparts/counterpart';
import { faultyProxy, type FaultyProxy } from '../counterparts/faultyProxy';
import { jsonServer } from '../counterparts/jsonServer';
import { oidcServer, type OidcServer } from '../counterparts/oidcServer';
import { prismServer } from '../counterparts/prismServer';
import { yogaServer } from '../counterparts/yogaServer';
import { readWorkflow, withNode, type Execution } from './n8n';
import { apiRequest, runOneNode } from './oneNode';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const FAULTS = 0.02;
const SEED = 4;

let n8n: N8nForTests;
const running: Counterpart[] = [];
/** Stopped when its test is over. */
async function started<Server extends Counterpart>(starting: Promise<Server>): Promise<Server> {
	const server = await starting;
	running.push(server);
	return server;
}
beforeAll(async () => {
	n8n = await n8nForTests();
}, 1_200_000);
afterEach(async () => {
	await Promise.all(running.splice(0).map(async (server) => await server.stop()));
});
afterAll(async () => await n8n?.release());

const idsOf = (execution: Execution) => execution.items('Tested').map(({ id }) => Number(id));
const numbers = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

/** Otherwise a test says nothing of faults and limits. */
async function expectMet(proxy: FaultyProxy): Promise<void> {
	const { faults, limited } = await proxy.counts();
	expect(Object.values(faults).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
	expect(limited).toBeGreaterThan(0);
}

/** Everything came once, through faults and a limit, and none of it is hidden. */
async function expectAll(execution: Execution, count: number, proxy: FaultyProxy): Promise<void> {
	expect(execution).toMatchObject({ status: 'success', error: '' });
	expect(execution.items('Tested', 1)).toEqual([]);
	expect(idsOf(execution)).toEqual(numbers(count));
	await expectMet(proxy);
	expect(execution.hints('Tested').join(' ')).toMatch(
		new RegExp(
			`Complete: ${count.toLocaleString('en-US')}.*repeated after faults.*over the rate limit`,
		),
	);
}

test('json-server: 2,000 people by its Link header, found by itself', async () => {
	const server = await started(jsonServer({ people: 2_000 }));
	const proxy = await started(
		faultyProxy(server.url, {
			seed: SEED,
			faultShare: FAULTS,
			limit: { requests: 50, blockMs: 2_000 },
		}),
	);
	const execution = await runOneNode(
		n8n,
		apiRequest({
			operation: 'getRecords',
			url: `${proxy.url}/people?_page=1&_limit=10`,
			returnAll: true,
		}),
	);
	expect(execution.hints('Tested').join(' ')).toContain('Pagination: Link Header');
	await expectAll(execution, 2_000, proxy);
});

test('the offered workflow "Any API" reads all of a list that it has not seen before', async () => {
	const server = await started(jsonServer({ people: 500 }));
	const workflow = withNode(await readWorkflow('any-api-list.json'), 'Get All People', {
		parameters: { url: `${server.url}/people?_page=1&_limit=50` },
	});
	const workflowId = await n8n.api.importWorkflow(workflow);
	const executionId = await n8n.api.runWorkflow(workflowId);
	const execution = await n8n.api.waitFor(workflowId, executionId);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const ids = execution.items('Get All People').map(({ id }) => Number(id));
	expect(ids).toEqual(numbers(500));
});

describe('GraphQL Yoga', () => {
	const query =
		'query ($after: String) { people(first: 10, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } }';
	const list = (url: string) =>
		apiRequest({ resource: 'graphql', operation: 'getRecords', url, query, returnAll: true });

	test('2,000 people by their connection, found by itself', async () => {
		const server = await started(yogaServer({ people: 2_000 }));
		const proxy = await started(
			faultyProxy(server.url, {
				seed: SEED,
				faultShare: FAULTS,
				limit: { requests: 50, blockMs: 2_000 },
			}),
		);
		await expectAll(await runOneNode(n8n, list(`${proxy.url}/graphql`)), 2_000, proxy);
	});

	test('queries that cost points: paced, and none of them throttled', async () => {
		const server = await started(
			yogaServer({ people: 600, points: { maximum: 100, restoreRate: 200 } }),
		);
		const execution = await runOneNode(n8n, list(server.endpoint));
		expect(idsOf(execution)).toEqual(numbers(600));
		expect((await server.counts()).throttled).toBe(0);
	});

	test('mutations through broken connections: each applied once, or told as unknown', async () => {
		const server = await started(yogaServer({ people: 1 }));
		const proxy = await started(faultyProxy(server.url, { seed: 9, faultShare: 0.2 }));
		const people = numbers(60).map((number) => ({ email: `new${number}@company.example` }));
		const execution = await runOneNode(
			n8n,
			apiRequest({
				resource: 'graphql',
				operation: 'send',
				url: `${proxy.url}/graphql`,
				query:
					'mutation ($input: AddPersonInput!) { addPerson(input: $input) { person { id } userErrors { message } } }',
				variables: '={{ { input: { name: "N", email: $json.email } } }}',
			}),
			people,
		);
		const { applied } = await server.counts();
		const done = execution.items('Tested');
		const unknown = execution.items('Tested', 1);
		expect(done.length + unknown.length).toBe(60);
		expect(unknown.length).toBeGreaterThan(0);
		expect(Object.values(applied).every((times) => times === 1)).toBe(true);
		for (const { email, details } of unknown) {
			const { outcome } = details as { outcome: string };
			if (!(String(email) in applied)) continue;
			expect(outcome).toBe('unknown');
		}
	});
});

describe('Prism, which holds requests to an OpenAPI file', () => {
	const key = { name: 'X-Api-Key', sendIn: 'header', apiKey: 'prism-key-0123456789' };

	test('good requests pass; a bad body is refused with its place, and not repeated', async () => {
		const server = await started(prismServer());
		await n8n.api.createCredential('Prism', 'gtmApiKeyApi', { ...key, baseUrl: server.url });
		const credentials = { gtmApiKeyApi: { name: 'Prism' } };
		const list = await runOneNode(
			n8n,
			apiRequest(
				{ operation: 'getRecords', authentication: 'apiKey', url: '/contacts', returnAll: true },
				{ credentials },
			),
		);
		expect(list.items('Tested')).toMatchObject([{ id: 'p3' }]);

		const create = await runOneNode(
			n8n,
			apiRequest(
				{
					operation: 'send',
					authentication: 'apiKey',
					method: 'POST',
					url: '/contacts',
					bodyType: 'json',
					jsonBody: '={{ $json }}',
				},
				{ credentials },
			),
			[
				{ email: 'new@example.com', name: 'New Person' },
				{ email: 'no address', name: 'New Person' },
				{ name: 'New Person' },
			],
		);
		expect(create.items('Tested')).toMatchObject([{ id: 'p4' }]);
		expect(create.items('Tested', 1)).toMatchObject([
			{ error: expect.stringMatching(/email/i) as string, details: { status: 422 } },
			{ error: expect.stringMatching(/email/i) as string, details: { status: 422 } },
		]);
	});

	test('60 requests through faults and a limit: each item has its answer', async () => {
		const server = await started(prismServer());
		const proxy = await started(
			faultyProxy(server.url, {
				seed: SEED,
				faultShare: 0.1,
				limit: { requests: 25, blockMs: 1_000 },
			}),
		);
		await n8n.api.createCredential('Prism Behind Faults', 'gtmApiKeyApi', {
			...key,
			baseUrl: proxy.url,
		});
		const execution = await runOneNode(
			n8n,
			apiRequest(
				{ operation: 'send', authentication: 'apiKey', url: '/contacts', split: false },
				{ credentials: { gtmApiKeyApi: { name: 'Prism Behind Faults' } } },
			),
			numbers(60).map((number) => ({ number })),
		);
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(execution.items('Tested')).toHaveLength(60);
		await expectMet(proxy);
	});

	test('without a credential: what to check', async () => {
		const server = await started(prismServer());
		const execution = await runOneNode(
			n8n,
			apiRequest({ operation: 'send', url: `${server.url}/contacts` }),
		);
		expect(execution.items('Tested', 1)).toMatchObject([{ details: { status: 401 } }]);
	});
});

describe('OAuth2', () => {
	const PEOPLE = 1_500;
	const LIFETIME_S = 4;
	let provider: OidcServer;

	/** n8n's address for the way back, which the provider has to know. */
	async function start(): Promise<void> {
		const probe = await n8n.api.createCredential('Probe', 'gtmOAuth2Api', {
			...grant('pkce', 'http://127.0.0.1:1'),
			clientId: 'probe',
			clientSecret: 'probe',
		});
		let redirectUri = '';
		await n8n.api
			.connectOAuth2(probe, async (url) => {
				redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
				return await Promise.reject(new Error('only the address was wanted'));
			})
			.catch(() => undefined);
		provider = await started(
			oidcServer({
				people: PEOPLE,
				accessTokenSeconds: LIFETIME_S,
				redirectUris: [redirectUri],
			}),
		);
	}

	const grant = (grantType: string, url: string) => ({
		grantType,
		authUrl: `${url}/auth`,
		accessTokenUrl: `${url}/token`,
		authentication: 'header',
		authQueryParameters: '',
		ignoreSSLIssues: false,
	});
	/** Slow enough that its token expires under way. */
	const account = () => ({
		baseUrl: provider.url,
		rateLimit: 2,
		rateWindow: 1,
		account: provider.url,
	});

	const list = (credential: string) =>
		apiRequest(
			{ operation: 'getRecords', authentication: 'oAuth2', url: '/people?page=1', returnAll: true },
			{ credentials: { gtmOAuth2Api: { name: credential } } },
		);

	async function connected(): Promise<string> {
		const id = await n8n.api.createCredential('App', 'gtmOAuth2Api', {
			...grant('pkce', provider.url),
			...provider.app,
			...account(),
			scope: provider.scope,
		});
		await n8n.api.connectOAuth2(id, authorize);
		return 'App';
	}

	test('connected in n8n, expires while two nodes run side by side: each token is renewed once, no item fails', async () => {
		await start();
		const credential = await connected();
		const began = Date.now();
		const executions = await Promise.all([
			runOneNode(n8n, list(credential)),
			runOneNode(n8n, list(credential)),
		]);
		const seconds = (Date.now() - began) / 1_000;
		for (const execution of executions) {
			expect(execution).toMatchObject({ status: 'success', error: '' });
			expect(execution.items('Tested', 1)).toEqual([]);
			expect(idsOf(execution)).toEqual(numbers(PEOPLE));
		}
		const counts = await provider.counts();
		expect(counts.grants.authorization_code).toBe(1);
		expect(counts.grants.refresh_token).toBeGreaterThan(0);
		expect(counts.grants.refresh_token).toBeLessThanOrEqual(Math.ceil(seconds / LIFETIME_S));
		// A token that is used twice would end the grant.
		expect(counts.refusedGrants).toBe(0);
		expect(counts.accessTokens).toBe(1 + counts.grants.refresh_token);
	});

	test('the rotated token is stored: a later run goes on with it', async () => {
		await start();
		const credential = await connected();
		await runOneNode(n8n, list(credential));
		const before = await provider.counts();
		const execution = await runOneNode(n8n, list(credential));
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(idsOf(execution)).toEqual(numbers(PEOPLE));
		const after = await provider.counts();
		expect(after.grants.authorization_code).toBe(before.grants.authorization_code);
		expect(after.refusedGrants).toBe(0);
	});

	test('client credentials: the first token is fetched by itself, and renewed', async () => {
		await start();
		await n8n.api.createCredential('Machine', 'gtmOAuth2Api', {
			...grant('clientCredentials', provider.url),
			...provider.machine,
			...account(),
			scope: 'people:read',
		});
		const execution = await runOneNode(n8n, list('Machine'));
		expect(execution).toMatchObject({ status: 'success', error: '' });
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(idsOf(execution)).toEqual(numbers(PEOPLE));
		expect((await provider.counts()).grants.client_credentials).toBeGreaterThan(1);
	});

	test('through faults and a limit, while the token expires: everything, once', async () => {
		await start();
		const proxy = await started(
			faultyProxy(provider.url, {
				seed: SEED,
				faultShare: 0.2,
				limit: { requests: 10, blockMs: 1_000 },
			}),
		);
		await n8n.api.createCredential('Machine Behind Faults', 'gtmOAuth2Api', {
			...grant('clientCredentials', provider.url),
			...provider.machine,
			...account(),
			baseUrl: proxy.url,
			scope: 'people:read',
		});
		const execution = await runOneNode(n8n, list('Machine Behind Faults'));
		await expectAll(execution, PEOPLE, proxy);
		expect((await provider.counts()).grants.client_credentials).toBeGreaterThan(1);
	});

	test('not connected: what to do', async () => {
		await start();
		await n8n.api.createCredential('Unconnected', 'gtmOAuth2Api', {
			...grant('pkce', provider.url),
			...provider.app,
			...account(),
			scope: provider.scope,
		});
		const execution = await runOneNode(n8n, list('Unconnected'));
		expect(execution.items('Tested', 1)).toMatchObject([
			{
				error: 'The credential is not connected yet',
				message: 'Open it and choose Connect.',
			},
		]);
	});
});
