import { generateKeyPairSync } from 'node:crypto';
import {
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_USERNAME,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { readWorkflow, withNode, type WorkflowNode } from './n8n';
import { runOneNode } from './oneNode';
import { n8nForTests, type N8nForTests } from './sharedN8n';
import { workflowFaults } from './workflowFaults';

const PEOPLE = 3;
const CONTACTS = 5;
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let n8n: N8nForTests;
let sandbox: Sandbox;
beforeAll(async () => {
	n8n = await n8nForTests();
	sandbox = await startSandbox({
		seed: 22,
		people: 0,
		faults: workflowFaults('salesforce', 22),
		salesforce: { records: { Contact: CONTACTS }, oauth: { jwtPublicKey: publicKey } },
	});
}, 1_200_000);
afterAll(async () => {
	await sandbox?.stop();
	await n8n?.release();
});

const org = () => ({
	environment: 'custom',
	domain: sandbox.urls.salesforce,
	apiVersion: 'v67.0',
	account: sandbox.urls.salesforce,
});
const app = {
	clientId: SANDBOX_SALESFORCE_CLIENT_ID,
	clientSecret: SANDBOX_SALESFORCE_CLIENT_SECRET,
};

/** The person who agrees, and is sent back at once. */
async function agree(url: string): Promise<string> {
	const answer = await fetch(url, { redirect: 'manual' });
	const back = answer.headers.get('location');
	if (back === null) throw new Error(`Salesforce sent nobody back: ${await answer.text()}`);
	return back;
}

async function connected(): Promise<void> {
	const id = await n8n.api.createCredential('Salesforce', 'gtmSalesforceOAuth2Api', {
		...org(),
		...app,
	});
	await n8n.api.connectOAuth2(id, agree);
}

const contacts = (authentication: string, credential: string): Partial<WorkflowNode> => ({
	type: 'n8n-nodes-gtm.salesforce',
	typeVersion: 1,
	parameters: {
		authentication,
		resource: 'record',
		operation: 'getAll',
		objectType: { __rl: true, mode: 'id', value: 'Contact' },
		returnAll: true,
	},
	credentials: { [credential]: { name: credential } },
});

describe('the three credentials, against an authorization server', () => {
	test('OAuth2, connected in n8n', async () => {
		await connected();
		const execution = await runOneNode(n8n, {
			...contacts('oAuth2', 'gtmSalesforceOAuth2Api'),
			credentials: { gtmSalesforceOAuth2Api: { name: 'Salesforce' } },
		});
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(execution.items('Tested')).toHaveLength(CONTACTS);
		expect(sandbox.state().salesforce.oauth).toMatchObject({ codes: 1, refused: 0 });
	});

	test('client credentials: the first token is fetched by itself', async () => {
		const type = 'gtmSalesforceClientCredentialsOAuth2Api';
		await n8n.api.createCredential(type, type, { ...org(), ...app });
		const execution = await runOneNode(n8n, contacts('clientCredentials', type));
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(execution.items('Tested')).toHaveLength(CONTACTS);
	});

	test('JWT: a token for a signed assertion', async () => {
		const type = 'gtmSalesforceJwtApi';
		await n8n.api.createCredential(type, type, {
			...org(),
			consumerKey: SANDBOX_SALESFORCE_CLIENT_ID,
			username: SANDBOX_SALESFORCE_USERNAME,
			privateKey,
		});
		const execution = await runOneNode(n8n, contacts('jwt', type));
		expect(execution.items('Tested', 1)).toEqual([]);
		expect(execution.items('Tested')).toHaveLength(CONTACTS);
	});
});

test('the workflow runs to its end through faults; a second run creates no lead twice', async () => {
	await connected();
	// The sandbox's jobs take no time: no need to wait for their first look.
	const workflow = ['Leads as a Bulk Job', 'All Leads in Bulk'].reduce(
		(changed, name) => withNode(changed, name, { parameters: { options: { firstLook: 0.1 } } }),
		await readWorkflow('inbound-leads-in-salesforce.json'),
	);
	const run = async () => {
		const workflowId = await n8n.api.importWorkflow(workflow);
		return await n8n.api.waitFor(workflowId, await n8n.api.runWorkflow(workflowId));
	};
	const first = await run();
	expect(first).toMatchObject({ status: 'success', error: '' });
	expect(first.items('Leads').map(({ result }) => result)).toEqual(
		Array<string>(PEOPLE).fill('created'),
	);
	expect(first.items('All Leads in Bulk')).toMatchObject(
		Array<object>(PEOPLE).fill({ Description: 'Came through the form' }),
	);
	const second = await run();
	expect(second).toMatchObject({ status: 'success', error: '' });
	const { objects, appliedTwice } = sandbox.state().salesforce;
	expect(appliedTwice).toBe(0);
	expect(objects.Lead).toMatchObject({ records: PEOPLE, created: PEOPLE });
	expect(objects.Task).toMatchObject({ records: 0, deleted: 2 * PEOPLE });
}, 600_000);
