import { GtmHubSpotAppApi } from '../../credentials/GtmHubSpotAppApi.credentials';
import { HubSpotWebhookTrigger } from '../../nodes/HubSpot/HubSpotWebhookTrigger.node';
import type { FaultKind, FaultRule } from '../../sandbox';
import { APP, HubSpotApp, object } from './support/hubSpotApp';
import { ownLog } from './support/setup';
import type { Trigger } from './support/webhookHost';

const log = ownLog();
let app: HubSpotApp;
beforeAll(async () => {
	app = await HubSpotApp.start();
});
afterEach(() => {
	app.sandbox.setFaults('none');
	app.sandbox.reset();
	app.host.logged.length = 0;
});
afterAll(async () => {
	await app.stop();
	log.remove();
});

const FOREIGN = 'https://other.example/hook';

/** What n8n shows of an error: its message alone. */
async function refusal(work: Promise<unknown>): Promise<string> {
	return await work.then(
		() => 'it went well',
		(error: Error) => error.message,
	);
}

/** What the nth of these requests meets. */
const fault = (kind: FaultKind, method: string, path: string, at: number[]): FaultRule => ({
	kind,
	vendor: 'hubspot',
	method,
	path,
	at,
});
const fail = (...rules: FaultRule[]) => app.sandbox.setFaults({ seed: 1, rules });

describe('activating', () => {
	test('makes the chosen subscriptions, active, and lets the app call the trigger', async () => {
		const trigger = app.trigger([
			object('contact', ['creation', 'propertyChange', 'privacyDeletion'], {
				properties: 'email, lifecyclestage',
			}),
			object('deal', ['propertyChange'], { properties: 'dealstage' }),
			object('object', ['creation'], { objectTypeId: '2-1001' }),
			// The same again is one.
			object('contact', ['creation']),
		]);
		await trigger.activate();
		expect(await app.targetUrl()).toBe(trigger.url());
		expect(await app.subscriptions()).toEqual([
			'contact.creation',
			'contact.propertyChange email',
			'contact.propertyChange lifecyclestage',
			'contact.privacyDeletion',
			'deal.propertyChange dealstage',
			'object.creation 2-1001',
		]);
		const { data } = await app.asDeveloper('GET /settings');
		expect(data.throttling).toEqual({ maxConcurrentRequests: 10 });
	});

	test('111. twice: no second registration, and no error', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		const changes = app.changes();
		await trigger.activate();
		await trigger.restart();
		expect(app.changes()).toEqual(changes);
		expect(await app.subscriptions()).toEqual(['contact.creation']);
	});

	test('111. n8n has forgotten what it registered: nothing is made twice', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		delete trigger.memory.hubSpotApp;
		await trigger.activate();
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		expect(app.changes()).toEqual(['PUT /settings -> 200', 'POST /subscriptions -> 201']);
	});

	test('makes anew what HubSpot has lost meanwhile, at the next start of n8n', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		await app.asDeveloper(`DELETE /subscriptions/${String(idsOf(trigger)[0])}`);
		await app.asDeveloper('DELETE /settings');
		await trigger.restart();
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		expect(await app.targetUrl()).toBe(trigger.url());
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual([]);
	});

	test('with other events than before: what is wanted no more is removed, where it is ours', async () => {
		await app.foreignSubscription({ eventType: 'deal.deletion' });
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		await trigger.activate();
		trigger.parameters.events = { event: [object('contact', ['deletion', 'restore'])] };
		await trigger.activate();
		expect(await app.subscriptions()).toEqual([
			'deal.deletion',
			'contact.deletion',
			'contact.restore',
		]);
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual(['deal.deletion']);
	});

	test('HubSpot does not tell while n8n starts: the trigger stays, and the log says so', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		// A refusal is not tried again, so that the test need not wait.
		fail(fault('expired-token', 'GET', '/settings', [1]));
		await trigger.restart();
		expect(app.host.logged.join()).toMatch(/webhooks of HubSpot app \d+ could not be checked/);
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		await app.sandbox.deliverWebhooks([{ subscriptionType: 'contact.creation', objectId: 1 }]);
		expect(trigger.items).toMatchObject([{ objectId: 1 }]);
	});

	test.each(['2026-03', '2026-09', 'v3'])('version %s of the API', async (apiVersion) => {
		const trigger = app.trigger(undefined, {}, { apiVersion });
		await trigger.activate();
		await trigger.deactivate();
		const paths = app.sandbox.arrivals().map(({ path }) => path);
		expect(paths).toContain(`/webhooks/${apiVersion}/${APP}/subscriptions`);
		expect(await app.subscriptions()).toEqual([]);
	});
});

