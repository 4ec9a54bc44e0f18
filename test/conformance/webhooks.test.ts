import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { SeenEvents } from '../../nodes/shared/store/seenEvents';
import { eventKey, splitEvents } from '../../nodes/shared/webhook/events';
import {
	verify,
	type HmacScheme,
	type Scheme,
	type SignedRequest,
} from '../../nodes/shared/webhook/signature';
import { hook, type Call } from '../nodes/support/webhookNode';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const SECRET = 'whsec-0123456789abcdef';
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'gtm-store-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hmac: HmacScheme = {
	kind: 'hmac',
	header: 'X-Signature',
	algorithm: 'sha256',
	encoding: 'hex',
	prefix: '',
	secrets: [SECRET, ''],
	secretEncoding: 'text',
	signed: '{timestamp}.{body}',
	timestampHeader: 'X-Time',
	toleranceMs: 5 * MINUTE,
};
const signatureOf = (text: string | Buffer, secret = SECRET) =>
	createHmac('sha256', secret).update(text).digest('hex');

function signed(body: string | Buffer, { at = NOW, secret = SECRET } = {}): SignedRequest {
	const seconds = String(at / 1_000);
	const rawBody = Buffer.from(body);
	const content = Buffer.concat([Buffer.from(`${seconds}.`), rawBody]);
	return {
		rawBody,
		headers: { 'x-signature': signatureOf(content, secret), 'x-time': seconds },
		method: 'POST',
		url: 'https://n8n.example/webhook/1',
	};
}
const judged = (request: SignedRequest, scheme: Scheme = hmac, now = NOW) => {
	const verdict = verify(request, scheme, now);
	return verdict.ok ? 'ok' : verdict.reason;
};

