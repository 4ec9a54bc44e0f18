import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { ApiTrigger } from '../../nodes/ApiTrigger/ApiTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { verify, type DigestScheme } from '../../nodes/shared/webhook/signature';
import { post } from './support/hubSpotApp';
import { WebhookHost } from './support/webhookHost';

const SECRET = 'whsec-0123456789abcdef';
const BODY = '{"id":1}';

const folder = mkdtempSync(join(tmpdir(), 'gtm-webhook-base-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
let host: WebhookHost;
beforeAll(async () => {
	host = await WebhookHost.start();
});
afterAll(async () => {
	await host.stop();
	rmSync(folder, { recursive: true, force: true });
});

const trigger = (parameters: IDataObject = {}) =>
	host.add(new ApiTrigger(), { authentication: 'none', ...parameters }, {});

/** A trigger whose sender signs the address that it calls. */
const signedTrigger = () =>
	host.add(
		new ApiTrigger(),
		{ authentication: 'hmac', header: 'X-Signature', signed: '{method}{address}{body}' },
		{ gtmWebhookSecretApi: { secret: SECRET, previousSecret: '', encoding: 'text' } },
	);
const signedFor = (address: string) => ({
	'x-signature': createHmac('sha256', SECRET).update(`POST${address}${BODY}`).digest('hex'),
});

describe('the address that is signed', () => {
	test('is the one that the sender calls, with its query', async () => {
		const signed = signedTrigger();
		await signed.activate();
		const address = `${signed.url()}?a=%20b&c`;
		expect(await post(address, BODY, signedFor(signed.url()))).toBe(401);
		expect(await post(address, BODY, signedFor(`${address}d`))).toBe(401);
		expect(signed.items).toEqual([]);
		expect(await post(address, BODY, signedFor(address))).toBe(200);
		expect(signed.items).toEqual([{ id: 1, query: { a: ' b', c: '' } }]);
	});

	test('of a test is the test address', async () => {
		const signed = signedTrigger();
		await signed.listen();
		const address = signed.url('webhook-test');
		expect(await post(address, BODY, signedFor(signed.url()))).toBe(401);
		expect(await post(address, BODY, signedFor(address))).toBe(200);
		expect(signed.items).toEqual([{ id: 1 }]);
	});
});

describe('events', () => {
	test('a call without events is answered, and starts nothing', async () => {
		for (const dropRepeats of [true, false]) {
			const empty = trigger({ dropRepeats });
			await empty.activate();
			expect(await post(empty.url(), '[]', {})).toBe(200);
			expect(empty.runs).toEqual([]);
		}
	});

	test('each trigger has a memory of its own', async () => {
		const [one, other] = [trigger({ eventId: 'id' }), trigger({ eventId: 'id' })];
		for (const each of [one, one, other]) {
			await each.activate();
			expect(await post(each.url(), BODY, {})).toBe(200);
		}
		expect([one.items, other.items]).toEqual([[{ id: 1 }], [{ id: 1 }]]);
	});

	test('some of a call are known, and some are busy: 503, and those that are new are free again', async () => {
		// The call waits some seconds for the other one: not in this test.
		let now = 0;
		jest.spyOn(systemClock, 'monotonic').mockImplementation(() => now);
		jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms) => {
			now += ms;
			await Promise.resolve();
		});
		const busy = trigger({ eventId: 'id' });
		await busy.activate();
		busy.dies = () => true;
		await expect(post(busy.url(), '[{"id":"busy"}]', {})).rejects.toThrow();
		busy.dies = () => false;
		expect(await post(busy.url(), '[{"id":"busy"},{"id":"new"}]', {})).toBe(503);
		expect(await post(busy.url(), '[{"id":"new"}]', {})).toBe(200);
		expect(busy.items).toEqual([{ id: 'new' }]);
		expect(now).toBeGreaterThan(1_000);
		// HubSpot and others wait five seconds for an answer.
		expect(now).toBeLessThan(5_000);
		jest.restoreAllMocks();
	});
});

describe('a hash of the secret and the body', () => {
	const scheme: DigestScheme = {
		kind: 'digest',
		header: 'X-Digest',
		algorithm: 'sha256',
		encoding: 'hex',
		signed: '{secret}{body}',
		secrets: ['', SECRET],
	};
	const judged = (digest: string | undefined, body = BODY) => {
		const headers = { 'x-digest': digest };
		const request = { rawBody: Buffer.from(body), headers, method: 'POST', url: '' };
		const verdict = verify(request, scheme, 0);
		return verdict.ok ? 'ok' : verdict.reason;
	};
	const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

	test('right; wrong, missing, changed body; an empty secret is none', () => {
		expect(judged(digestOf(SECRET + BODY))).toBe('ok');
		expect(judged(digestOf(`${SECRET}x${BODY}`))).toBe('wrong');
		expect(judged(digestOf(SECRET + BODY), '{"id":2}')).toBe('wrong');
		expect(judged(digestOf(BODY))).toBe('wrong');
		expect(judged('')).toBe('wrong');
		expect(judged(undefined)).toBe('missing');
	});
});