describe('deactivating', () => {
	test('removes what the trigger has made, and nothing of others', async () => {
		const foreign = await app.foreignSubscription({ eventType: 'contact.creation' });
		await app.foreignSubscription({ eventType: 'deal.creation' });
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		await trigger.activate();
		// What is there already is used.
		expect(await app.subscriptions()).toEqual([
			'contact.creation',
			'deal.creation',
			'contact.deletion',
		]);
		await app.sandbox.deliverWebhooks([{ subscriptionType: 'contact.creation', objectId: 1 }]);
		expect(trigger.items).toMatchObject([{ objectId: 1, subscriptionId: Number(foreign) }]);
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual(['contact.creation', 'deal.creation']);
		expect(await app.targetUrl()).toBeUndefined();
		expect(app.host.logged).toEqual([]);
	});

	test('a paused subscription of others is used, and paused again', async () => {
		await app.foreignSubscription({ eventType: 'contact.creation', active: false });
		const trigger = app.trigger();
		await trigger.activate();
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual(['contact.creation (paused)']);
	});

	test('111. after somebody has deleted it all in HubSpot: no error', async () => {
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		await trigger.activate();
		for (const id of idsOf(trigger)) await app.asDeveloper(`DELETE /subscriptions/${id}`);
		await app.asDeveloper('DELETE /settings');
		await trigger.deactivate();
		await trigger.deactivate();
		expect(app.host.logged).toEqual([]);
		expect(trigger.memory).toEqual({});
	});

	test('another address, which the app has got meanwhile, stays', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		await app.setTargetUrl(FOREIGN);
		await trigger.deactivate();
		expect(await app.targetUrl()).toBe(FOREIGN);
		expect(await app.subscriptions()).toEqual([]);
	});

	test('HubSpot refuses: no error, the log says what is left, and the next time removes it', async () => {
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		await trigger.activate();
		const [first, second] = idsOf(trigger);
		fail(fault('expired-token', 'DELETE', `/subscriptions/${String(first)}$`, [1]));
		await trigger.deactivate();
		expect(app.host.logged.join()).toMatch(
			new RegExp(`HubSpot app ${APP} keeps the subscriptions ${String(first)} \\(see the API log`),
		);
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		expect(second).not.toBe(first);
		app.sandbox.setFaults('none');
		await trigger.activate();
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual([]);
	});

	test('the credential is of another app by now: the log says what is left, and n8n goes on', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		trigger.credentials.gtmHubSpotAppApi = { ...app.credential({ appId: '77' }) } as never;
		await trigger.deactivate();
		expect(app.host.logged.join()).toMatch(/keeps the target URL .* and the subscriptions \d+/);
		expect(trigger.memory).toEqual({});
	});
});

describe('the one target URL of an app', () => {
	test('of somebody else: it is named, and nothing is changed', async () => {
		await app.setTargetUrl(`${FOREIGN}?token=5up3r53cr3t`);
		expect(await refusal(app.trigger().activate())).toBe(
			`HubSpot app ${APP} sends its webhooks to another address: ${FOREIGN}. An app has one target URL: use another app, or remove the address from the webhook settings of the app in HubSpot. To send all webhooks of the app to this trigger instead, switch on "Replace Target URL".`,
		);
		expect(app.changes()).toEqual([]);
		expect(app.host.logged).toEqual([]);
	});

	test('Replace Target URL: taken while the workflow is active, and given back as it was', async () => {
		await app.setTargetUrl(FOREIGN, 3);
		const trigger = app.trigger(undefined, { replaceTargetUrl: true });
		await trigger.activate();
		expect(await app.targetUrl()).toBe(trigger.url());
		await trigger.restart();
		await trigger.deactivate();
		expect((await app.asDeveloper('GET /settings')).data).toMatchObject({
			targetUrl: FOREIGN,
			throttling: { maxConcurrentRequests: 3 },
		});
	});

	test('of another trigger of this n8n: said clearly', async () => {
		const first = app.trigger();
		await first.activate();
		const message = await refusal(app.trigger([object('deal', ['creation'])]).activate());
		expect(message).toContain(first.url());
		expect(message).toMatch(/another trigger of this n8n.*one target URL.*in one trigger/);
		expect(await app.targetUrl()).toBe(first.url());
		expect(await app.subscriptions()).toEqual(['contact.creation']);
	});

	test('an older address of the trigger itself is replaced without a word', async () => {
		const trigger = app.trigger();
		await trigger.activate();
		const stored = { ...(trigger.memory.hubSpotApp as object), url: 'https://old.example/webhook' };
		await app.setTargetUrl('https://old.example/webhook');
		trigger.memory.hubSpotApp = stored;
		await trigger.activate();
		expect(await app.targetUrl()).toBe(trigger.url());
		await trigger.deactivate();
		expect(await app.targetUrl()).toBeUndefined();
	});
});

