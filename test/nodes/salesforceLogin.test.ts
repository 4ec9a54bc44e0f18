import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { GtmSalesforceClientCredentialsOAuth2Api } from '../../credentials/GtmSalesforceClientCredentialsOAuth2Api.credentials';
import { GtmSalesforceJwtApi } from '../../credentials/GtmSalesforceJwtApi.credentials';
import { GtmSalesforceOAuth2Api } from '../../credentials/GtmSalesforceOAuth2Api.credentials';
import { Salesforce } from '../../nodes/Salesforce/Salesforce.node';
import {
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_EXPIRED_TOKEN,
	SANDBOX_SALESFORCE_READ_ONLY_TOKEN,
	SANDBOX_SALESFORCE_USERNAME,
	type SandboxOptions,
} from '../../sandbox';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { runNode, type NodeSetup } from './support/runNode';
import { goOn, mapped, OBJECT, SalesforceRig, signIn } from './support/salesforce';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
let started: SalesforceRig | undefined;
afterEach(async () => {
	await started?.stop();
	started = undefined;
});
afterAll(() => log.remove());

async function start(options: Options = {}): Promise<void> {
	started = rig = await SalesforceRig.start(options);
}

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

const query = (resource: IDataObject = {}): IDataObject => ({
	resource: 'query',
	operation: 'runQuery',
	soql: 'SELECT Id FROM Contact',
	returnAll: true,
	gtmOptions: { firstWait: 0.01 },
	...resource,
});
const tokenRequests = () => rig.requests().filter((line) => line.includes('/oauth2/token'));

type Options = NonNullable<SandboxOptions['salesforce']>;

async function run(
	authentication: string,
	credentials: Record<string, IDataObject>,
	items: IDataObject[] = [{}],
	rest: Partial<NodeSetup> = {},
) {
	return await runNode({
		node: new Salesforce(),
		parameters: query({ authentication }) as NodeSetup['parameters'],
		credentials: credentials as NodeSetup['credentials'],
		items,
		...rest,
	});
}

describe('OAuth2', () => {
	test('a token that has ended is renewed once for all requests, and n8n stores it', async () => {
		await start({ records: { Contact: 3 } });
		const credential = await signIn(rig);
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ vendor: 'salesforce', kind: 'expired-token', path: '/composite', at: [1, 2, 3] }],
		});
		const upsert = {
			operation: 'createOrUpdate',
			...OBJECT('Contact'),
			fields: mapped({ Ext__c: '={{ $json.key }}', LastName: 'x' }, ['Ext__c']),
		};
		const items = Array.from({ length: 600 }, (_, n) => ({ key: `k${n}` }));
		const { outputs } = await rig.run(upsert, items, { ...goOn, credential });
		expect(outputs[0]).toHaveLength(600);
		expect(rig.state().oauth).toMatchObject({ refreshes: 1 });
	});

	test('refresh tokens that change with each use: the new one is kept', async () => {
		await start({
			records: { Contact: 1 },
			oauth: { rotateRefreshToken: true },
		});
		const credential = await signIn(rig);
		const credentials = {
			gtmSalesforceOAuth2Api: {
				...credential,
				clientId: SANDBOX_SALESFORCE_CLIENT_ID,
				clientSecret: SANDBOX_SALESFORCE_CLIENT_SECRET,
				grantType: 'pkce',
			},
		};
		for (let round = 0; round < 2; round += 1) {
			rig.sandbox.setFaults({
				seed: 1,
				rules: [{ vendor: 'salesforce', kind: 'expired-token', path: '/query', at: [1] }],
			});
			const { outputs, error } = await run('oAuth2', credentials);
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(1);
		}
		expect(rig.state().oauth).toMatchObject({ refreshes: 2, refused: 0 });
	});

	test('a refresh that is refused: reconnect', async () => {
		await start();
		const credential = {
			oauthTokenData: {
				access_token: SANDBOX_SALESFORCE_EXPIRED_TOKEN,
				refresh_token: 'gone',
				instance_url: rig.url,
			},
			accessTokenUrl: `${rig.sandbox.urls.salesforceLogin}/services/oauth2/token`,
			authentication: 'body',
		};
		const { outputs } = await rig.run(query(), [{}, {}, {}], { ...goOn, credential });
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('needs to be reconnected'),
			details: { reason: 'unauthorized' },
		});
		expect(JSON.stringify(outputs)).not.toContain(SANDBOX_SALESFORCE_EXPIRED_TOKEN);
	});

	test('a user who may only read: said so', async () => {
		await start();
		const oauthTokenData = {
			access_token: SANDBOX_SALESFORCE_READ_ONLY_TOKEN,
			instance_url: rig.url,
		};
		const create = { operation: 'create', ...OBJECT('Contact'), fields: mapped({ LastName: 'x' }) };
		const { outputs } = await rig.run(create, [{}], { ...goOn, credential: { oauthTokenData } });
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('the right to change this record'),
			details: { code: 'INSUFFICIENT_ACCESS_OR_READONLY' },
		});
	});

	test('not connected yet: nothing is sent', async () => {
		await start();
		const { error } = await rig.run(query(), [{}], { credential: { oauthTokenData: {} } });
		expect(error?.message).toBe('The credential is not connected yet');
		expect(rig.requests()).toEqual([]);
	});
});

