import { gzipSync } from 'node:zlib';
import type { Outcome } from '../../nodes/shared/engine/client';
import { MemoryLog } from '../engine/support/memoryLog';
import { create, read, SECRET } from '../engine/support/testVendor';
import { reply, type Reply } from './server/faultServer';
import { Scene } from './support/scene';

let scene: Scene;
let log: MemoryLog;
beforeEach(async () => {
	scene = await Scene.start();
	log = new MemoryLog();
});
afterEach(async () => await scene.close());

const client = (settings = {}) => scene.client({ parts: { log }, settings });
const reasons = () => log.sends.map(({ reason }) => reason);
const dataOf = (outcome: Outcome) => (outcome.ok ? outcome.data : outcome.reason);

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const page = '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>';
const whole = { id: 1, name: 'Ada' };

describe('41', () => {
	test('41. GET 200 with a cut body, then whole: sent again, the whole one is the answer', async () => {
		scene.server.answers({ ...reply(200, '{"id":'), cut: true }, reply(200, whole));
		expect(dataOf(await client().send(read()))).toEqual(whole);
		expect(reasons()).toEqual(['cut-body', 'ok']);
	});

	test('41b. cut behind a text that is JSON all the same: no success either', async () => {
		scene.server.answers({ ...reply(200, '{"id":2}'), cut: true }, reply(200, whole));
		expect(dataOf(await client().send(read()))).toEqual(whole);
	});

	test('41c. cut for ever: an error after 6 sends, no hang', async () => {
		scene.server.afterwards({ ...reply(200, '{"id":'), cut: true });
		expect(await client().send(read())).toMatchObject({ ok: false, reason: 'retries-used-up' });
		expect(scene.server.arrivals).toHaveLength(6);
	});

	test('41d. a create whose answer is cut: 1 send, "unknown outcome"', async () => {
		scene.server.afterwards({ ...reply(201, '{"id":'), cut: true });
		expect(await client().send(create())).toMatchObject({
			reason: 'unknown-outcome',
			processed: 'unknown',
		});
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

test.each(['answer', 'body'] as const)(
	'42. silence for ever (%s), time-out 30 s: given up after 30 s, then sent again',
	async (stall) => {
		scene.server.answers({ ...reply(200, whole), stall }, reply(200, whole));
		expect(dataOf(await client({ timeoutMs: 30_000 }).send(read()))).toEqual(whole);
		expect(scene.server.arrivals.map(({ at }) => at)).toEqual([0, 31_000]);
		expect(reasons()).toEqual(['timeout', 'ok']);
	},
);

describe('43', () => {
	test('43. 200 with an HTML page, then JSON: sent again; the page is in the log', async () => {
		scene.server.answers(reply(200, page, HTML), reply(200, whole));
		expect(dataOf(await client().send(read()))).toEqual(whole);
		expect(reasons()).toEqual(['not-json', 'ok']);
		expect(log.sends[0]?.errorBody).toContain('502 Bad Gateway');
	});

	test('43b. HTML for ever: an error that says that a page came', async () => {
		scene.server.afterwards(reply(200, page, HTML));
		const outcome = await client().send(read());
		expect(outcome).toMatchObject({ ok: false, reason: 'retries-used-up' });
		expect(JSON.stringify(outcome)).toMatch(/HTML page/);
	});

	test('43c. an HTML page as the answer to a create: 1 send, "unknown outcome"', async () => {
		scene.server.afterwards(reply(200, page, HTML));
		expect(await client().send(create())).toMatchObject({ reason: 'unknown-outcome' });
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

describe('44', () => {
	const json = JSON.stringify(whole);
	const GZIP = { 'content-encoding': 'gzip' };
	const latin = { 'content-type': 'application/json; charset=iso-8859-1' };

	test.each<[string, Reply, unknown]>([
		['a byte order mark', reply(200, `\uFEFF${json}`), whole],
		['UTF-16 with its mark', reply(200, Buffer.from(`\uFEFF${json}`, 'utf16le')), whole],
		['ISO-8859-1, and says so', reply(200, Buffer.from('{"a":"é"}', 'latin1'), latin), { a: 'é' }],
		[
			'a charset that does not exist',
			reply(200, '{"a":"é"}', { 'content-type': 'application/json; charset=utf-99' }),
			{ a: 'é' },
		],
		['gzip', reply(200, gzipSync(json), GZIP), whole],
		['white space around it', reply(200, `\n\t ${json} \r\n`), whole],
		['an empty body', reply(200, ''), undefined],
		['no body (204)', { status: 204 }, undefined],
		['JSON that calls itself HTML', reply(200, json, HTML), whole],
		['the JSON text null', reply(200, 'null'), null],
		['NUL in a text, escaped', reply(200, '{"a":"\\u0000"}'), { a: '\0' }],
	])('44. %s: read', async (_, told, data) => {
		scene.server.answers(told);
		const outcome = await client().send(read());
		expect(outcome.ok).toBe(true);
		expect(dataOf(outcome)).toEqual(data);
	});

	test.each<[string, Reply, RegExp]>([
		['half of a JSON text', reply(200, json.slice(0, -3)), /not readable as JSON/],
		['NUL bytes', reply(200, Buffer.alloc(20)), /not readable as JSON/],
		['NUL bytes inside', reply(200, '{"id":\0 1}'), /not readable as JSON/],
		['a text', reply(200, 'Service temporarily unavailable'), /not readable as JSON/],
		['two JSON texts', reply(200, `${json}${json}`), /not readable as JSON/],
		['gzip that is none', reply(200, json, GZIP), /header|gzip/i],
		['gzip that is cut', reply(200, gzipSync(json).subarray(0, 12), GZIP), /end of file|cut/i],
		[
			'Windows-1252 that claims to be UTF-16',
			reply(200, json, { 'content-type': 'application/json; charset=utf-16le' }),
			/not readable as JSON/,
		],
	])('44b. %s, for ever: an error that says so, after 6 sends', async (_, told, words) => {
		scene.server.afterwards(told);
		const outcome = await client().send(read());
		expect(outcome.ok).toBe(false);
		expect(JSON.stringify(outcome)).toMatch(words);
		expect(scene.server.arrivals).toHaveLength(6);
	});

	test('44c. an error page of 5 MB: the error is short, and tells the status', async () => {
		scene.server.afterwards(reply(400, page.padEnd(5 * 1024 * 1024, 'x'), HTML));
		const outcome = await client().send(read());
		expect(outcome).toMatchObject({ ok: false, status: 400, reason: 'bad-request' });
		expect(JSON.stringify(outcome).length).toBeLessThan(5_000);
	});

	test('44d. a header with two values, a header of 10 KB, one with odd letters: read all the same', async () => {
		const headers = {
			'x-remaining': ['5', '3'],
			'x-long': 'y'.repeat(10_000),
			'x-odd': 'caf\u00e9',
			'x-request-id': ['one', 'two'],
		};
		scene.server.answers(reply(200, whole, headers));
		expect(dataOf(await client().send(read()))).toEqual(whole);
		expect(log.sends[0]).toMatchObject({ requestId: 'one, two', quotaLeft: 'burst=3' });
	});

	test('44e. more headers than Node takes (1 MB): an error that can be read, no hang', async () => {
		scene.server.afterwards(reply(200, whole, { 'x-long': 'y'.repeat(1_000_000) }));
		expect((await client({ retries: 0 }).send(read())).ok).toBe(false);
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

describe('45', () => {
	let other: Scene;
	beforeEach(async () => {
		other = await Scene.start();
		other.server.afterwards(reply(200, whole));
	});
	afterEach(async () => await other.close());

	test.each([301, 302, 303, 307, 308])(
		'45. POST %i: not followed; a create may have been done',
		async (status) => {
			scene.server.answers(reply(status, {}, { location: '/y' })).afterwards(reply(200));
			expect(await client().send(create())).toMatchObject({
				ok: false,
				processed: 'unknown',
			});
			expect(scene.server.transcript).toEqual([`0 s: POST /x -> ${status}`]);
		},
	);

	test.each([301, 302, 303, 307, 308])(
		'45b. GET %i to the same host: followed, with the key',
		async (status) => {
			scene.server.answers(reply(status, {}, { location: '/y' }), reply(200, whole));
			expect(dataOf(await client().send(read()))).toEqual(whole);
			expect(scene.server.transcript).toEqual([`0 s: GET /x -> ${status}`, '0 s: GET /y -> 200']);
			expect(scene.server.arrivals[1]?.headers.authorization).toBe(`Bearer ${SECRET}`);
		},
	);

	test('45c. GET 302 to another host: followed without the key, cookie and token headers', async () => {
		scene.server.answers(reply(302, {}, { location: `${other.server.url}/y` }));
		const authentication = {
			headers: async () =>
				await Promise.resolve({ authorization: `Bearer ${SECRET}`, 'x-api-key': SECRET }),
		};
		const request = read({ headers: { cookie: `session=${SECRET}` } });
		const outcome = await scene.client({ connection: { authentication } }).send(request);
		expect(dataOf(outcome)).toEqual(whole);
		expect(JSON.stringify(other.server.arrivals[0]?.headers)).not.toContain(SECRET);
	});

	test('45d. a redirect that leads to itself: ends after 5, and says so', async () => {
		scene.server.afterwards(reply(302, {}, { location: '/x' }));
		const outcome = await client().send(read());
		expect(outcome).toMatchObject({ ok: false, reason: 'redirect-refused' });
		expect(scene.server.arrivals).toHaveLength(6);
	});

	test('45e. a redirect to an address that is none: refused, and says so', async () => {
		scene.server.afterwards(reply(302, {}, { location: 'http://[' }));
		expect(await client().send(read())).toMatchObject({ reason: 'redirect-refused' });
		expect(scene.server.arrivals).toHaveLength(1);
	});
});
