import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { InstantlyTrigger } from '../../nodes/Instantly/InstantlyTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import {
	SANDBOX_INSTANTLY_READ_ONLY_KEY,
	type FaultRule,
	type InstantlyEvent,
	type InstantlyOptions,
} from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { by, InstantlyRig, instantlyCredential } from './support/instantlyNode';
import { ownLog } from './support/setup';
import { WebhookHost, type Trigger } from './support/webhookHost';

const folder = mkdtempSync(join(tmpdir(), 'gtm-instantly-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
const log = ownLog();
let rig: InstantlyRig;
let host: WebhookHost;
beforeEach(async () => (host = await WebhookHost.start()));
afterEach(async () => {
	jest.restoreAllMocks();
	await rig.stop();
	await host.stop();
});
afterAll(() => {
	log.remove();
	rmSync(folder, { recursive: true, force: true });
});

const start = async (options: InstantlyOptions = {}, ...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start(options, ...rules));
const add = (parameters: IDataObject = {}, credential: IDataObject = {}): Trigger =>
	host.add(
		new InstantlyTrigger(),
		{ events: ['reply_received'], labels: [], autoReplies: true, ...parameters },
		{ gtmInstantlyApi: instantlyCredential(rig.url, credential) },
	);
const activated = async (parameters: IDataObject = {}) => {
	const trigger = add(parameters);
	await trigger.activate();
	return trigger;
};
const webhooks = () => rig.records('webhooks') as IDataObject[];
const deliver = async (...given: Parameters<InstantlyRig['sandbox']['instantly']['deliver']>) =>
	await rig.sandbox.instantly.deliver(...given);
const event = (number: number, more: Partial<InstantlyEvent> = {}): InstantlyEvent => ({
	event_type: 'reply_received',
	lead_email: `lead${number}@company.example`,
	email_id: `email ${number}`,
	timestamp: '2026-11-26T09:00:00.000Z',
	...more,
});
const shownBy = ({ headers }: IDataObject) => headers as Record<string, string>;
const names = (trigger: Trigger) => trigger.items.map(({ event_type }) => event_type);

describe('registering', () => {
	test('a webhook for each event, with a secret header, and its removal', async () => {
		await start();
		const [campaign] = rig.ids('campaigns');
		const trigger = await activated({
			events: ['reply_received', 'email_link_clicked'],
			labels: ['6'],
			campaign: by(campaign),
		});
		const common = { target_hook_url: trigger.url(), campaign, status: 1 };
		expect(webhooks()).toMatchObject([
			{ ...common, event_type: 'reply_received', custom_interest_value: null },
			{ ...common, event_type: 'email_link_clicked', custom_interest_value: null },
			{ ...common, event_type: null, custom_interest_value: 6 },
		]);
		const secrets = webhooks().map(({ headers }) => headers);
		expect(secrets[0]).toEqual({ 'x-n8n-gtm-secret': expect.stringMatching(/^[\w-]{43}$/) });
		expect(secrets[1]).toEqual(secrets[0]);
		await trigger.deactivate();
		expect(webhooks()).toEqual([]);
		expect(trigger.memory).toEqual({});
	});

	test('all events are one webhook', async () => {
		await start();
		await activated({ events: ['reply_received', 'all_events'], labels: ['5'] });
		expect(webhooks()).toMatchObject([{ event_type: 'all_events', campaign: null }]);
	});

	test('others of the workspace stay as they are', async () => {
		await start();
		const other = await activated();
		const trigger = await activated();
		expect(webhooks()).toHaveLength(2);
		await trigger.deactivate();
		expect(webhooks()).toMatchObject([{ target_hook_url: other.url() }]);
	});

	test('activated again: nothing is made twice', async () => {
		await start();
		const trigger = await activated();
		const before = webhooks();
		await trigger.activate();
		expect(webhooks()).toEqual(before);
	});

	test('one that was removed in Instantly is made again, the others stay', async () => {
		await start();
		const trigger = await activated({ events: ['reply_received', 'email_sent'] });
		const [first, second] = rig.ids('webhooks');
		await call(`DELETE /webhooks/${first}`);
		await trigger.activate();
		expect(rig.ids('webhooks')[0]).toBe(second);
		expect(webhooks().map(({ event_type }) => event_type)).toEqual([
			'email_sent',
			'reply_received',
		]);
	});

	test('one that Instantly has switched off goes on', async () => {
		await start({ webhookFailures: 2 });
		const trigger = await activated();
		jest.spyOn(trigger, 'dies').mockReturnValue(true);
		await deliver([event(1)], { retries: 5 });
		expect(webhooks()).toMatchObject([{ status: -1, timestamp_error: expect.any(String) }]);
		jest.spyOn(trigger, 'dies').mockReturnValue(false);
		await trigger.restart();
		expect(webhooks()).toMatchObject([{ status: 1, timestamp_error: null }]);
		await deliver([event(2)]);
		expect(trigger.items).toMatchObject([{ email_id: 'email 2' }]);
		expect(rig.state.webhooks).toMatchObject({ disabled: 1, resumed: 1 });
	});

	test('an answer that was lost: the webhook is found, and not made twice', async () => {
		await start({}, { kind: 'drop-after', path: '/webhooks$', method: 'POST', at: [1] });
		const trigger = await activated();
		expect(webhooks()).toHaveLength(1);
		await trigger.deactivate();
		expect(webhooks()).toEqual([]);
	});

	test('a request that did not arrive is sent again', async () => {
		await start({}, { kind: 'status-500', path: '/webhooks$', method: 'POST', at: [1] });
		await activated();
		expect(webhooks()).toHaveLength(1);
	});

	test('one of two is refused: nothing is left, and the error says what to do', async () => {
		await start({}, { kind: 'expired-token', path: '/webhooks$', method: 'POST', at: [2] });
		const trigger = add({ events: ['reply_received', 'email_sent'] });
		await expect(trigger.activate()).rejects.toThrow('did not accept the credential');
		expect(webhooks()).toEqual([]);
	});

	test('a key without the scope', async () => {
		await start();
		const trigger = add({}, { apiKey: SANDBOX_INSTANTLY_READ_ONLY_KEY });
		await expect(trigger.activate()).rejects.toThrow(
			/lacks a permission.*Give the API key the scope webhooks:all/,
		);
	});

	test.each([
		[{ events: [], labels: [] }, 'No event is chosen'],
		[{ events: ['reply'] }, 'There is no event "reply"'],
		[{ labels: ['Hot'] }, 'The label "Hot" is no number'],
		[{ campaign: by('Mine') }, 'Campaign is "Mine", which is not an ID of Instantly'],
	])('bad input %j', async (parameters, message) => {
		await start();
		await expect(add(parameters).activate()).rejects.toThrow(message);
		expect(rig.requests()).toEqual([]);
	});

	test('a restart while Instantly is down takes nothing away', async () => {
		await start();
		const trigger = await activated();
		rig.sandbox.setFaults({ seed: 1, rules: [{ kind: 'status-500', share: 1 }] });
		await trigger.restart();
		expect(host.logged).toContainEqual(
			expect.stringContaining('the webhooks at Instantly could not be checked'),
		);
		rig.sandbox.setFaults('none');
		await deliver([event(1)]);
		expect(trigger.items).toHaveLength(1);
	});

	test('what could not be removed is told, and removed the next time', async () => {
		await start();
		const trigger = await activated();
		const [id] = rig.ids('webhooks');
		rig.sandbox.setFaults({ seed: 1, rules: [{ kind: 'status-500', share: 1 }] });
		await trigger.deactivate();
		expect(host.logged).toContainEqual(
			expect.stringContaining(`Instantly keeps the webhooks ${id}`),
		);
		rig.sandbox.setFaults('none');
		await trigger.deactivate();
		expect(webhooks()).toEqual([]);
	});

	test('a page that is not there is no webhook that is gone: nothing is made twice or forgotten', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(({ method, body }) =>
			method === 'POST'
				? reply(200, { ...(JSON.parse(body) as IDataObject), id: 'w1', status: 1 })
				: reply(404, '<html>nothing here</html>', { 'content-type': 'text/html' }),
		);
		const trigger = host.add(
			new InstantlyTrigger(),
			{ events: ['reply_received'], labels: [], autoReplies: true },
			{ gtmInstantlyApi: instantlyCredential(server.url) },
		);
		await trigger.activate();
		await trigger.restart();
		await trigger.deactivate();
		await server.close();
		expect(server.arrivals.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
		expect(host.logged).toContainEqual(expect.stringContaining('could not be checked'));
		expect(host.logged).toContainEqual(expect.stringContaining('Instantly keeps the webhooks w1'));
		expect(trigger.memory).toMatchObject({ instantlyWebhooks: { own: ['w1'] } });
	});

	test('an answer that was lost, and a list that cannot be read: no second webhook', async () => {
		await start(
			{},
			{ kind: 'drop-after', path: '/webhooks$', method: 'POST', at: [1] },
			{ kind: 'expired-token', path: '/webhooks', method: 'GET', share: 1 },
		);
		await expect(add().activate()).rejects.toThrow('Unknown outcome');
		expect(rig.requests().filter((each) => each.startsWith('POST'))).toHaveLength(1);
		expect(webhooks()).toHaveLength(1);
	});

	test('a test beside the active workflow has a webhook and a secret of its own', async () => {
		await start();
		const trigger = await activated();
		await trigger.listen();
		expect(webhooks().map(({ target_hook_url }) => target_hook_url)).toEqual([
			trigger.url(),
			trigger.url('webhook-test'),
		]);
		const [one, other] = webhooks().map(({ headers }) => JSON.stringify(headers));
		expect(one).not.toBe(other);
		await deliver([event(1)]);
		expect(trigger.runs).toHaveLength(2);
		await trigger.stopListening();
		expect(webhooks()).toHaveLength(1);
	});

	async function call(what: string): Promise<void> {
		const [method, path] = what.split(' ');
		const { apiKey } = instantlyCredential('');
		const headers = { authorization: `Bearer ${String(apiKey)}` };
		await fetch(`${rig.url}/api/v2${path}`, { method, headers });
	}
});

describe('events', () => {
	test('come under the names that they are subscribed to by, with the fields of the lead', async () => {
		await start();
		const trigger = await activated({
			events: ['reply_received', 'email_link_clicked'],
			labels: ['5'],
		});
		await deliver(
			[
				event(1, { firstName: 'Ada' }),
				event(2, { event_type: 'link_clicked' }),
				event(3, { event_type: 'auto_reply_received' }),
				event(4, { event_type: 'Label 1' }),
				event(5, { event_type: 'email_sent' }),
			],
			{ atOnce: 1 },
		);
		const [campaign_id] = rig.ids('campaigns');
		expect(trigger.items).toEqual([
			{
				...event(1),
				workspace: expect.any(String),
				campaign_id,
				campaign_name: 'Campaign 1',
				firstName: 'Ada',
			},
			expect.objectContaining({
				event_type: 'email_link_clicked',
				delivered_event_type: 'link_clicked',
			}),
			expect.objectContaining({
				event_type: 'reply_received',
				delivered_event_type: 'auto_reply_received',
				is_auto_reply: true,
			}),
			expect.objectContaining({ event_type: 'Label 1', email_id: 'email 4' }),
		]);
	});

	test('automatic replies are left out where they are not wanted', async () => {
		await start();
		const trigger = await activated({ autoReplies: false });
		const { byStatus } = await deliver([event(1), event(2, { event_type: 'auto_reply_received' })]);
		expect(names(trigger)).toEqual(['reply_received']);
		expect(byStatus).toEqual({ 200: 2 });
	});

	test('that nobody has chosen start nothing, though a webhook of ours brings them', async () => {
		await start();
		const trigger = await activated({ labels: ['5'] });
		const headers = shownBy(webhooks()[0]);
		const send = async (event_type: string) => {
			const body = JSON.stringify(event(1, { event_type }));
			const sent = { 'content-type': 'application/json', ...headers };
			return (await fetch(trigger.url(), { method: 'POST', headers: sent, body })).status;
		};
		expect(await send('email_bounced')).toBe(200);
		expect(await send('test_event')).toBe(200);
		expect(trigger.runs).toEqual([]);
	});

	test('under a name that no subscription has: given on, since a webhook of ours brings it', async () => {
		await start();
		const trigger = await activated();
		const sent = { 'content-type': 'application/json', ...shownBy(webhooks()[0]) };
		const body = JSON.stringify(event(1, { event_type: 'reply_scored' }));
		await fetch(trigger.url(), { method: 'POST', headers: sent, body });
		expect(names(trigger)).toEqual(['reply_scored']);
	});

	test('a trial call is shown while somebody listens', async () => {
		await start();
		const trigger = add();
		await trigger.listen();
		const headers = shownBy(webhooks()[0]);
		await fetch(trigger.url('webhook-test'), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: '{"event_type":"test_event","is_test":true}',
		});
		expect(trigger.items).toEqual([{ event_type: 'test_event', is_test: true }]);
	});

	test('without the secret, or with another one: 401 and no run', async () => {
		await start();
		const trigger = await activated();
		const forged = await deliver([event(1)], { headers: {}, retries: 0 });
		const wrong = await deliver([event(1)], {
			headers: { 'x-n8n-gtm-secret': 'a'.repeat(43) },
			retries: 0,
		});
		expect([forged.byStatus, wrong.byStatus]).toEqual([{ 401: 1 }, { 401: 1 }]);
		expect(trigger.runs).toEqual([]);
		await deliver([event(1)]);
		expect(trigger.runs).toHaveLength(1);
	});

	test('after the workflow was deactivated nobody gets in', async () => {
		await start();
		const trigger = await activated();
		const headers = shownBy(webhooks()[0]);
		const url = trigger.url();
		await trigger.deactivate();
		expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(404);
	});

	test('a repeat starts nothing; what differs in one field of its identity does', async () => {
		await start();
		const trigger = await activated();
		const repeated = { ...event(1), reply_text: 'told again in other words' };
		const others = [
			event(1, { timestamp: '2026-11-26T09:00:01.000Z' }),
			event(1, { step: 2 }),
			event(1, { variant: 2 }),
			event(1, { campaign_id: rig.ids('campaigns')[1] }),
			event(1, { email_account: 'box1@sandbox.example' }),
		];
		await deliver([event(1), repeated, ...others], { atOnce: 1, copies: 2 });
		expect(trigger.items).toHaveLength(6);
	});

	test('an event whose execution never began comes again', async () => {
		await start();
		const trigger = await activated();
		let calls = 0;
		jest.spyOn(trigger, 'dies').mockImplementation(() => (calls += 1) === 1);
		// The one who took it on is given a minute: as if that had gone by.
		const now = Date.now();
		jest.spyOn(systemClock, 'now').mockImplementation(() => now + calls * 61_000);
		const { delivered } = await deliver([event(1)], { retries: 1 });
		expect(delivered).toBe(1);
		expect(trigger.items).toHaveLength(1);
	});
});

test('5,000 events with repeats and forgeries among them: each once, forged ones 401', async () => {
	await start({ webhookFailures: Infinity });
	const trigger = await activated({ events: ['all_events'] });
	const kinds = ['email_sent', 'email_opened', 'reply_received', 'link_clicked', 'email_bounced'];
	const events = Array.from({ length: 5_000 }, (_, at) =>
		event(at, { event_type: kinds[at % kinds.length], step: at % 4 }),
	);
	const forged = events.slice(0, 500).map((each) => ({ ...each, email_id: 'forged' }));
	const headers = { 'x-n8n-gtm-secret': 'guessed' };
	// What is taken on by another call just now is answered 503, and comes again.
	const patient = { retries: Infinity, retryDelayMs: 20 };
	const [real, repeated, refused] = await Promise.all([
		deliver(events, patient),
		deliver(events.slice(1_000, 2_500), patient),
		deliver(forged, { headers, retries: 0 }),
	]);
	expect(real.delivered + repeated.delivered).toBe(6_500);
	expect(refused.byStatus).toEqual({ 401: 500 });
	const ids = trigger.items.map(({ lead_email }) => lead_email);
	expect(ids).toHaveLength(5_000);
	expect(new Set(ids).size).toBe(5_000);
	expect(trigger.items.some(({ email_id }) => email_id === 'forged')).toBe(false);
}, 120_000);

test('the secret is in no log, and an answer that quotes it is not either', async () => {
	await start();
	const server = await FaultServer.start(systemClock);
	server.afterwards(({ body }) => reply(400, { statusCode: 400, message: `bad: ${body}` }));
	const trigger = host.add(
		new InstantlyTrigger(),
		{ events: ['reply_received'], labels: [], autoReplies: true },
		{ gtmInstantlyApi: instantlyCredential(server.url) },
	);
	await expect(trigger.activate()).rejects.toThrow('could not use the request');
	await server.close();
	const { headers } = JSON.parse(server.arrivals[0].body) as { headers: Record<string, string> };
	expect(JSON.stringify(log.rows())).not.toContain(headers['x-n8n-gtm-secret']);
});
