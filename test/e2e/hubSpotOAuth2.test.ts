import {
	SANDBOX_HUBSPOT_CLIENT_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { runOneNode } from './oneNode';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const CONTACTS = 2_000;
const LIFETIME_S = 4;

let n8n: N8nForTests;
let sandbox: Sandbox;
beforeAll(async () => {
	n8n = await n8nForTests();
	// 20 pages of 300 ms: longer than a token lives.
	sandbox = await startSandbox({
		seed: 3,
		people: 0,
		latency: { minMs: 300, maxMs: 300 },
		hubspot: {
			records: { contacts: CONTACTS },
			oauth: { expiresIn: LIFETIME_S, rotateRefreshToken: true },
		},
	});
}, 1_200_000);
afterAll(async () => {
	await sandbox?.stop();
	await n8n?.release();
});

/** The person who agrees, and is sent back at once. */
async function agree(url: string): Promise<string> {
	const answer = await fetch(url, { redirect: 'manual' });
	const back = answer.headers.get('location');
	if (back === null) throw new Error(`HubSpot sent nobody back: ${await answer.text()}`);
	return back;
}

const getMany = {
	type: 'n8n-nodes-gtm.hubSpot',
	typeVersion: 1,
	parameters: {
		authentication: 'oAuth2',
		resource: 'contact',
		operation: 'getAll',
		returnAll: true,
	},
	credentials: { gtmHubSpotOAuth2Api: { name: 'HubSpot App' } },
};

test('connected; expires in two nodes side by side: renewed once each time, nothing fails, the new token is stored', async () => {
	const url = sandbox.urls.hubspot;
	const id = await n8n.api.createCredential('HubSpot App', 'gtmHubSpotOAuth2Api', {
		grantType: 'authorizationCode',
		clientId: SANDBOX_HUBSPOT_CLIENT_ID,
		clientSecret: SANDBOX_HUBSPOT_CLIENT_SECRET,
		appUrl: url,
		authUrl: `${url}/oauth/authorize`,
		accessTokenUrl: `${url}/oauth/2026-03/token`,
		scope: 'oauth crm.objects.contacts.read',
		authQueryParameters: '',
		authentication: 'body',
		ignoreSSLIssues: false,
		apiVersion: '2026-03',
		baseUrl: url,
		account: `oauth-${Date.now()}`,
	});
	await n8n.api.connectOAuth2(id, agree);
	const began = Date.now();
	const executions = await Promise.all([runOneNode(n8n, getMany), runOneNode(n8n, getMany)]);
	const lives = Math.ceil((Date.now() - began) / 1_000 / LIFETIME_S);
	for (const execution of executions) {
		expect(execution).toMatchObject({ status: 'success', error: '' });
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(new Set(execution.items('Tested').map((item) => item.id)).size).toBe(CONTACTS);
	}
	const { refreshes, refused } = sandbox.state().hubspot.oauth;
	expect(refreshes).toBeGreaterThan(0);
	expect(refreshes).toBeLessThanOrEqual(lives);
	// The refresh token is another one each time: one that is used twice would be refused.
	expect(refused).toBe(0);

	const later = await runOneNode(n8n, getMany);
	expect(later.items('Tested')).toHaveLength(CONTACTS);
	expect(sandbox.state().hubspot.oauth).toMatchObject({ codes: 1, refused: 0 });
}, 300_000);

test('not connected: what to do', async () => {
	await n8n.api.createCredential('Unconnected HubSpot App', 'gtmHubSpotOAuth2Api', {
		grantType: 'authorizationCode',
		clientId: 'a',
		clientSecret: 'b',
		appUrl: sandbox.urls.hubspot,
		scope: 'oauth',
		baseUrl: sandbox.urls.hubspot,
	});
	const execution = await runOneNode(n8n, {
		...getMany,
		credentials: { gtmHubSpotOAuth2Api: { name: 'Unconnected HubSpot App' } },
	});
	expect(execution.items('Tested', 1)).toMatchObject([
		{ error: 'The credential is not connected yet' },
	]);
});