describe('while somebody listens in the editor', () => {
	test('the app calls the test address, and everything is as before afterwards', async () => {
		const trigger = app.trigger();
		await trigger.listen();
		expect(await app.targetUrl()).toBe(trigger.url('webhook-test'));
		const event = { subscriptionType: 'contact.creation', objectId: 1, eventId: 1, occurredAt: 1 };
		// A repeat is what somebody who tries wants to see.
		for (let call = 0; call < 2; call += 1) await app.sandbox.deliverWebhooks([event]);
		expect(trigger.items.map(({ objectId }) => objectId)).toEqual([1, 1]);
		expect(trigger.items[0]).not.toHaveProperty('$gtmEventKey');
		await trigger.stopListening();
		expect(await app.targetUrl()).toBeUndefined();
		expect(await app.subscriptions()).toEqual([]);
		expect(trigger.memory).toEqual({});
	});

	test('the workflow is active: its address stays, and the message says what to do', async () => {
		const trigger = app.trigger(undefined, { replaceTargetUrl: true });
		await trigger.activate();
		const message = await refusal(trigger.listen());
		expect(message).toContain(trigger.url());
		expect(message).toMatch(/this trigger in its active workflow.*deactivate the workflow/);
		expect(await app.targetUrl()).toBe(trigger.url());
		expect(await app.subscriptions()).toEqual(['contact.creation']);
	});

	test('the address of somebody else is never replaced', async () => {
		await app.setTargetUrl(FOREIGN);
		const trigger = app.trigger(undefined, { replaceTargetUrl: true });
		expect(await refusal(trigger.listen())).toMatch(/A test never replaces it\.$/);
		expect(await app.targetUrl()).toBe(FOREIGN);
	});

	test('a test address that was left over is replaced when the workflow is activated', async () => {
		const trigger = app.trigger();
		await trigger.listen();
		await trigger.activate();
		expect(await app.targetUrl()).toBe(trigger.url());
		await trigger.stopListening();
		expect(await app.targetUrl()).toBe(trigger.url());
	});
});

describe('what HubSpot refuses', () => {
	test('a subscription: nothing of the activation is left', async () => {
		await app.setTargetUrl(FOREIGN);
		fail(fault('status-500', 'POST', '/subscriptions$', [2, 3]));
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])], {
			replaceTargetUrl: true,
		});
		expect(await refusal(trigger.activate())).toMatch(
			/^Unknown outcome: HubSpot may have done this.*\. Activate the workflow again later\./,
		);
		expect(await app.subscriptions()).toEqual([]);
		expect(await app.targetUrl()).toBe(FOREIGN);
		expect(trigger.memory).toEqual({});
	});

	test('taking it back as well: the log says what is left, and the next deactivation removes it', async () => {
		fail(
			fault('status-500', 'POST', '/subscriptions$', [2, 3]),
			// n8n deactivates what could not be activated.
			fault('expired-token', 'DELETE', '/subscriptions/', [1, 2]),
		);
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		expect(await refusal(trigger.activate())).toMatch(/^Unknown outcome/);
		expect(app.host.logged.join()).toMatch(
			new RegExp(`HubSpot app ${APP} keeps the subscriptions \\d+ \\(see the API log`),
		);
		expect(await app.subscriptions()).toEqual(['contact.creation']);
		app.sandbox.setFaults('none');
		await trigger.activate();
		expect(await app.subscriptions()).toEqual(['contact.creation', 'contact.deletion']);
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual([]);
		expect(await app.targetUrl()).toBeUndefined();
	});

	test('an answer that is lost: the subscription is found, made once, and removed in the end', async () => {
		fail(
			fault('drop-after', 'POST', '/subscriptions$', [1]),
			fault('status-500', 'POST', '/subscriptions$', [2]),
		);
		const trigger = app.trigger([object('contact', ['creation', 'deletion'])]);
		await trigger.activate();
		expect(await app.subscriptions()).toEqual(['contact.creation', 'contact.deletion']);
		await trigger.deactivate();
		expect(await app.subscriptions()).toEqual([]);
	});

	test.each([
		[
			'a wrong key',
			{ developerApiKey: 'wrong-developer-key' },
			/did not accept the credential.*Developer API Key/,
		],
		[
			'an app that is not there',
			{ appId: '77' },
			/did not find.*App 77.*App ID and the Base URL in the HubSpot credential/,
		],
		[
			'an app ID that is no number',
			{ appId: 'my app' },
			/app ID is "my app"\. Enter the number of the app/,
		],
		['no key', { developerApiKey: '' }, /Developer API Key is empty.*HubSpot credential/],
	])('%s: said, and what to change', async (_, change, message) => {
		const told = await refusal(app.trigger(undefined, {}, change).activate());
		expect(told).toMatch(message);
		expect(told).not.toContain('wrong-developer-key');
	});

	test('an address without TLS: the message says what n8n needs', async () => {
		const trigger = app.trigger();
		trigger.baseUrl = 'http://n8n.example';
		expect(await refusal(trigger.activate())).toMatch(
			/begin with https:\/\/.*http:\/\/n8n\.example.*WEBHOOK_URL/,
		);
		expect(app.changes()).toEqual(['PUT /settings -> 400']);
	});
});