describe('client credentials', () => {
	const credentialOf = (): IDataObject => ({
		grantType: 'clientCredentials',
		clientId: SANDBOX_SALESFORCE_CLIENT_ID,
		clientSecret: SANDBOX_SALESFORCE_CLIENT_SECRET,
		domain: rig.url,
		accessTokenUrl: `${rig.url}/services/oauth2/token`,
		authentication: 'body',
		oauthTokenData: {},
	});

	test('the first token comes through My Domain, and the node uses it', async () => {
		await start({ records: { Contact: 2 } });
		const { outputs, error } = await run('clientCredentials', {
			gtmSalesforceClientCredentialsOAuth2Api: credentialOf(),
		});
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(2);
		expect(tokenRequests()).toHaveLength(1);
	});

	test('an app without a user to run as', async () => {
		await start({ oauth: { clientCredentialsUser: false } });
		const { outputs } = await run(
			'clientCredentials',
			{ gtmSalesforceClientCredentialsOAuth2Api: credentialOf() },
			[{}],
			goOn,
		);
		expect(JSON.stringify(json(outputs[1])[0])).toMatch(/reconnected|no client credentials user/);
	});

	test('no domain', async () => {
		await start();
		const { error } = await run('clientCredentials', {
			gtmSalesforceClientCredentialsOAuth2Api: { ...credentialOf(), domain: '' },
		});
		expect(error?.message).toBe('Domain is empty');
	});
});

