import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { DeliveryOptions, WebhookEvent } from '../../sandbox';
import { HubSpotApp, object, post, signatureV1, signatureV3, SECRET } from './support/hubSpotApp';
import { ownLog } from './support/setup';
import type { Trigger } from './support/webhookHost';

const MINUTE = 60_000;
const DAY = 86_400_000;

const log = ownLog();
const folder = mkdtempSync(join(tmpdir(), 'gtm-hubspot-webhook-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
let app: HubSpotApp;
beforeAll(async () => {
	app = await HubSpotApp.start();
});
afterEach(() => app.sandbox.reset());
afterAll(async () => {
	await app.stop();
	log.remove();
	rmSync(folder, { recursive: true, force: true });
});

const created = (objectId: number, rest: Partial<WebhookEvent> = {}): WebhookEvent => ({
	subscriptionType: 'contact.creation',
	objectId,
	...rest,
});
const ids = (trigger: Trigger) => trigger.items.map(({ objectId }) => objectId);

async function active(...args: Parameters<HubSpotApp['trigger']>): Promise<Trigger> {
	const trigger = app.trigger(...args);
	await trigger.activate();
	return trigger;
}

/** Delivers to the address that the app has, and resolves with the statuses that it got. */
async function deliver(events: WebhookEvent[], options: DeliveryOptions = {}) {
	const report = await app.sandbox.deliverWebhooks(events, { retryDelayMs: 1, ...options });
	return report.attempts.map(({ status }) => status);
}

describe('104. signatures', () => {
	test('104. version 3, as HubSpot signs: 200 and a run', async () => {
		const trigger = await active();
		expect(await deliver([created(1)])).toEqual([200]);
		expect(trigger.runs).toHaveLength(1);
		expect(ids(trigger)).toEqual([1]);
	});

	test.each<[string, DeliveryOptions]>([
		['another secret', { secret: 'another-client-secret' }],
		['a call that is more than five minutes old', { timestamp: Date.now() - 6 * MINUTE }],
		['a call from the future', { timestamp: Date.now() + 6 * MINUTE }],
		['version 1 with another secret', { signatures: ['v1'], secret: 'another-client-secret' }],
		['no signature', { signatures: [] }],
	])('104. %s: 401 each time, and no run', async (_, options) => {
		const trigger = await active();
		const statuses = await deliver([created(1)], options);
		expect(new Set(statuses)).toEqual(new Set([401]));
		expect(trigger.runs).toEqual([]);
	});

	test('104. a changed body, a changed path, a changed query: 401, and no run', async () => {
		const trigger = await active();
		const url = trigger.url();
		const body = JSON.stringify([created(1)]);
		const signed = signatureV3(url, body);
		expect(await post(url, body.replace('1', '2'), signed)).toBe(401);
		expect(await post(url, body, signatureV3(`${url}/other`, body))).toBe(401);
		expect(await post(url, body, signatureV3(url.replace('http:', 'https:'), body))).toBe(401);
		expect(await post(`${url}?a=1`, body, signed)).toBe(401);
		expect(await post(url, body, { ...signed, 'x-hubspot-request-timestamp': '' })).toBe(401);
		expect(trigger.runs).toEqual([]);
		expect(app.host.logged.join('\n')).toMatch(/Trigger: a call was answered 401: The signature/);
		expect(await post(url, body, signed)).toBe(200);
		expect(ids(trigger)).toEqual([1]);
	});

	test('104. version 1 alone is taken: HubSpot sends no other for some apps', async () => {
		const trigger = await active();
		expect(await deliver([created(1)], { signatures: ['v1'] })).toEqual([200]);
		expect(ids(trigger)).toEqual([1]);
	});

	test('104. a right version 1 does not open the door for a wrong version 3', async () => {
		const trigger = await active();
		const url = trigger.url();
		const body = JSON.stringify([created(1)]);
		const both = (v3: Record<string, string>) => ({ ...signatureV1(body), ...v3 });
		expect(await post(url, body, both(signatureV3(url, body, { secret: 'other' })))).toBe(401);
		const old = signatureV3(url, body, { at: Date.now() - 6 * MINUTE });
		expect(await post(url, body, both(old))).toBe(401);
		expect(await post(url, body, both({ 'x-hubspot-signature-v3': '' }))).toBe(401);
		expect(trigger.runs).toEqual([]);
		expect(await post(url, body, both(signatureV3(url, body)))).toBe(200);
	});

	test('104. an old call of version 1, which holds no time: its events are never given again', async () => {
		const trigger = await active();
		const old = JSON.stringify([created(1, { occurredAt: Date.now() - 31 * DAY })]);
		expect(await post(trigger.url(), old, signatureV1(old))).toBe(200);
		const now = JSON.stringify([created(2, { occurredAt: Date.now() })]);
		for (let call = 0; call < 2; call += 1) await post(trigger.url(), now, signatureV1(now));
		expect(ids(trigger)).toEqual([2]);
	});

	test('104. without a client secret: 401', async () => {
		const trigger = await active(undefined, {}, { clientSecret: '' });
		expect(new Set(await deliver([created(1)]))).toEqual(new Set([401]));
		expect(trigger.runs).toEqual([]);
	});

	test('104. the query is signed as HubSpot writes it: some escapes are decoded, others are not', async () => {
		const trigger = app.managedTrigger();
		await trigger.activate();
		const body = JSON.stringify([created(1)]);
		const asked = `${trigger.url()}?a=x%3Ay%20z%2F%28%29%24%2C%3B%40&b=%26`;
		const signed = `${trigger.url()}?a=x:y%20z/()$,;@&b=%26`;
		expect(await post(asked, body, signatureV3(asked, body))).toBe(401);
		expect(await post(asked, body, signatureV3(signed, body))).toBe(200);
		expect(ids(trigger)).toEqual([1]);
	});
});

describe('105. the bytes as they came are verified', () => {
	test.each([
		[
			'spaces and a line break',
			'[ { "objectId" :  1 , "subscriptionType":"contact.creation" } ]\n',
		],
		['Unicode, plain', '[{"objectId":1,"subscriptionType":"contact.creation","note":"é 日本 ‼"}]'],
		['Unicode, escaped', '[{"objectId":1,"subscriptionType":"contact.creation","note":"\\u00e9"}]'],
		[
			'a number with a zero behind the point',
			'[{"objectId":1.0,"subscriptionType":"contact.creation"}]',
		],
		['a byte order mark', '\uFEFF[{"objectId":1,"subscriptionType":"contact.creation"}]'],
	])('105. %s', async (_, body) => {
		const trigger = await active();
		const url = trigger.url();
		expect(await post(url, body, signatureV3(url, body))).toBe(200);
		expect(ids(trigger)).toEqual([1]);
	});
});

describe('106. repeats', () => {
	test('106. the same event five times at once: one run, and 200 for all', async () => {
		const trigger = await active();
		expect(await deliver([created(1)], { copies: 5 })).toEqual(Array(5).fill(200));
		expect(trigger.runs).toHaveLength(1);
	});

	test('106. a repeat is known after a restart of n8n, whatever number of attempt it says', async () => {
		const trigger = await active();
		const event = created(1, { occurredAt: Date.now(), eventId: 7 });
		await deliver([event]);
		await trigger.restart();
		expect(await deliver([{ ...event, attemptNumber: 3 }])).toEqual([200]);
		expect(ids(trigger)).toEqual([1]);
	});

	test('106. events with one eventId are different ones, where anything else tells them apart', async () => {
		const occurredAt = Date.now();
		const changes = object('contact', ['propertyChange', 'associationChange'], {
			properties: 'email, phone',
		});
		const trigger = await active([changes]);
		const base = { subscriptionType: 'contact.propertyChange', eventId: 1, occurredAt };
		const linked = { subscriptionType: 'contact.associationChange', eventId: 1, occurredAt };
		const events = [
			{ ...base, objectId: 1, propertyName: 'email' },
			{ ...base, objectId: 2, propertyName: 'email' },
			{ ...base, objectId: 1, propertyName: 'phone' },
			{ ...base, objectId: 1, propertyName: 'email', occurredAt: occurredAt + 1 },
			{ ...linked, fromObjectId: 1, toObjectId: 2, associationRemoved: false },
			{ ...linked, fromObjectId: 1, toObjectId: 3, associationRemoved: false },
			{ ...linked, fromObjectId: 1, toObjectId: 3, associationRemoved: true },
		];
		await deliver(events);
		await deliver(events);
		expect(trigger.runs.map(({ length }) => length)).toEqual([7]);
	});

	test('106. an event of another account of the app is another one', async () => {
		const trigger = await active();
		const event = created(1, { occurredAt: 1, eventId: 1 });
		await deliver([event]);
		await deliver([{ ...event, portalId: 999 }]);
		expect(ids(trigger)).toEqual([1, 1]);
	});
});

describe('107. a crash between the call and its run', () => {
	test('107. HubSpot tries again, and the event runs then', async () => {
		const trigger = await active();
		let deaths = 0;
		trigger.dies = () => {
			if ((deaths += 1) > 1) return false;
			// An event that was taken on is free again after a minute.
			const now = Date.now();
			jest.spyOn(systemClock, 'now').mockReturnValue(now + 61_000);
			return true;
		};
		expect(await deliver([created(1)])).toEqual([undefined, 200]);
		jest.mocked(systemClock.now).mockRestore();
		expect(ids(trigger)).toEqual([1]);
	});

	test('107. a store that cannot be written: 503, so that HubSpot tries again; and no run', async () => {
		const trigger = await active();
		const before = process.env.GTM_STORE_FILE;
		process.env.GTM_STORE_FILE = join(folder, 'store.sqlite', 'below a file');
		expect(new Set(await deliver([created(1)]))).toEqual(new Set([503]));
		process.env.GTM_STORE_FILE = before;
		expect(trigger.runs).toEqual([]);
		expect(await deliver([created(1)])).toEqual([200]);
	});
});

describe('108. order', () => {
	test('108. the events of one call are given in the order in which they happened', async () => {
		const trigger = await active();
		const at = Date.now();
		await deliver([3, 1, 2].map((n) => created(n, { occurredAt: at + n })));
		expect(ids(trigger)).toEqual([1, 2, 3]);
	});

	test('108. an update that comes before its creation is given, with its time', async () => {
		const trigger = await active([
			object('contact', ['creation', 'propertyChange'], { properties: 'email' }),
		]);
		const at = Date.parse('2026-11-23T09:00:00Z');
		const change = { subscriptionType: 'contact.propertyChange', propertyName: 'email' };
		await deliver([{ ...change, objectId: 1, occurredAt: at + 1_000 }]);
		await deliver([created(1, { occurredAt: at })]);
		expect(trigger.items.map(({ eventType, occurredAt }) => [eventType, occurredAt])).toEqual([
			['propertyChange', '2026-11-23T09:00:01.000Z'],
			['creation', '2026-11-23T09:00:00.000Z'],
		]);
	});
});

describe('109. batches', () => {
	test('109. a hundred events in one call: a hundred items in one run, and no repeat among them', async () => {
		const trigger = await active();
		const occurredAt = Date.now();
		const events = Array.from({ length: 100 }, (_, n) =>
			created(n + 1, { occurredAt: occurredAt + n, eventId: n }),
		);
		expect(await deliver(events)).toEqual([200]);
		expect(trigger.runs.map(({ length }) => length)).toEqual([100]);
		// Ten that came before, one twice, and one that is new.
		const more = [...events.slice(90), created(200, { eventId: 200, occurredAt })];
		await deliver([...more, ...more.slice(-1)]);
		expect(trigger.runs.map(({ length }) => length)).toEqual([100, 1]);
	});

	test('109. 300 events with repeats and forgeries: each once', async () => {
		const trigger = await active();
		const events = Array.from({ length: 300 }, (_, n) => created(n + 1));
		await deliver(events, { batchSize: 20, copies: 2 });
		await deliver([created(1_000)], { secret: 'forged-client-secret' });
		expect(ids(trigger).toSorted((a, b) => Number(a) - Number(b))).toEqual(
			events.map(({ objectId }) => objectId),
		);
	});
});

describe('what an item holds', () => {
	test('the event, with its parts under one name for all kinds, and its time in ISO form', async () => {
		const trigger = await active([
			object('contact', ['propertyChange', 'merge', 'associationChange'], { properties: 'email' }),
			object('object', ['creation'], { objectTypeId: '2-1001' }),
		]);
		const occurredAt = Date.parse('2026-11-23T09:00:00Z');
		await deliver(
			[
				{
					subscriptionType: 'contact.propertyChange',
					objectId: 1,
					propertyName: 'email',
					propertyValue: 'ann@acme.example',
					eventId: 1,
				},
				{
					subscriptionType: 'contact.merge',
					primaryObjectId: 2,
					mergedObjectIds: [3],
					newObjectId: 4,
				},
				{ subscriptionType: 'contact.associationChange', fromObjectId: 5, toObjectId: 6 },
				{ subscriptionType: 'object.creation', objectTypeId: '2-1001', objectId: 7 },
			].map((event) => ({ ...event, occurredAt })),
		);
		expect(trigger.items[0]).toEqual({
			eventId: 1,
			subscriptionId: expect.any(Number),
			portalId: expect.any(Number),
			appId: expect.any(Number),
			subscriptionType: 'contact.propertyChange',
			eventType: 'propertyChange',
			objectType: 'contact',
			objectId: 1,
			propertyName: 'email',
			propertyValue: 'ann@acme.example',
			changeSource: 'CRM',
			attemptNumber: 0,
			occurredAt: '2026-11-23T09:00:00.000Z',
		});
		expect(trigger.items.map((item) => [item.objectType, item.eventType, item.objectId])).toEqual([
			['contact', 'propertyChange', 1],
			['contact', 'merge', 4],
			['contact', 'associationChange', 5],
			['2-1001', 'creation', 7],
		]);
	});

	test('events that others have subscribed to at the app are answered, and start nothing', async () => {
		await app.setTargetUrl('https://other.example/hook');
		await app.foreignSubscription({ eventType: 'contact.deletion' });
		await app.foreignSubscription({ eventType: 'contact.propertyChange', propertyName: 'phone' });
		await app.foreignSubscription({ eventType: 'object.creation', objectTypeId: '2-9' });
		const trigger = await active(
			[
				object('contact', ['creation', 'propertyChange'], { properties: 'email' }),
				object('object', ['creation'], { objectTypeId: '2-1001' }),
			],
			{ replaceTargetUrl: true },
		);
		const change = { subscriptionType: 'contact.propertyChange', objectId: 2 };
		const statuses = await deliver(
			[
				{ subscriptionType: 'contact.deletion', objectId: 1 },
				{ ...change, propertyName: 'phone' },
				{ ...change, propertyName: 'email' },
				{ subscriptionType: 'object.creation', objectTypeId: '2-9', objectId: 3 },
				{ subscriptionType: 'object.creation', objectTypeId: '2-1001', objectId: 4 },
			],
			{ batchSize: 1 },
		);
		expect(statuses).toEqual(Array(5).fill(200));
		expect(ids(trigger).toSorted()).toEqual([2, 4]);
	});
});

describe('subscriptions that are managed in HubSpot', () => {
	test('all signed events start the workflow; nothing is asked of HubSpot', async () => {
		const trigger = app.managedTrigger();
		await trigger.activate();
		await app.setTargetUrl(trigger.url());
		await app.foreignSubscription({ eventType: 'deal.deletion' });
		const before = app.sandbox.arrivals().length;
		expect(await deliver([{ subscriptionType: 'deal.deletion', objectId: 9 }])).toEqual([200]);
		expect(trigger.items).toMatchObject([
			{ objectType: 'deal', eventType: 'deletion', objectId: 9 },
		]);
		await trigger.deactivate();
		expect(app.sandbox.arrivals().slice(before)).toEqual([]);
		expect(await app.targetUrl()).toBe(trigger.url());
	});

	test('the previous secret is taken, too, while it is being changed', async () => {
		const trigger = app.managedTrigger({ secret: 'new-client-secret', previousSecret: SECRET });
		await trigger.activate();
		const body = JSON.stringify([created(1)]);
		const url = trigger.url();
		expect(await post(url, body, signatureV3(url, body))).toBe(200);
		expect(await post(url, body, signatureV3(url, body, { secret: 'other' }))).toBe(401);
	});
});

test('110. n8n answers when it has the items, before the workflow runs', () => {
	const [webhook] = app.trigger().description.webhooks ?? [];
	expect(webhook).toMatchObject({ httpMethod: 'POST', responseMode: 'onReceived' });
});

test('no secret is in the API log', async () => {
	const trigger = await active();
	await trigger.deactivate();
	const rows = JSON.stringify(log.rows());
	expect(rows).toContain('webhook.subscribe');
	expect(rows).not.toContain(SECRET);
	expect(rows).not.toContain(String(app.credential().developerApiKey));
});