describe('104', () => {
	const body = '{"id":1}';

	test('104. a right signature; wrong, missing, old, from the future, changed body', () => {
		const request = signed(body);
		expect(judged(request)).toBe('ok');
		expect(judged(signed(body, { secret: 'another secret' }))).toBe('wrong');
		expect(judged({ ...request, headers: {} })).toBe('missing');
		expect(judged({ ...request, headers: { 'x-signature': 'x' } })).toBe('missing');
		expect(judged(signed(body, { at: NOW - 6 * MINUTE }))).toBe('too-old');
		expect(judged(signed(body, { at: NOW + 6 * MINUTE }))).toBe('from-the-future');
		expect(judged({ ...request, rawBody: Buffer.from('{"id":2}') })).toBe('wrong');
		expect(judged({ ...request, headers: { ...request.headers, 'x-time': 'soon' } })).toBe(
			'malformed',
		);
	});

	test('104b. a changed path, where the address is signed', () => {
		const scheme: HmacScheme = { ...hmac, signed: '{method}{address}{body}', timestampHeader: '' };
		const request = signed(body);
		const headers = { 'x-signature': signatureOf(`POST${request.url}${body}`) };
		expect(judged({ ...request, headers }, scheme)).toBe('ok');
		expect(judged({ ...request, headers, url: `${request.url}/other` }, scheme)).toBe('wrong');
		expect(judged({ ...request, headers, method: 'PUT' }, scheme)).toBe('wrong');
	});

	test.each<[string, Partial<HmacScheme>, (text: string) => string]>([
		['a prefix', { prefix: 'sha256=' }, (text) => `sha256=${signatureOf(text)}`],
		[
			'Base64',
			{ encoding: 'base64' },
			(text) => createHmac('sha256', SECRET).update(text).digest('base64'),
		],
		[
			'SHA-1',
			{ algorithm: 'sha1' },
			(text) => createHmac('sha1', SECRET).update(text).digest('hex'),
		],
		['several signatures', {}, (text) => `abc, ${signatureOf(text)}`],
		[
			'a secret in hex',
			{ secretEncoding: 'hex', secrets: ['00ff10'] },
			(text) => createHmac('sha256', Buffer.from('00ff10', 'hex')).update(text).digest('hex'),
		],
	])('104c. %s', (_, change, header) => {
		const scheme: HmacScheme = { ...hmac, signed: '{body}', timestampHeader: '', ...change };
		const request = { ...signed(body), headers: { 'x-signature': header(body) } };
		expect(judged(request, scheme)).toBe('ok');
		expect(judged({ ...request, rawBody: Buffer.from('x') }, scheme)).toBe('wrong');
	});

	test('104d. the timestamp inside of the signature header', () => {
		const time = String(NOW / 1_000);
		const scheme: HmacScheme = { ...hmac, timestampHeader: '' };
		const header = `t=${time},v1=${signatureOf(`${time}.${body}`)},v0=abc`;
		const request = { ...signed(body), headers: { 'x-signature': header } };
		expect(judged(request, scheme)).toBe('ok');
		expect(judged(request, scheme, NOW + 6 * MINUTE)).toBe('too-old');
	});

	test('104e. two secrets during a rotation: both; an empty one never', () => {
		const scheme = { ...hmac, secrets: ['new secret', SECRET, ''] };
		expect(judged(signed(body), scheme)).toBe('ok');
		expect(judged(signed(body, { secret: 'new secret' }), scheme)).toBe('ok');
		expect(judged(signed(body, { secret: '' }), scheme)).toBe('wrong');
	});

	test('104f. Standard Webhooks, signed by the standardwebhooks package', () => {
		const secret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
		const at = new Date(NOW);
		const headers = {
			'webhook-id': 'msg_1',
			'webhook-timestamp': String(NOW / 1_000),
			'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
		};
		const scheme: Scheme = { kind: 'standard', secrets: [secret] };
		const request = { ...signed(body), headers };
		expect(judged(request, scheme)).toBe('ok');
		expect(judged(request, scheme, NOW + 6 * MINUTE)).toBe('too-old');
		expect(judged({ ...request, rawBody: Buffer.from('{}') }, scheme)).toBe('wrong');
		expect(judged({ ...request, headers: {} }, scheme)).toBe('missing');
		const other = { ...headers, 'webhook-id': 'msg_2' };
		expect(judged({ ...request, headers: other }, scheme)).toBe('wrong');
	});

	test('104g. a secret in a header', () => {
		const scheme: Scheme = {
			kind: 'secret',
			header: 'Authorization',
			prefix: 'Bearer ',
			secrets: [SECRET],
		};
		const request = (authorization?: string) => ({ ...signed(body), headers: { authorization } });
		expect(judged(request(`Bearer ${SECRET}`), scheme)).toBe('ok');
		expect(judged(request(SECRET), scheme)).toBe('wrong');
		expect(judged(request(), scheme)).toBe('missing');
		expect(judged(request('Bearer '), { ...scheme, secrets: [''] })).toBe('wrong');
	});

	test('104h. any changed byte is noticed, and no message tells a secret', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 1 }),
				fc.nat(),
				fc.integer({ min: 1, max: 255 }),
				(bytes, at, by) => {
					const request = signed(Buffer.from(bytes));
					expect(judged(request)).toBe('ok');
					const changed = Buffer.from(bytes);
					const place = at % changed.length;
					changed[place] = ((changed[place] ?? 0) + by) % 256;
					const verdict = verify({ ...request, rawBody: changed }, hmac, NOW);
					expect(verdict.ok).toBe(false);
					expect(JSON.stringify(verdict)).not.toContain(SECRET);
				},
			),
		);
	});

	test('104i. a node: 401 and no run, or 200 and a run', async () => {
		const { call } = hook({ header: 'X-Signature' }, { secret: SECRET });
		const right = await call({ body, headers: { 'x-signature': signatureOf(body) } });
		expect(right).toMatchObject({ status: 200, items: [{ id: 1 }] });
		for (const headers of [{ 'x-signature': signatureOf('other') }, {}] as Array<Call['headers']>) {
			expect(await call({ body, headers })).toMatchObject({ status: 401, items: [] });
		}
	});

	test('104j. a node without a secret: 401', async () => {
		const { call } = hook({}, { secret: '' });
		expect(await call({ body, headers: { 'x-signature': signatureOf(body, '') } })).toMatchObject({
			status: 401,
			items: [],
		});
	});
});

describe('105', () => {
	test.each(['{ "a" :  1 }\n', '{"a":"\\u00e9 é"}', '{"n":1.0}', '\uFEFF{"a":1}'])(
		'105. %j: the bytes as they came are verified',
		async (body) => {
			expect(judged(signed(body))).toBe('ok');
			const { call } = hook({}, { secret: SECRET });
			const { status, items } = await call({ body, headers: { 'x-signature': signatureOf(body) } });
			expect([status, items.length]).toEqual([200, 1]);
		},
	);
});