describe('bad input', () => {
	test.each([
		['nothing chosen', [], 'No events are chosen'],
		['no events for an object', [object('deal', [])], 'No event is chosen for Deal'],
		[
			'an event that there is not',
			[object('product', ['associationChange'])],
			'There is no event "associationChange" for Product',
		],
		[
			'an object that there is not',
			[object('quote', ['creation'])],
			'HubSpot has no events of "quote"',
		],
		[
			'a property change without a property',
			[object('contact', ['propertyChange'], { properties: ' , ' })],
			'No property is named for Property Changed of Contact',
		],
		[
			'another object without its type',
			[object('object', ['creation'], { objectTypeId: '' })],
			'The object type ID is empty',
		],
		[
			'a type that is no ID',
			[object('object', ['creation'], { objectTypeId: 'cars' })],
			'The object type ID is "cars"',
		],
	])('%s: the activation says so, and asks HubSpot nothing', async (_, events, message) => {
		expect(await refusal(app.trigger(events).activate())).toMatch(`${message}. `);
		expect(app.sandbox.arrivals()).toEqual([]);
	});
});

describe('the credential', () => {
	const { properties, authenticate, test: check } = new GtmHubSpotAppApi();

	test('hides both secrets, and has a name of its own', () => {
		const hidden = properties.filter(({ typeOptions }) => typeOptions?.password === true);
		expect(hidden.map(({ name }) => name)).toEqual(['clientSecret', 'developerApiKey']);
		expect(new GtmHubSpotAppApi().name).toBe('gtmHubSpotAppApi');
	});

	test.each([
		['the right key', {}, 200],
		['a wrong key', { developerApiKey: 'wrong-developer-key' }, 401],
		['an unknown app', { appId: '77' }, 404],
	])('its test with %s: %#', async (_, change, status) => {
		const data = app.credential(change);
		const filled = (text: unknown) =>
			String(text)
				.replace(/^=/, '')
				.replace(/\{\{\$credentials\.(\w+)\}\}/g, (_all, name: string) => String(data[name]));
		const url = new URL(filled(check.request.baseURL) + filled(check.request.url));
		for (const [name, value] of Object.entries(authenticate.properties.qs ?? {})) {
			url.searchParams.set(name, filled(value));
		}
		const answer = await fetch(url);
		expect(answer.status).toBe(status);
		if (status === 200) expect(await answer.json()).toHaveProperty('results');
		else await answer.text();
	});
});

test('options are sorted by their names', () => {
	const { properties } = new HubSpotWebhookTrigger().description;
	const lists: string[][] = [];
	const visit = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		const options: unknown = Reflect.get(value, 'options');
		if (Array.isArray(options)) lists.push(options.flatMap(({ name }: { name: string }) => name));
		Object.values(value).forEach(visit);
	};
	visit(properties);
	expect(lists.length).toBeGreaterThan(8);
	for (const names of lists.slice(1)) expect(names).toEqual(names.toSorted());
});

function idsOf(trigger: Trigger): unknown[] {
	const { own } = trigger.memory.hubSpotApp as { own: unknown[] };
	return [...own];
}
