import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { Webhook } from 'standardwebhooks';
import { systemClock } from '../../nodes/shared/engine/clock';
import { hook, type Answered } from './support/webhookNode';

const HOUR = 3_600_000;
const SECRET = 'whsec-0123456789abcdef';

const folder = mkdtempSync(join(tmpdir(), 'gtm-events-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Our clock, ahead by so much. */
function ahead(ms: number): void {
	const now = Date.now();
	jest.spyOn(systemClock, 'now').mockReturnValue(now + ms);
}
afterEach(() => jest.restoreAllMocks());

const open = (parameters: IDataObject = {}) => hook({ authentication: 'none', ...parameters });
const counts = (calls: Answered[]) => calls.map(({ items }) => items.length);

describe('events without an ID', () => {
	test('a GET call holds all in its query: each other query is an event, the same one a repeat', async () => {
		const { call } = open({ httpMethod: 'GET' });
		const get = async (contact: string) =>
			await call({ method: 'GET', body: '', query: { contact } });
		expect((await get('1')).items).toEqual([{ query: { contact: '1' } }]);
		expect((await get('2')).items).toEqual([{ query: { contact: '2' } }]);
		expect(await get('1')).toMatchObject({ status: 200, items: [] });
	});

	test('a POST without a body, and one whose body is the same: the query tells them apart', async () => {
		const { call } = open();
		const calls = [
			await call({ body: '', query: { contact: '1' } }),
			await call({ body: '', query: { contact: '2' } }),
			await call({ body: '{"a":1}', query: { contact: '1' } }),
			await call({ body: '{"a":1}', query: { contact: '2' } }),
			await call({ body: '{"a":1}', query: { contact: '2' } }),
		];
		expect(counts(calls)).toEqual([1, 1, 1, 1, 0]);
	});

	test('a record that comes back to an earlier state: a repeat for four hours, then an event', async () => {
		const { call } = open();
		const stage = async (name: string) => await call({ body: JSON.stringify({ id: 7, name }) });
		expect(counts([await stage('A'), await stage('B'), await stage('A')])).toEqual([1, 1, 0]);
		ahead(3.9 * HOUR);
		expect(counts([await stage('A')])).toEqual([0]);
		ahead(4.1 * HOUR);
		expect(counts([await stage('A'), await stage('A')])).toEqual([1, 0]);
	});

	test('Forget After: as many hours as it says; an event with an ID is known for 30 days', async () => {
		const { call } = open({ forgetAfter: 1, eventId: 'id' });
		const both = async () =>
			counts([await call({ body: '{"a":1}' }), await call({ body: '{"id":1}' })]);
		expect(await both()).toEqual([1, 1]);
		ahead(1.1 * HOUR);
		expect(await both()).toEqual([1, 0]);
		ahead(29 * 24 * HOUR);
		expect(await both()).toEqual([1, 0]);
		ahead(31 * 24 * HOUR);
		expect(await both()).toEqual([1, 1]);
	});
});

describe('the ID in a header', () => {
	test('two calls with the same body are two events, and the same ID again is a repeat', async () => {
		const { call } = open({ eventIdHeader: 'X-GitHub-Delivery' });
		const deliver = async (id: string, body = '{"action":"opened"}') =>
			await call({ body, headers: { 'x-github-delivery': id } });
		const calls = [await deliver('1'), await deliver('2'), await deliver('1', '{"changed":true}')];
		expect(counts(calls)).toEqual([1, 1, 0]);
	});

	test('it is one of the call: each event of a list counts', async () => {
		const { call } = open({ eventIdHeader: 'X-Id' });
		const sent = { body: '[{"a":1},{"a":1},{"a":2}]', headers: { 'x-id': '1' } };
		expect(counts([await call(sent), await call(sent)])).toEqual([3, 0]);
	});

	test('the path comes first, and a call without the header is told by what it holds', async () => {
		const { call } = open({ eventIdHeader: 'X-Id', eventId: 'id' });
		const calls = [
			await call({ body: '{"id":1}', headers: { 'x-id': 'a' } }),
			await call({ body: '{"id":1}', headers: { 'x-id': 'b' } }),
			await call({ body: '{"n":1}' }),
			await call({ body: '{"n":1}' }),
		];
		expect(counts(calls)).toEqual([1, 0, 1, 0]);
	});

	test('Standard Webhooks have it without a setting', async () => {
		const secret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
		const { call } = hook({ authentication: 'standard' }, { secret });
		const deliver = async (id: string) => {
			const at = new Date();
			const body = '{"type":"ping"}';
			return await call({
				body,
				headers: {
					'webhook-id': id,
					'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
					'webhook-signature': new Webhook(secret).sign(id, at, body),
				},
			});
		};
		const calls = [await deliver('msg_1'), await deliver('msg_2'), await deliver('msg_1')];
		expect(counts(calls)).toEqual([1, 1, 0]);
	});
});

describe('what came with an event', () => {
	const headers = {
		'X-GitHub-Event': 'push',
		'X-Sign': 'sha256=abc',
		'X-Hub-Signature-256': 'sha256=abc',
		'X-Shopify-Hmac-Sha256': 'abc',
		'X-Gitlab-Token': 'abc',
		Authorization: 'Bearer abc',
		Cookie: 'a=abc',
	};

	test('Include Request Details: headers, method and query in one field, nothing that authenticates', async () => {
		const { call } = hook(
			{ header: 'X-Sign', includeRequest: true, authentication: 'secret' },
			{ secret: 'sha256=abc' },
		);
		const { items } = await call({ body: '{"query":"mine"}', query: { q: '1' }, headers });
		expect(items).toEqual([
			{
				query: 'mine',
				request: { headers: { 'x-github-event': 'push' }, method: 'POST', query: { q: '1' } },
			},
		]);
	});

	test('a field of the event that has the chosen name stays, and the log says so', async () => {
		const { call, logged } = open({ includeRequest: true, requestField: 'meta' });
		const { items } = await call({ body: '{"meta":1}', headers });
		expect(items).toEqual([{ meta: 1 }]);
		expect(logged.join()).toMatch(/has the field "meta" itself.*Details Field/);
	});

	test('without it, the query alone; and never in the place of a field of the event', async () => {
		const { call } = open();
		const query = { token: 'x' };
		expect((await call({ body: '{"id":1}', query })).items).toEqual([{ id: 1, query }]);
		expect((await call({ body: '{"id":1,"query":"mine"}', query })).items).toEqual([
			{ id: 1, query: 'mine', requestQuery: query },
		]);
	});

	test('the HMAC of a call with details is verified as ever', async () => {
		const { call } = hook({ includeRequest: true }, { secret: SECRET });
		const body = '{"id":1}';
		const signature = createHmac('sha256', SECRET).update(body).digest('hex');
		const { items } = await call({ body, headers: { 'X-Signature': signature, 'X-Kind': 'a' } });
		expect(items).toEqual([
			{ id: 1, request: { headers: { 'x-kind': 'a' }, method: 'POST', query: {} } },
		]);
	});
});

describe('Tolerance', () => {
	test.each([60, 0, -5, '', 'abc', undefined])('%j: an old call starts nothing', async (value) => {
		const { call } = hook(
			{ timestampHeader: 'X-Timestamp', signed: '{timestamp}.{body}', tolerance: value },
			{ secret: SECRET },
		);
		const signed = async (timestamp: number) => {
			const signature = createHmac('sha256', SECRET).update(`${timestamp}.{}`).digest('hex');
			const headers = { 'X-Signature': signature, 'X-Timestamp': String(timestamp) };
			return (await call({ body: '{}', headers })).status;
		};
		const now = Date.now();
		expect([await signed(now - 301_000), await signed(now)]).toEqual([401, 200]);
	});
});