describe('106', () => {
	test('106. the same event five times at once: one run, 200 for all', async () => {
		const { call } = hook({ authentication: 'none', eventId: 'id' });
		const body = '{"id":"e1"}';
		const calls = await Promise.all(Array.from({ length: 5 }, async () => await call({ body })));
		expect(calls.map(({ status }) => status)).toEqual(Array(5).fill(200));
		expect(calls.filter(({ items }) => items.length > 0)).toHaveLength(1);
		expect(await call({ body })).toMatchObject({ status: 200, items: [] });
	});

	test('106b. its own key is in no item', async () => {
		const { call } = hook({ authentication: 'none' });
		expect((await call({ body: '{"a":1}' })).items).toEqual([{ a: 1 }]);
	});

	test('106c. an event counts as seen only once its execution exists', () => {
		const store = new SeenEvents(join(folder, 'own.sqlite'));
		expect(store.claim('w', ['a', 'b'], NOW)).toEqual({
			ok: true,
			value: { fresh: ['a', 'b'], known: [], busy: [] },
		});
		expect(store.claim('w', ['a', 'b'], NOW + 1)).toMatchObject({ value: { busy: ['a', 'b'] } });
		store.confirm('w', ['a']);
		store.release('w', ['b']);
		expect(store.claim('w', ['a', 'b'], NOW + 2)).toEqual({
			ok: true,
			value: { fresh: ['b'], known: ['a'], busy: [] },
		});
		expect(store.claim('another', ['a'], NOW)).toMatchObject({ value: { fresh: ['a'] } });
	});
});

describe('107', () => {
	test('107. killed between claim and run: the sender’s next try runs, once the lease is over', () => {
		const file = join(folder, 'killed.sqlite');
		const script = `
			require(${JSON.stringify(require.resolve('tsx/cjs'))});
			const { SeenEvents } = require(${JSON.stringify(join(__dirname, '../../nodes/shared/store/seenEvents.ts'))});
			console.log(JSON.stringify(new SeenEvents(${JSON.stringify(file)}).claim('w', ['e'], ${NOW})));
			process.kill(process.pid, 'SIGKILL');`;
		let said = '';
		try {
			execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', stdio: 'pipe' });
		} catch (error) {
			said = String((error as { stdout?: string }).stdout);
		}
		expect(JSON.parse(said)).toMatchObject({ value: { fresh: ['e'] } });
		const store = new SeenEvents(file);
		expect(store.claim('w', ['e'], NOW + 1_000)).toMatchObject({ value: { busy: ['e'] } });
		expect(store.claim('w', ['e'], NOW + 61_000)).toMatchObject({ value: { fresh: ['e'] } });
	});

	test('107b. a node: taken on by a call that never came to its run: 503, so that the sender tries again', async () => {
		const { call, claimOnly } = hook({ authentication: 'none', eventId: 'id' });
		await claimOnly({ body: '{"id":"lost"}' });
		expect(await call({ body: '{"id":"lost"}' })).toMatchObject({ status: 503, items: [] });
	}, 30_000);

	test('107c. a store that cannot be written: 503, and no run', async () => {
		const before = process.env.GTM_STORE_FILE;
		process.env.GTM_STORE_FILE = join(folder, 'store.sqlite', 'below a file');
		const { call } = hook({ authentication: 'none' });
		const { status, items } = await call({ body: '{"id":1}' });
		process.env.GTM_STORE_FILE = before;
		expect([status, items]).toEqual([503, []]);
	});
});

describe('108', () => {
	test('108. events out of order: each is given, with the time that the sender gave it', async () => {
		const { call } = hook({ authentication: 'none', eventId: 'id' });
		const updated = { id: 'u', type: 'updated', occurredAt: 2 };
		const created = { id: 'c', type: 'created', occurredAt: 1 };
		expect((await call({ body: JSON.stringify(updated) })).items).toEqual([updated]);
		expect((await call({ body: JSON.stringify(created) })).items).toEqual([created]);
	});

	test('108b. in one call they are sorted by it, where its path is named', async () => {
		const { call } = hook({ authentication: 'none', timePath: 'occurredAt' });
		const events = [3, 1, 2].map((occurredAt) => ({ occurredAt }));
		const { items } = await call({ body: JSON.stringify(events) });
		expect(items.map(({ occurredAt }) => occurredAt)).toEqual([1, 2, 3]);
	});
});

