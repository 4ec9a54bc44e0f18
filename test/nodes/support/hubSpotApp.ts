import { createHash, createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { HubSpotWebhookTrigger } from '../../../nodes/HubSpot/HubSpotWebhookTrigger.node';
import {
	SANDBOX_HUBSPOT_APP_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { WebhookHost, type Trigger } from './webhookHost';

export const APP = SANDBOX_HUBSPOT_APP_ID;
export const SECRET = SANDBOX_HUBSPOT_CLIENT_SECRET;

export const object = (objectType: string, events: string[], rest: IDataObject = {}) => ({
	objectType,
	events,
	...rest,
});

/** A HubSpot app in the sandbox, and an n8n with triggers for it. */
export class HubSpotApp {
	private constructor(
		readonly sandbox: Sandbox,
		readonly host: WebhookHost,
	) {}

	static async start(options: SandboxOptions = {}): Promise<HubSpotApp> {
		const sandbox = await startSandbox({ people: 0, latency: 0, ...options });
		return new HubSpotApp(sandbox, await WebhookHost.start());
	}

	credential(change: IDataObject = {}): IDataObject {
		return {
			appId: String(APP),
			clientSecret: SECRET,
			developerApiKey: SANDBOX_HUBSPOT_DEVELOPER_KEY,
			apiVersion: '2026-03',
			baseUrl: this.sandbox.urls.hubspot,
			...change,
		};
	}

	/** A trigger whose subscriptions are managed by the node. */
	trigger(
		events: IDataObject[] = [object('contact', ['creation'])],
		parameters: IDataObject = {},
		credential: IDataObject = {},
	): Trigger {
		return this.host.add(
			new HubSpotWebhookTrigger(),
			{ events: { event: events }, ...parameters },
			{ gtmHubSpotAppApi: this.credential(credential) },
		);
	}

	/** A trigger that only takes what comes. */
	managedTrigger(secret: IDataObject = { secret: SECRET }): Trigger {
		return this.host.add(
			new HubSpotWebhookTrigger(),
			{ managedBy: 'hubSpot' },
			{ gtmWebhookSecretApi: secret },
		);
	}

	/** A request as the app's developer makes it. */
	async asDeveloper(call: string, body?: unknown): Promise<{ status: number; data: IDataObject }> {
		const [method, path] = call.split(' ');
		const url = `${this.sandbox.urls.hubspot}/webhooks/v3/${APP}${path}`;
		const headers = {
			authorization: `Bearer ${SANDBOX_HUBSPOT_DEVELOPER_KEY}`,
			'content-type': 'application/json',
		};
		const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
		const text = await answer.text();
		return { status: answer.status, data: text === '' ? {} : (JSON.parse(text) as IDataObject) };
	}

	async targetUrl(): Promise<unknown> {
		return (await this.asDeveloper('GET /settings')).data.targetUrl;
	}

	async setTargetUrl(targetUrl: string, maxConcurrentRequests = 3): Promise<void> {
		const settings = { targetUrl, throttling: { maxConcurrentRequests } };
		await this.asDeveloper('PUT /settings', settings);
	}

	/** "contact.propertyChange email", with "(paused)" behind those that are. */
	async subscriptions(): Promise<string[]> {
		const { data } = await this.asDeveloper('GET /subscriptions');
		return (data.results as IDataObject[]).map(
			({ eventType, propertyName, objectTypeId, active }) =>
				[eventType, propertyName, objectTypeId, active ? undefined : '(paused)']
					.filter(Boolean)
					.join(' '),
		);
	}

	/** One that somebody else has made. Resolves with its ID. */
	async foreignSubscription(subscription: IDataObject): Promise<string> {
		const made = await this.asDeveloper('POST /subscriptions', { active: true, ...subscription });
		return String(made.data.id);
	}

	/** What the node has changed at the app: "POST /subscriptions -> 201". */
	changes(): string[] {
		return this.sandbox
			.arrivals()
			.filter(({ method, path }) => method !== 'GET' && path.includes(`/2026-03/${APP}/`))
			.map(({ method, path, status }) => `${method} ${path.split(`/${APP}`)[1]} -> ${status}`);
	}

	async stop(): Promise<void> {
		await this.host.stop();
		await this.sandbox.stop();
	}
}

export const signatureV3 = (
	url: string,
	body: string | Buffer,
	{ secret = SECRET, at = Date.now() } = {},
) => ({
	'x-hubspot-request-timestamp': String(at),
	'x-hubspot-signature-v3': createHmac('sha256', secret)
		.update(Buffer.concat([Buffer.from(`POST${url}`), Buffer.from(body), Buffer.from(String(at))]))
		.digest('base64'),
});

export const signatureV1 = (body: string, secret = SECRET) => ({
	'x-hubspot-signature': createHash('sha256')
		.update(secret + body)
		.digest('hex'),
	'x-hubspot-signature-version': 'v1',
});

/** Calls an address. Resolves with the status. */
export async function post(
	url: string,
	body: string | Buffer,
	headers: Record<string, string>,
): Promise<number> {
	const sent = { 'content-type': 'application/json', ...headers };
	const answer = await fetch(url, { method: 'POST', headers: sent, body });
	await answer.arrayBuffer();
	return answer.status;
}
