import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { GtmInstantlyApi } from '../../credentials/GtmInstantlyApi.credentials';
import {
	SANDBOX_INSTANTLY_KEY,
	SANDBOX_INSTANTLY_SUB_WORKSPACE,
	startSandbox,
	type InstantlyOptions,
	type Sandbox,
} from '../../sandbox';

const credential = new GtmInstantlyApi();
let sandbox: Sandbox | undefined;
afterEach(async () => await sandbox?.stop());

const field = (name: string): INodeProperties | undefined =>
	credential.properties.find((each) => each.name === name);

/** Sends the credential's test as n8n does. */
async function sendTest(data: Record<string, string>, instantly: InstantlyOptions = {}) {
	sandbox = await startSandbox({ people: 0, latency: 0, instantly });
	const { url = '', qs = {} } = credential.test.request;
	const sent = await credential.authenticate({ ...data }, { url });
	const query = new URLSearchParams(
		Object.entries(qs).map(([name, value]): [string, string] => [name, String(value)]),
	);
	const answer = await fetch(`${sandbox.urls.instantly}${url}?${query}`, {
		headers: sent.headers as Record<string, string>,
	});
	return { status: answer.status, body: (await answer.json()) as object, sandbox };
}

test('needs the key, hides it, and has a default for everything else', () => {
	const required = credential.properties.filter((each) => each.required);
	expect(required.map(({ name }) => name)).toEqual(['apiKey']);
	expect(field('apiKey')?.typeOptions).toEqual({ password: true });
	expect(field('baseUrl')?.default).toBe('https://api.instantly.ai');
	expect(field('account')?.default).toBe('');
});

test('sends the key in one header, and the workspace only where there is one', async () => {
	const request = { url: '', headers: { accept: 'application/json' } };
	expect(await credential.authenticate({ apiKey: 'key', workspaceId: ' ' }, request)).toEqual({
		url: '',
		headers: { accept: 'application/json', authorization: 'Bearer key' },
	});
	const { headers } = await credential.authenticate({ apiKey: 'key', workspaceId: 'a' }, request);
	expect(headers).toMatchObject({ 'x-as-workspace': 'a' });
});

test('has its icons', () => {
	const { light, dark } = credential.icon as { light: string; dark: string };
	for (const icon of [light, dark]) {
		const file = resolve(__dirname, '../../credentials', icon.replace('file:', ''));
		expect(existsSync(file)).toBe(true);
	}
});

test('the test: a right key, a wrong one, a workspace without a paid plan', async () => {
	const right = await sendTest({
		apiKey: SANDBOX_INSTANTLY_KEY,
		workspaceId: SANDBOX_INSTANTLY_SUB_WORKSPACE,
	});
	expect(right).toMatchObject({ status: 200, body: { items: [expect.any(Object)] } });
	await sandbox?.stop();
	expect(await sendTest({ apiKey: 'wrong' })).toMatchObject({ status: 401 });
	await sandbox?.stop();
	const unpaid = await sendTest({ apiKey: SANDBOX_INSTANTLY_KEY }, { paid: false });
	expect(unpaid.status).toBe(402);
});
