import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { GtmClayApi } from '../../credentials/GtmClayApi.credentials';
import { GtmClayWebhookApi } from '../../credentials/GtmClayWebhookApi.credentials';
import { Clay } from '../../nodes/Clay/Clay.node';
import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import { connectWebhook, webhookFacts } from '../../nodes/Clay/vendor';
import { SANDBOX_CLAY_KEY } from '../../sandbox';
import { started, stopAll } from '../sandbox/startedSandbox';

afterEach(stopAll);

const api = new GtmClayApi();
const webhook = new GtmClayWebhookApi();
const secrets = (properties: INodeProperties[]) =>
	properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);

describe.each([
	['API', api],
	['webhook', webhook],
])('the %s credential', (_, credential) => {
	test('has its icons, and a name of its own', () => {
		expect(credential.name).toMatch(/^gtmClay/);
		const { light, dark } = credential.icon as { light: string; dark: string };
		for (const icon of [light, dark]) {
			const file = resolve(__dirname, '../../credentials', icon.replace('file:', ''));
			expect(existsSync(file)).toBe(true);
		}
	});
});

test('what opens Clay is hidden', () => {
	expect(secrets(api.properties)).toEqual(['apiKey']);
	expect(secrets(webhook.properties)).toEqual(['secretUrl', 'authToken']);
});

test('the API key is tested by asking whose it is', async () => {
	const { sandbox } = await started();
	const { request, rules = [] } = api.test;
	expect([request.baseURL, request.url]).toEqual(['={{$credentials.baseUrl}}', '/me']);
	const ask = async (key: string) =>
		await fetch(`${sandbox.urls.clay}/public/v0/me`, { headers: { 'clay-api-key': key } });
	expect((await ask('wrong')).status).toBe(401);
	const body = (await (await ask(SANDBOX_CLAY_KEY)).json()) as Record<string, unknown>;
	const [rule] = rules;
	expect(rule.properties).toMatchObject({ key: 'workspace', value: undefined });
	expect(body.workspace).toBeDefined();
});

test('the webhook is tested by the node, which sends nothing', () => {
	expect(webhook).not.toHaveProperty('test');
	const { description, methods } = new Clay();
	const { testedBy = '' } =
		description.credentials?.find(({ name }) => name === 'gtmClayWebhookApi') ?? {};
	expect(Object.keys(methods.credentialTest)).toEqual([testedBy]);
});

describe('the fields of the webhook credential decide what the node does', () => {
	const url = 'https://api.clay.com/v3/sources/webhook/abc-123';
	const data = {
		secretUrl: ` ${url}/ `,
		authToken: '',
		baseUrl: 'https://api.clay.com',
		account: '',
	};

	test('rows received before are taken off, a table without a limit has none', () => {
		expect(webhookFacts({ ...data, rowsBefore: 1_000 }).most).toBe('49000');
		expect(webhookFacts({ ...data, rowsBefore: -5 }).most).toBe('50000');
		expect(webhookFacts({ ...data, unlimited: true }).most).toBe('');
	});

	test('the count is kept by a hash of the URL, the pace by the account', async () => {
		const { counter } = webhookFacts(data);
		expect(counter).not.toContain('abc-123');
		expect(webhookFacts({ ...data, secretUrl: url }).counter).toBe(counter);
		expect(webhookFacts({ ...data, secretUrl: `${url}4` }).counter).not.toBe(counter);
		const named = connectWebhook({ ...data, account: 'sales', authToken: 'token-1' });
		expect(named).toMatchObject({ quotaKeys: { account: 'sales' } });
		const connected = connectWebhook(data);
		if (!('authentication' in connected)) throw new Error(connected.message);
		expect(await connected.authentication.headers()).toEqual({});
		expect(connected.account).toMatch(/^key [\da-f]{8}$/);
	});
});

test('nodes and credentials are in the package', () => {
	const { n8n } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	for (const { name } of [new Clay().description, new ClayTrigger().description]) {
		const className = name.charAt(0).toUpperCase() + name.slice(1);
		expect(n8n.nodes).toContain(`dist/nodes/Clay/${className}.node.js`);
	}
	expect(n8n.credentials).toEqual(
		expect.arrayContaining([
			'dist/credentials/GtmClayApi.credentials.js',
			'dist/credentials/GtmClayWebhookApi.credentials.js',
		]),
	);
});