describe('JWT', () => {
	const credentialOf = (rest: IDataObject = {}): IDataObject => ({
		environment: 'custom',
		domain: rig.sandbox.urls.salesforceLogin,
		consumerKey: SANDBOX_SALESFORCE_CLIENT_ID,
		username: SANDBOX_SALESFORCE_USERNAME,
		privateKey: PEM,
		...rest,
	});
	const startOrg = async (oauth: Options['oauth'] = {}) =>
		await start({ records: { Contact: 2 }, oauth: { jwtPublicKey: PUBLIC, ...oauth } });
	const jwt = async (rest: IDataObject = {}, setup: Partial<NodeSetup> = {}) =>
		await run('jwt', { gtmSalesforceJwtApi: credentialOf(rest) }, [{}], setup);

	test.each([
		['as it is', PEM],
		['in one line, as a field of one line holds it', PEM.replaceAll('\n', ' ')],
		['with its line breaks written out', PEM.replaceAll('\n', '\\n')],
		['in the older form', key.export({ type: 'pkcs1', format: 'pem' }).toString()],
	])('a private key %s', async (_, privateKey) => {
		await startOrg();
		const { outputs, error } = await jwt({ privateKey });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(2);
	});

	test('one token for all executions, also when they begin side by side', async () => {
		await startOrg();
		const runs = await Promise.all([jwt(), jwt(), jwt()]);
		runs.push(await jwt());
		expect(runs.map(({ outputs }) => outputs[0].length)).toEqual([2, 2, 2, 2]);
		expect(tokenRequests()).toHaveLength(1);
	});

	test('a token that has ended: one new token, and the request goes on', async () => {
		await startOrg();
		await jwt();
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ vendor: 'salesforce', kind: 'expired-token', path: '/query', at: [1] }],
		});
		expect((await jwt()).outputs[0]).toHaveLength(2);
		expect(tokenRequests()).toHaveLength(2);
	});

	test('the org moves with the new token: the request follows', async () => {
		await startOrg({ movesOnRefresh: true });
		await jwt();
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ vendor: 'salesforce', kind: 'expired-token', path: '/query', at: [1] }],
		});
		const { outputs, error } = await jwt({}, goOn);
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(2);
	});

	test('a user who has not approved the app: its words, and what to check', async () => {
		await startOrg({ jwtApproved: false });
		const { error } = await jwt();
		expect(error?.message).toContain("user hasn't approved this consumer");
		expect(error?.description).toContain('whether the user has approved the app');
		// It is not remembered as a token.
		await jwt();
		expect(tokenRequests()).toHaveLength(2);
	});

	test('a server that quotes the signed assertion: it is shown to nobody', async () => {
		await startOrg();
		const quoting = await FaultServer.start(systemClock);
		quoting.afterwards(({ body }) =>
			reply(400, { error: 'invalid_grant', error_description: `no user for ${body}` }),
		);
		const run = await jwt({ domain: quoting.url }, goOn);
		await quoting.close();
		const [, assertion = ''] = /assertion=([^&]+)/.exec(quoting.arrivals[0]?.body ?? '') ?? [];
		expect(assertion.split('.')).toHaveLength(3);
		const said = JSON.stringify([run.outputs, run.error, run.error?.message, run.hints]);
		expect(said).toContain('no user for');
		expect(said).not.toContain(assertion);
		expect(said).not.toContain(assertion.split('.')[2]);
	});

	test.each([
		[{ privateKey: 'x' }, 'Private Key cannot be read'],
		[{ privateKey: '' }, 'Private Key is empty'],
		[{ username: ' ' }, 'Username is empty'],
		[{ consumerKey: undefined }, 'Consumer Key is empty'],
		[{ domain: 'ftp://example.com' }, 'begins with "ftp://"'],
	])('a credential that cannot be: %j', async (rest, what) => {
		await startOrg();
		const { error } = await jwt(rest as IDataObject);
		expect(error?.message).toContain(what);
		expect(rig.requests()).toEqual([]);
	});

	test('the key stands in no log, error or item', async () => {
		await startOrg({ jwtApproved: false });
		const { outputs } = await jwt({}, goOn);
		const [line] = PEM.split('\n').slice(1);
		expect(JSON.stringify(outputs) + JSON.stringify(log.rows())).not.toContain(line);
	});

	test("n8n's test of the credential gets a token in the same way", async () => {
		await startOrg();
		const sent: string[] = [];
		const httpRequest: IHttpRequestHelper['helpers']['httpRequest'] = async (options) => {
			const { url, method = 'GET', body, headers } = options;
			sent.push(`${method} ${url}`);
			const init = { method, body: String(body), headers: headers as Record<string, string> };
			const answer = await fetch(url, init);
			return { statusCode: answer.status, body: await answer.text() };
		};
		const { preAuthentication, test: check, authenticate } = new GtmSalesforceJwtApi();
		const data = await preAuthentication.call(
			{ helpers: { httpRequest } } as IHttpRequestHelper,
			credentialOf() as Parameters<typeof preAuthentication>[0],
		);
		expect(data).toEqual({ accessToken: expect.any(String), instanceUrl: rig.url });
		expect(sent).toEqual([`POST ${rig.sandbox.urls.salesforceLogin}/services/oauth2/token`]);
		const answer = await fetch(`${data.instanceUrl}/services/data/v67.0/limits`, {
			headers: { authorization: `Bearer ${data.accessToken}` },
		});
		expect(answer.status).toBe(200);
		expect([check.request.baseURL, check.request.url]).toEqual([
			'={{$credentials.instanceUrl}}',
			'=/services/data/{{$credentials.apiVersion}}/limits',
		]);
		expect(authenticate.properties.headers).toEqual({
			Authorization: '=Bearer {{$credentials.accessToken}}',
		});
	});
});

describe('the credential types', () => {
	test.each([
		new GtmSalesforceOAuth2Api(),
		new GtmSalesforceClientCredentialsOAuth2Api(),
		new GtmSalesforceJwtApi(),
	])('$name: hides its secrets, and asks for a version and for shares', ({ name, properties }) => {
		expect(name).toMatch(/^gtmSalesforce/);
		const names = properties.map((property) => property.name);
		expect(names).toEqual(
			expect.arrayContaining(['apiVersion', 'dailyShare', 'executionShare', 'account']),
		);
		for (const { name: field, typeOptions } of properties) {
			if (/key$|token$/i.test(field) && field !== 'consumerKey') {
				expect(typeOptions).toMatchObject({ password: true });
			}
		}
	});
});