describe('109', () => {
	test('109. a hundred events in one call: a hundred items, and each repeat is left out', async () => {
		const { call } = hook({ authentication: 'none', eventId: 'eventId' });
		const events = Array.from({ length: 100 }, (_, eventId) => ({
			eventId,
			subscriptionType: 'x',
		}));
		const first = await call({ body: JSON.stringify(events) });
		expect(first.items).toEqual(events);
		const more = [...events.slice(90), { eventId: 100 }, { eventId: 100 }];
		expect((await call({ body: JSON.stringify(more) })).items).toEqual([{ eventId: 100 }]);
	});

	test.each([
		[[{ a: 1 }, { a: 2 }], '', 2],
		[{ events: [{ a: 1 }] }, 'events', 1],
		[{ events: [] }, 'events', 0],
		[{ a: 1 }, '', 1],
		[{ a: 1 }, 'events', 1],
	])('109b. %j at %j: %i events', (body, path, count) => {
		expect(splitEvents(body, path)).toHaveLength(count);
	});

	test('109c. without an ID, all that an event holds tells it; the order of its keys does not', () => {
		expect(eventKey({ a: 1, b: { c: 2, d: [3] } }, '')).toBe(
			eventKey({ b: { d: [3], c: 2 }, a: 1 }, ''),
		);
		expect(eventKey({ a: 1 }, '')).not.toBe(eventKey({ a: 2 }, ''));
		expect(eventKey({ id: 7, a: 1 }, 'id')).toBe(eventKey({ id: '7', a: 2 }, 'id'));
		expect(eventKey({ a: 1 }, 'id')).toBe(eventKey({ a: 1 }, ''));
	});
});

describe('109', () => {
	test('109d. without an ID, the method and the query tell an event too; a call has its own ID', () => {
		const key = (call: Parameters<typeof eventKey>[2], place = 0) =>
			eventKey({}, 'id', call, place);
		const get = { method: 'GET', query: { contact: '1' } };
		expect(key(get)).toBe(key({ query: { contact: '1' }, method: 'GET' }));
		expect(key(get)).not.toBe(key({ ...get, query: { contact: '2' } }));
		expect(key(get)).not.toBe(key({ ...get, method: 'POST' }));
		expect(key({ ...get, id: 'a' })).toBe(key({ id: 'a' }));
		expect(key({ id: 'a' })).not.toBe(key({ id: 'a' }, 1));
		expect(eventKey({ id: 7 }, 'id', { id: 'a' })).toBe(eventKey({ id: 7 }, 'id'));
	});
});

describe('110', () => {
	test('110. the call is answered before the workflow runs: n8n answers when it has the items', () => {
		const { description } = hook({});
		expect(description.webhooks?.[0]?.responseMode).toBe('onReceived');
	});
});

describe('111', () => {
	test('111. activated twice, or deactivated: nothing is registered at anyone, and nothing fails', async () => {
		const { methods } = hook({});
		for (const method of [
			methods.create,
			methods.create,
			methods.checkExists,
			methods.delete,
			methods.delete,
		]) {
			expect(await method()).toBe(true);
		}
	});
});

describe('112', () => {
	test.each<[string, Partial<Call>, unknown]>([
		['a challenge in the query', { query: { 'hub.challenge': 'abc' } }, 'abc'],
		['a validation token', { query: { validationToken: 'abc' } }, 'abc'],
		[
			'a challenge in the body',
			{ body: '{"type":"url_verification","challenge":"abc"}' },
			{ challenge: 'abc' },
		],
		['HEAD', { method: 'HEAD' }, ''],
	])('112. %s is answered with its word, and starts nothing', async (_, asked, answer) => {
		const { call } = hook({ authentication: 'none' });
		expect(await call({ body: '', ...asked })).toMatchObject({ items: [], answer });
	});

	test('112b. an unsigned GET, where events are signed POSTs: its word, and no run', async () => {
		const { call } = hook({}, { secret: SECRET });
		const query = { 'hub.mode': 'subscribe', 'hub.challenge': 'abc' };
		expect(await call({ body: '', method: 'GET', query, webhook: 'setup' })).toMatchObject({
			status: 200,
			answer: 'abc',
			items: [],
		});
		expect(await call({ body: '', query })).toMatchObject({ status: 401, items: [] });
	});
});
