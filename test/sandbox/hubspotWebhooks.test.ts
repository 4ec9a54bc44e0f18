import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
	SANDBOX_HUBSPOT_APP_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
} from '../../sandbox';
import type { Callers } from './startedSandbox';
import { started, stopAll } from './startedSandbox';

interface Received {
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

const closing: Array<() => void> = [];

afterEach(async () => {
	for (const close of closing.splice(0)) close();
	await stopAll();
});

const BASE = `/webhooks/v3/${SANDBOX_HUBSPOT_APP_ID}`;
const AS_DEVELOPER = { authorization: `Bearer ${SANDBOX_HUBSPOT_DEVELOPER_KEY}` };
const SUBSCRIPTION = { eventType: 'contact.propertyChange', propertyName: 'email', active: true };

/** Answers with the statuses given, one after the other, and 200 from then on. */
async function receiver(...statuses: number[]) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (part) => (body += String(part)));
		request.on('end', () => {
			received.push({ url: request.url ?? '', headers: request.headers, body });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return { received, url: `http://127.0.0.1:${port}/webhook?a=x%3Ay%20z` };
}

async function subscribed(targetUrl: string, maxConcurrentRequests = 10): Promise<Callers> {
	const callers = await started();
	const settings = { targetUrl, throttling: { maxConcurrentRequests } };
	await callers.hubspot(`PUT ${BASE}/settings`, settings, AS_DEVELOPER);
	await callers.hubspot(`POST ${BASE}/subscriptions`, SUBSCRIPTION, AS_DEVELOPER);
	return callers;
}

function events(count: number) {
	return Array.from({ length: count }, (_, index) => ({
		subscriptionType: 'contact.propertyChange',
		objectId: index + 1,
		propertyName: 'email',
		propertyValue: 'ann@acme.example',
	}));
}

describe('HubSpot: webhook settings and subscriptions', () => {
	it('are kept for the app, by its developer key', async () => {
		const { hubspot } = await started();
		const as = async (call: string, body?: unknown) => await hubspot(call, body, AS_DEVELOPER);
		expect((await as(`GET ${BASE}/settings`)).status).toBe(404);
		const throttling = { maxConcurrentRequests: 10 };
		const settings = { targetUrl: 'https://app.example/hook', throttling };
		expect(await as(`PUT ${BASE}/settings`, settings)).toMatchObject({
			status: 200,
			json: { ...settings, createdAt: expect.any(String) },
		});
		expect(
			await hubspot(`GET ${BASE}/settings?hapikey=${SANDBOX_HUBSPOT_DEVELOPER_KEY}`, undefined, {
				authorization: '',
			}),
		).toMatchObject({ status: 200, json: settings });
		const bad = { targetUrl: 'http://app.example/hook', throttling };
		expect((await as(`PUT ${BASE}/settings`, bad)).status).toBe(400);
		expect((await as(`PUT ${BASE}/settings`, { targetUrl: settings.targetUrl })).status).toBe(400);
		expect((await as(`DELETE ${BASE}/settings`)).status).toBe(204);
		expect((await as(`GET ${BASE}/settings`)).status).toBe(404);
		expect((await hubspot(`GET ${BASE}/settings`)).status).toBe(401);
		expect((await as('GET /webhooks/v3/1/settings')).status).toBe(404);
	});

	it('can be made, switched and removed', async () => {
		const { hubspot, sandbox } = await started();
		const as = async (call: string, body?: unknown) => await hubspot(call, body, AS_DEVELOPER);
		const made = await as(`POST ${BASE}/subscriptions`, { ...SUBSCRIPTION, active: false });
		expect(made).toMatchObject({ status: 201, json: { ...SUBSCRIPTION, active: false } });
		const { id } = JSON.parse(made.text);
		expect(await as(`POST ${BASE}/subscriptions`, SUBSCRIPTION)).toMatchObject({ status: 409 });
		const create = async (body: object) => (await as(`POST ${BASE}/subscriptions`, body)).status;
		expect(await create({ eventType: 'contact.propertyChange' })).toBe(400);
		expect(await create({ eventType: 'contact.sneeze' })).toBe(400);
		expect(await create({ eventType: 'object.creation' })).toBe(400);
		expect(await create({ eventType: 'deal.creation' })).toBe(201);
		const path = `${BASE}/subscriptions/${id}`;
		expect(await as(`PATCH ${path}`, { active: true })).toMatchObject({
			status: 200,
			json: { active: true, updatedAt: expect.any(String) },
		});
		expect((await as(`PATCH ${path}`, { propertyName: 'phone' })).status).toBe(400);
		const { results } = JSON.parse((await as(`GET ${BASE}/subscriptions`)).text);
		expect(results).toHaveLength(2);
		expect((await as(`DELETE ${path}`)).status).toBe(204);
		expect((await as(`DELETE ${path}`)).status).toBe(404);
		expect(sandbox.state().hubspot.webhooks.subscriptions).toBe(1);
	});
});

describe('HubSpot: webhook delivery', () => {
	it('signs what it sends, with version 3 and with version 1 when asked', async () => {
		const { received, url } = await receiver();
		const { sandbox } = await subscribed(url);
		const report = await sandbox.deliverWebhooks(events(1), { signatures: ['v1', 'v3'] });
		expect(report).toEqual({
			attempts: [{ attemptNumber: 0, events: 1, status: 200 }],
			delivered: 1,
			lost: 0,
			unwanted: 0,
		});
		const [{ headers, body }] = received;
		const timestamp = headers['x-hubspot-request-timestamp'];
		const text = `POST${url.replace('%3A', ':')}${body}${timestamp}`;
		const hmac = createHmac('sha256', SANDBOX_HUBSPOT_CLIENT_SECRET).update(text);
		expect(headers['x-hubspot-signature-v3']).toBe(hmac.digest('base64'));
		const hash = createHash('sha256').update(SANDBOX_HUBSPOT_CLIENT_SECRET + body);
		expect(headers['x-hubspot-signature']).toBe(hash.digest('hex'));
		expect(JSON.parse(body)).toEqual([
			{
				eventId: expect.any(Number),
				subscriptionId: expect.any(Number),
				portalId: expect.any(Number),
				appId: SANDBOX_HUBSPOT_APP_ID,
				occurredAt: expect.any(Number),
				changeSource: 'CRM',
				attemptNumber: 0,
				...events(1)[0],
			},
		]);
	});

	it('sends at most a hundred at a time', async () => {
		const { received, url } = await receiver();
		const { sandbox } = await subscribed(url);
		await sandbox.deliverWebhooks(events(250));
		const sizes = received.map(({ body }) => JSON.parse(body).length);
		expect(sizes.sort()).toEqual([100, 100, 50]);
		expect(sandbox.state().hubspot.webhooks).toMatchObject({ attempts: 3, delivered: 250 });
	});

	it('tries again after anything but a 2xx, ten times, and says which try it is', async () => {
		const { received, url } = await receiver(500, 404, 302);
		const { sandbox } = await subscribed(url, 1);
		const report = await sandbox.deliverWebhooks(events(1), { retryDelayMs: 1 });
		expect(report.attempts.map(({ status }) => status)).toEqual([500, 404, 302, 200]);
		expect(received.map(({ body }) => JSON.parse(body)[0].attemptNumber)).toEqual([0, 1, 2, 3]);
		const eventIds = new Set(received.map(({ body }) => JSON.parse(body)[0].eventId));
		expect(eventIds.size).toBe(1);

		const { url: broken } = await receiver(...Array<number>(20).fill(503));
		const { sandbox: other } = await subscribed(broken);
		const given = await other.deliverWebhooks(events(2), { retryDelayMs: 1 });
		expect(given).toMatchObject({ delivered: 0, lost: 2 });
		expect(given.attempts).toHaveLength(11);
	});

	it('can be wrongly signed, too old and sent twice', async () => {
		const { received, url } = await receiver();
		const { sandbox } = await subscribed(url);
		const timestamp = Date.now() - 600_000;
		await sandbox.deliverWebhooks(events(1), { secret: 'other', timestamp, copies: 2 });
		expect(received).toHaveLength(2);
		expect(received[0].body).toBe(received[1].body);
		expect(received[0].headers['x-hubspot-request-timestamp']).toBe(String(timestamp));
	});

	it('sends only what is asked for', async () => {
		const { received, url } = await receiver();
		const { sandbox } = await subscribed(url);
		const { unwanted } = await sandbox.deliverWebhooks([
			{ subscriptionType: 'contact.creation', objectId: 1 },
			{ subscriptionType: 'contact.propertyChange', propertyName: 'phone', objectId: 1 },
		]);
		expect(unwanted).toBe(2);
		expect(received).toEqual([]);
		const { sandbox: bare } = await started();
		await expect(bare.deliverWebhooks(events(1))).rejects.toThrow('no webhook settings');
	});

	it('tells types of records apart where a subscription names one', async () => {
		const { received, url } = await receiver();
		const { hubspot, sandbox } = await subscribed(url);
		const subscription = { eventType: 'object.creation', objectTypeId: '2-1001', active: true };
		await hubspot(`POST ${BASE}/subscriptions`, subscription, AS_DEVELOPER);
		const created = { subscriptionType: 'object.creation', objectId: 1 };
		const { unwanted } = await sandbox.deliverWebhooks([
			{ ...created, objectTypeId: '2-1001' },
			{ ...created, objectTypeId: '2-1002' },
			created,
		]);
		expect(unwanted).toBe(2);
		expect(JSON.parse(received[0].body)).toMatchObject([{ objectTypeId: '2-1001' }]);
	});

	it('can be told to by another process', async () => {
		const { received, url } = await receiver();
		const { sandbox } = await subscribed(url);
		const answer = await fetch(`${sandbox.urls.control}/webhooks`, {
			method: 'POST',
			body: JSON.stringify({ events: events(3), options: { signatures: ['v1'] } }),
		});
		expect(await answer.json()).toMatchObject({ delivered: 3 });
		expect(received[0].headers['x-hubspot-signature-v3']).toBeUndefined();
		const refused = await fetch(`${sandbox.urls.control}/webhooks`, { method: 'POST', body: '{}' });
		expect(refused.status).toBe(400);
		const records = await fetch(`${sandbox.urls.control}/records?type=deals`);
		expect(await records.json()).toEqual([]);
	});
});
