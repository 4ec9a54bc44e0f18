import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { HubSpotTrigger } from '../../../nodes/HubSpot/HubSpotTrigger.node';
import {
	SANDBOX_HUBSPOT_CLIENT_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { poller, type Poller, type PollerSetup } from './pollNode';

export const MINUTE = 60_000;

/** What a time-out of the tests' own is for: the clock stands still, so that no window ever frees. */
const UNLIMITED = { burstLimit: 1e9, searchPerSecond: 1e9, dailyLimit: 1e9 };

/**
 * A sandbox and triggers of one process, with one clock that stands still until it is moved: for the
 * sandbox, for HubSpot's index, and for the node.
 */
export class TriggerRig {
	now = Date.parse('2026-11-23T09:00:00Z');

	private constructor(private running: Sandbox | undefined) {}

	static async start({ hubspot, ...options }: SandboxOptions = {}): Promise<TriggerRig> {
		const rig = new TriggerRig(undefined);
		jest.spyOn(Date, 'now').mockImplementation(() => rig.now);
		rig.running = await startSandbox({
			people: 0,
			latency: 0,
			...options,
			hubspot: { ...UNLIMITED, ...hubspot },
		});
		return rig;
	}

	get sandbox(): Sandbox {
		if (!this.running) throw new Error('The sandbox is not running');
		return this.running;
	}

	/** A trigger on contacts, for a private app unless told. */
	trigger(
		parameters: IDataObject,
		setup: PollerSetup = {},
		credentials: Record<string, ICredentialDataDecryptedObject> = this.privateApp(),
	): Poller {
		return poller(
			{
				authentication: 'token',
				resource: 'contact',
				simplify: true,
				propertiesToReturn: ['email', 'firstname'],
				begin: 'all',
				// The node's own windows count on the clock that stands still.
				gtmRateLimit: 'off',
				gtmOptions: { firstWait: 0.01 },
				...parameters,
			},
			credentials,
			{ type: new HubSpotTrigger(), ...setup },
		);
	}

	private privateApp() {
		return {
			gtmHubSpotApi: {
				accessToken: SANDBOX_HUBSPOT_TOKEN,
				plan: 'professional',
				apiVersion: '2026-03',
				baseUrl: this.sandbox.urls.hubspot,
				account: this.sandbox.urls.hubspot,
			},
		};
	}

	/** The credential of an app that a user has connected. */
	async connectedApp(): Promise<Record<string, ICredentialDataDecryptedObject>> {
		const url = this.sandbox.urls.hubspot;
		const redirect_uri = 'http://localhost:5678/rest/oauth2-credential/callback';
		const client = { client_id: SANDBOX_HUBSPOT_CLIENT_ID, redirect_uri };
		const scope = 'oauth crm.objects.contacts.read';
		const agreed = await fetch(
			`${url}/oauth/authorize?${new URLSearchParams({ ...client, scope }).toString()}`,
			{ redirect: 'manual' },
		);
		const code = URL.parse(agreed.headers.get('location') ?? '')?.searchParams.get('code') ?? '';
		const answer = await fetch(`${url}/oauth/2026-03/token`, {
			method: 'POST',
			body: new URLSearchParams({
				...client,
				client_secret: SANDBOX_HUBSPOT_CLIENT_SECRET,
				grant_type: 'authorization_code',
				code,
			}),
		});
		const oauthTokenData = (await answer.json()) as { access_token: string };
		const credential = {
			clientId: SANDBOX_HUBSPOT_CLIENT_ID,
			clientSecret: SANDBOX_HUBSPOT_CLIENT_SECRET,
			apiVersion: '2026-03',
			baseUrl: url,
			account: url,
			oauthTokenData,
		};
		return { gtmHubSpotOAuth2Api: credential };
	}

	/** Creates records in batches of a hundred; gives their IDs, in order. */
	async create(records: IDataObject[], type = 'contacts'): Promise<string[]> {
		const ids: string[] = [];
		for (let at = 0; at < records.length; at += 100) {
			const inputs = records
				.slice(at, at + 100)
				.map((properties, place) => ({ properties, objectWriteTraceId: String(place) }));
			const { results } = await this.send('POST', `${type}/batch/create`, { inputs });
			const sorted = (results as IDataObject[]).toSorted(
				(a, b) => Number(a.objectWriteTraceId) - Number(b.objectWriteTraceId),
			);
			ids.push(...sorted.map(({ id }) => String(id)));
		}
		return ids;
	}

	async update(id: string, properties: IDataObject, type = 'contacts'): Promise<void> {
		await this.send('PATCH', `${type}/${id}`, { properties });
	}

	async updateAll(ids: string[], properties: IDataObject, type = 'contacts'): Promise<void> {
		for (let at = 0; at < ids.length; at += 100) {
			const inputs = ids.slice(at, at + 100).map((id) => ({ id, properties }));
			await this.send('POST', `${type}/batch/update`, { inputs });
		}
	}

	async delete(id: string, type = 'contacts'): Promise<void> {
		await this.send('DELETE', `${type}/${id}`);
	}

	/** Requests of the trigger, and not of the test itself: "POST /crm/objects/2026-03/contacts/search". */
	requests(): string[] {
		return this.sandbox
			.arrivals()
			.filter(({ path }) => path.includes('2026-03'))
			.map(({ method, path }) => `${method} ${path}`);
	}

	async stop(): Promise<void> {
		jest.restoreAllMocks();
		await this.running?.stop();
	}

	private async send(method: string, path: string, body?: object): Promise<IDataObject> {
		const answer = await fetch(`${this.sandbox.urls.hubspot}/crm/v3/objects/${path}`, {
			method,
			headers: {
				authorization: `Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
				'content-type': 'application/json',
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return text === '' ? {} : (JSON.parse(text) as IDataObject);
	}
}

export const people = (count: number, from = 0): IDataObject[] =>
	Array.from({ length: count }, (_, place) => ({
		email: `person${from + place}@company.example`,
		firstname: `First ${from + place}`,
	}));

export const itemsOf = (given: INodeExecutionData[][] | null): IDataObject[] =>
	(given?.[0] ?? []).map(({ json }) => json);

/** "created 301": what each item tells. */
export const told = (given: INodeExecutionData[][] | null): string[] =>
	itemsOf(given).map(({ event, id }) => `${String(event)} ${String(id)}`);
