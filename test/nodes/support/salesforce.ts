import type { IDataObject } from 'n8n-workflow';
import { Salesforce } from '../../../nodes/Salesforce/Salesforce.node';
import { systemClock } from '../../../nodes/shared/engine/clock';
import {
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { FaultServer, reply, type Reply, type Seen } from '../../conformance/server/faultServer';
import { editorOf } from './editor';
import { runNode, type NodeRun, type NodeSetup } from './runNode';
import type { Rest } from './setup';

/** What a user who has connected an OAuth2 credential has stored; the org is at this address. */
export function connected(instanceUrl: string, rest: IDataObject = {}): IDataObject {
	return {
		grantType: 'pkce',
		clientId: SANDBOX_SALESFORCE_CLIENT_ID,
		clientSecret: SANDBOX_SALESFORCE_CLIENT_SECRET,
		environment: 'production',
		apiVersion: 'v67.0',
		dailyShare: 80,
		executionShare: 25,
		// A gate of its own for each server.
		account: instanceUrl,
		oauthTokenData: { access_token: SANDBOX_SALESFORCE_TOKEN, instance_url: instanceUrl },
		...rest,
	};
}

const FAST: IDataObject = {
	gtmOptions: { firstWait: 0.01 },
	options: { firstLook: 0.001 },
};

function parametersOf(parameters: IDataObject): NodeSetup['parameters'] {
	const { options, ...rest } = parameters;
	const fast = { ...(FAST.options as IDataObject), ...(options as IDataObject) };
	return { resource: 'record', ...FAST, ...rest, options: fast } as NodeSetup['parameters'];
}

/** Runs the Salesforce node against the org at this address. */
export async function runSalesforce(
	instanceUrl: string,
	parameters: IDataObject,
	items: IDataObject[],
	{ credential, ...setup }: Rest = {},
): Promise<NodeRun> {
	return await runNode({
		node: new Salesforce(),
		parameters: parametersOf(parameters),
		credentials: {
			gtmSalesforceOAuth2Api: connected(instanceUrl, credential),
		} as NodeSetup['credentials'],
		items,
		...setup,
	});
}

/** A Salesforce sandbox of its own for each test, and the node pointed at it. */
export class SalesforceRig {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(
		salesforce: SandboxOptions['salesforce'] = {},
		rest: SandboxOptions = {},
	): Promise<SalesforceRig> {
		return new SalesforceRig(await startSandbox({ people: 0, latency: 0, salesforce, ...rest }));
	}

	readonly token = SANDBOX_SALESFORCE_TOKEN;

	get url(): string {
		return this.sandbox.urls.salesforce;
	}

	async run(parameters: IDataObject, items: IDataObject[], rest: Rest = {}): Promise<NodeRun> {
		return await runSalesforce(this.url, parameters, items, rest);
	}

	/** What the editor hands to the node's lists. */
	editor(parameters: IDataObject) {
		return editorOf(new Salesforce(), parametersOf(parameters), {
			gtmSalesforceOAuth2Api: connected(this.url),
		} as NodeSetup['credentials']);
	}

	/** Requests as the sandbox saw them, behind the version: "POST /composite/sobjects -> 200". */
	requests(): string[] {
		return this.sandbox
			.arrivals()
			.map(({ method, path, status }) => `${method} ${plain(path)} -> ${status ?? 'none'}`);
	}

	/** Resolves when so many requests have come that begin like this. */
	async arrived(start: string, count = 1): Promise<void> {
		const seen = () => this.requests().filter((line) => line.startsWith(start)).length;
		while (seen() < count) await new Promise((resolve) => setTimeout(resolve, 5));
	}

	state() {
		return this.sandbox.state().salesforce;
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

function plain(path: string): string {
	return path.replace(/^\/services\/data\/v\d+\.0/, '').replace(/\/750\w{15}/, '/{job}');
}

/** Connects a user to the sandbox's app, as n8n's editor does: the credential's data. */
export async function signIn({ sandbox: { urls } }: SalesforceRig): Promise<IDataObject> {
	const redirectUri = 'http://127.0.0.1/rest/oauth2-credential/callback';
	const app = { client_id: SANDBOX_SALESFORCE_CLIENT_ID, redirect_uri: redirectUri };
	const asked = new URLSearchParams({
		...app,
		response_type: 'code',
		scope: 'api refresh_token',
	});
	const agreed = await fetch(`${urls.salesforceLogin}/services/oauth2/authorize?${asked}`, {
		redirect: 'manual',
	});
	const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
	const given = await fetch(`${urls.salesforceLogin}/services/oauth2/token`, {
		method: 'POST',
		body: new URLSearchParams({
			...app,
			client_secret: SANDBOX_SALESFORCE_CLIENT_SECRET,
			grant_type: 'authorization_code',
			code,
		}),
	});
	return {
		environment: 'custom',
		domain: urls.salesforceLogin,
		// In n8n the credential works these out by its expressions.
		accessTokenUrl: `${urls.salesforceLogin}/services/oauth2/token`,
		authentication: 'body',
		scope: 'api refresh_token',
		oauthTokenData: (await given.json()) as IDataObject,
	};
}

/** A field mapper: values by API names, and the field to match on. */
export { mapped } from './mapped';

export const OBJECT = (name: string): IDataObject => ({
	objectType: { __rl: true, mode: 'id', value: name },
});

export const goOn = { onError: 'continueErrorOutput' } as const;

/** One run of the node against a scripted Salesforce. */
export async function salesforceNode(
	parameters: IDataObject,
	items: IDataObject[],
	script: (server: FaultServer) => void,
	rest: Rest = goOn,
) {
	const server = await FaultServer.start(systemClock);
	script(server);
	const run = await runSalesforce(server.url, parameters, items, rest);
	await server.close();
	return { ...run, arrivals: server.arrivals };
}

interface Sent {
	allOrNone: boolean;
	records: Array<{ attributes: { type: string } } & Record<string, unknown>>;
}

export const sentIn = ({ body }: Pick<Seen, 'body'>) => JSON.parse(body) as Sent;

/** Answers a collections request: each record is saved. */
export const saved = (seen: Seen): Reply =>
	reply(
		200,
		sentIn(seen).records.map((_, place) => ({
			id: `0035g000000Be0${place % 10}AAC`,
			success: true,
			errors: [],
		})),
	);
