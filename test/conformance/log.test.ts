import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../../nodes/shared/engine/clock';
import { defaultLogFile, logAt } from '../../nodes/shared/engine/log/handles';
import { nextUrlPages } from '../../nodes/shared/engine/pages/nextUrl';
import { walk } from '../../nodes/shared/engine/pages/walk';
import { tokenAuthentication } from '../../nodes/shared/engine/token';
import { createTransport } from '../../nodes/shared/engine/transport';
import type { ApiRequest } from '../../nodes/shared/engine/types';
import type { Authentication } from '../../nodes/shared/engine/vendor';
import { create, read } from '../engine/support/testVendor';
import { contact, ownLog, Rig } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { FaultServer, reply, reset, type Arrival, type Seen } from './server/faultServer';
import { randomFaults } from './server/randomFaults';
import { eachTest, type Scene } from './support/scene';

const log = ownLog();
const logFile = defaultLogFile(process.env);
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

/** Signs of every kind that some encoding changes. */
const SECRET = 'sk-live_9f/8+e"7=6&c5%b4!~zK';

/** Of the credential that carries the secret, with the real log. */
function client(connection: { authentication?: Authentication; secrets?: string[] } = {}) {
	const authentication = {
		headers: async () => await Promise.resolve({ authorization: `Bearer ${SECRET}` }),
	};
	return scene.client({
		connection: { secrets: [SECRET], authentication, ...connection },
		parts: { log: logAt(logFile) },
	});
}

/** Rows of sends; a hold has a row of its own, of attempt 0. */
function sends(execution = scene.execution) {
	return log.rows().filter((row) => row.execution === execution && row.attempt !== 0);
}

const spanOf = ({ headers }: Seen) => headers.traceparent?.split('-')[2];
const spans = (rows: Array<Record<string, unknown>>) => rows.map(({ span_id }) => span_id);
const statusOf = ({ reply: { reset: isReset, status } }: Arrival) => (isReset ? 0 : status);
const after = (seconds: string) => ({ 'retry-after': seconds });

describe('98', () => {
	test('98. 500, 429 (2 s), reset, cut, 401, 200: six sends, six rows, found by the trace id', async () => {
		scene.server.answers(
			reply(500),
			reply(429, {}, after('2')),
			reset,
			{ ...reply(200), cut: true },
			reply(401),
			reply(200),
		);
		let token = 'token-1';
		const authentication = {
			headers: async () => await Promise.resolve({ authorization: token }),
			refresh: async () => {
				token = 'token-2';
				return await Promise.resolve('renewed' as const);
			},
		};
		await client({ authentication }).send(read());
		const rows = sends();
		expect(rows.map((row) => Object.values(pick(row)))).toEqual([
			[1, 500, 'retry', 'server-error', 0, ''],
			[2, 429, 'hold', 'rate-limited', 1_000, 'server-error'],
			[3, 0, 'retry', 'network-unknown', 2_000, 'quota-hold'],
			[4, 200, 'retry', 'cut-body', 2_000, 'network-unknown'],
			[5, 401, 'refresh', 'unauthorized', 4_000, 'cut-body'],
			[6, 200, 'done', 'ok', 0, ''],
		]);
		expect(spans(rows)).toEqual(scene.server.arrivals.map(spanOf));
		expect(new Set(rows.map(({ trace_id }) => trace_id)).size).toBe(1);
	});

	function pick({ attempt, status, outcome, reason, waited_ms, wait_reason }: Sent) {
		return { attempt, status, outcome, reason, waited_ms, wait_reason };
	}
	type Sent = Record<string, unknown>;

	test('98b. the server thinks for 40 ms: the row has them', async () => {
		scene.server.answers({ ...reply(200), meanwhile: () => block(40) }, reply(200));
		await client().send(read());
		expect(sends()[0].duration_ms).toBeGreaterThanOrEqual(40);
	});

	test('98c. 120 requests side by side, a third of the answers faults: a row for each arrival', async () => {
		const fault = randomFaults(98, {
			limited: 0.02,
			serverError: 0.1,
			resetUnread: 0.05,
			resetDone: 0.05,
			cut: 0.05,
			html: 0.05,
		});
		scene.server.afterwards(() => fault()?.reply ?? reply(200));
		const one = client();
		const requests = Array.from({ length: 120 }, (_, place) => (place % 3 ? read() : create()));
		await Promise.all(requests.map(async (request) => await one.send(request)));
		const { arrivals } = scene.server;
		expect(arrivals.length).toBeGreaterThan(130);
		expect(
			sends()
				.map(({ span_id, status }) => `${span_id} ${status}`)
				.sort(),
		).toEqual(arrivals.map((arrival) => `${spanOf(arrival)} ${statusOf(arrival)}`).sort());
	});

	test('98d. GET 307 to /y, 200: two sends, two rows', async () => {
		scene.server.answers(reply(307, {}, { location: '/y' }), reply(200));
		await client().send(read());
		expect(scene.server.transcript).toEqual(['0 s: GET /x -> 307', '0 s: GET /y -> 200']);
		expect(sends().map(({ status }) => status)).toEqual([307, 200]);
		expect(spans(sends())).toEqual(scene.server.arrivals.map(spanOf));
	});

	test('98e. a node writes 2,000 contacts through faults: a row for each arrival', async () => {
		const rig = await Rig.start({
			faults: {
				seed: 98,
				rules: [
					{ kind: 'status-503', share: 0.1 },
					{ kind: 'drop-before', share: 0.1 },
					{ kind: 'drop-after', share: 0.1 },
					{ kind: 'cut-body', share: 0.1 },
				],
			},
		});
		const before = log.rows().length;
		const items = Array.from({ length: 2_000 }, (_, place) => contact(place));
		const { outputs } = await rig.hubSpot({ ...UPSERT, ...PATIENT }, items);
		const arrivals = rig.sandbox.arrivals();
		await rig.stop();
		expect(outputs[0]).toHaveLength(2_000);
		expect(arrivals.length).toBeGreaterThan(40);
		const rows = log.rows().slice(before);
		expect(spans(rows).sort()).toEqual(arrivals.map(({ spanId }) => spanId).sort());
	});
});

const UPSERT = {
	operation: 'createOrUpdate',
	fields: mapped({ email: '={{ $json.email }}' }, ['email']),
};
const PATIENT = { gtmRetries: 20, gtmOptions: { firstWait: 0.01, itemsPerRequest: 50 } };

function block(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

const FORMS: Record<string, (text: string) => string> = {
	raw: (text) => text,
	'percent-encoded': encodeURIComponent,
	base64: (text) => Buffer.from(text).toString('base64'),
	'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
};

/** Pieces of 8 characters of the secret that can be read back out of the text. */
function hits(text: string, secret = SECRET): string[] {
	const fromPercent = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
	const plain = [text, fromPercent].flatMap((each) => {
		const once = each.replace(/\\(.)/g, '$1');
		return [each, once, once.replace(/\\(.)/g, '$1')];
	});
	const fromBase64 = plain
		.flatMap((each) => each.match(/[\w+/=-]{8,}/g) ?? [])
		.flatMap((word) =>
			[0, 1, 2, 3].map((skip) => Buffer.from(word.slice(skip), 'base64').toString('latin1')),
		);
	const readable = [...plain, ...fromBase64].join('\n');
	const pieces = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));
	return pieces.filter((piece) => readable.includes(piece));
}

/** What stands in the log's files, deleted or not. */
function logBytes(): string {
	const folder = dirname(logFile);
	return readdirSync(folder)
		.map((name) => readFileSync(join(folder, name), 'latin1'))
		.join('\n');
}

/** An error that quotes everything that it was asked. */
function quoting({ path, headers, body }: Seen) {
	const message = `${path} ${JSON.stringify(headers)} ${body}`;
	return reply(400, { message, code: body, requestId: path }, { 'x-request-id': path });
}

/** A backslash in a path is a slash to every URL parser: whoever means one escapes it. */
const inPath = (value: string) => value.replaceAll('\\', '%5C');

describe('99', () => {
	const send = (request: (value: string) => ApiRequest) => async (value: string) => {
		await client().send(request(value));
	};
	const PLACES: Record<string, (value: string) => Promise<void>> = {
		'the query': send((value) => read({ query: { key: value } })),
		'the path': send((value) => read({ path: `/x/${inPath(value)}` })),
		'a header': send((value) => read({ headers: { 'x-key': value } })),
		'the body': send((value) => create({ body: { key: value } })),
		'the key fields': send((value) => read({ keyFields: { key: value } })),
		'the error text': async (value) => {
			const answer = { message: value, code: value, requestId: value, scopes: [value] };
			scene.server.answers(reply(403, answer, { 'x-request-id': value }));
			await client().send(read());
		},
		'the next link': async (value) => {
			scene.server.answers(reply(200, { next: `/x/${inPath(value)}?key=${value}` }));
			const style = nextUrlPages({ at: 'next', first: read() });
			await walk(client(), { style, read: () => ({ rows: [] }), limit: Infinity });
		},
	};

	test('99. each of the forms can be read back', () => {
		for (const form of Object.values(FORMS)) {
			expect(hits(`<${form(SECRET)}>`)).toHaveLength(SECRET.length - 7);
		}
	});

	test.each(Object.entries(PLACES))(
		'99b. a secret in %s, in four forms, twice in one string: 0 hits in the log',
		async (_, use) => {
			scene.server.afterwards(quoting);
			for (const form of Object.values(FORMS)) {
				const value = form(SECRET);
				await use(`${value}-and-${value}`);
				await use(value);
			}
			const rows = sends();
			expect(rows.length).toBeGreaterThanOrEqual(8);
			expect(hits(JSON.stringify(rows))).toEqual([]);
			expect(JSON.stringify(rows)).toContain('[redacted]');
		},
	);

	test('99c. a rule of the instance quotes the address that it refuses: 0 hits', async () => {
		const transport = createTransport({ assertAllowed: (url) => `${url} is not allowed` });
		const parts = { log: logAt(logFile), transport };
		const connection = { secrets: [SECRET] };
		for (const form of Object.values(FORMS)) {
			const request = read({ path: `/x/${inPath(form(SECRET))}`, query: { key: form(SECRET) } });
			await scene.client({ connection, parts }).send(request);
		}
		expect(sends().map(({ reason }) => reason)).toEqual(Array(4).fill('domain-not-allowed'));
		expect(hits(JSON.stringify(sends()))).toEqual([]);
	});

	test('99d. a token that came by a renewal, quoted by the server: 0 hits', async () => {
		const secrets = ['sk-old-0123456789'];
		const authentication = tokenAuthentication({
			id: 'acme',
			read: async () => await Promise.resolve('sk-old-0123456789'),
			renew: async () => await Promise.resolve(SECRET),
			header: (token) => ({ authorization: `Bearer ${token}` }),
			onToken: (token) => secrets.push(token),
		});
		scene.server.answers(reply(401)).afterwards(quoting);
		await client({ authentication, secrets }).send(read());
		expect(scene.server.arrivals.at(-1)?.headers.authorization).toContain(SECRET);
		expect(sends()).toHaveLength(2);
	});

	test('99e. a node, whose token the server quotes: 0 hits in log, items, hints and messages', async () => {
		const server = await FaultServer.start(systemClock);
		const rig = await Rig.start();
		server.afterwards((seen) => {
			const message = `${JSON.stringify(seen.headers)} ${encodeURIComponent(SECRET)}`;
			return reply(400, { message, category: SECRET, correlationId: SECRET });
		});
		const credential = { baseUrl: server.url, accessToken: SECRET, account: server.url };
		const goOn = { credential, onError: 'continueErrorOutput' } as const;
		const before = log.rows().length;
		const { outputs, hints, messages } = await rig.hubSpot(UPSERT, [contact(1), contact(2)], goOn);
		const { error } = await rig.hubSpot(UPSERT, [contact(3)], { credential });
		await rig.stop();
		await server.close();
		expect(outputs[1]).toHaveLength(2);
		expect(server.arrivals[0].headers.authorization).toContain(SECRET);
		expect(hits(JSON.stringify([outputs, hints, messages, error]))).toEqual([]);
		expect(log.rows().length - before).toBe(server.arrivals.length);
	});

	test('99f. the bytes of the log files after all of that: 0 hits', () => {
		expect(hits(logBytes())).toEqual([]);
	});
});

describe('102', () => {
	const MEGABYTES = 5 * 1024 * 1024;
	const TOLD = ' [5242880 bytes in all]';

	async function loggedBody(page: string, secrets = [SECRET]): Promise<string> {
		scene.server.answers(reply(400, page));
		await client({ secrets }).send(read());
		return String(sends()[0].error_body);
	}

	test('102. a 5 MB error page: its first 2 KB, without the secret, and its full length', async () => {
		const body = await loggedBody(`<p>${SECRET}</p>`.padEnd(MEGABYTES, 'x'));
		expect(body).toBe('<p>[redacted]</p>'.padEnd(2_048, 'x') + TOLD);
		expect(sends()[0].response_bytes).toBe(MEGABYTES);
	});

	test('102b. a page in letters of three bytes: 2 KB are 2,048 bytes', async () => {
		const body = await loggedBody('語'.repeat(100_000));
		const [, kept = '', told = ''] = /^(.*?)( \[.*)$/.exec(body) ?? [];
		expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(2_048);
		expect(kept).toMatch(/^語+$/);
		expect(told).toBe(' [300000 bytes in all]');
	});

	test.each([1, 7, 8, 20, 28])(
		'102c. the secret begins %i characters before the border: no half of it is kept',
		async (shift) => {
			const dashes = '-'.repeat(2_048 - shift);
			const body = await loggedBody(`${dashes}${SECRET}`.padEnd(MEGABYTES, '-'));
			expect(body).toBe(`${dashes}[redacted]`.padEnd(2_048, '-').slice(0, 2_048) + TOLD);
		},
	);

	test('102d. a long token again and again, 5 MB of it: nothing of it is kept', async () => {
		const token = createHash('shake256', { outputLength: 850 }).update(SECRET).digest('hex');
		const body = await loggedBody(`${token} `.repeat(3_000), [token]);
		expect(hits(body, token)).toHaveLength(0);
	});

	test('102e. a 5 MB page where JSON was asked: the same', async () => {
		const html = { 'content-type': 'text/html' };
		const page = `<html>${SECRET}`.padEnd(MEGABYTES, 'x');
		scene.server.answers(reply(200, page, html), reply(200));
		await client().send(read());
		const [{ reason, error_body: body }] = sends();
		expect(reason).toBe('not-json');
		expect(body).toBe('<html>[redacted]'.padEnd(2_048, 'x') + TOLD);
	});
});

describe('103', () => {
	test('103. cancelled with three under way and two in the queue: five begun, five rows', async () => {
		const stop = new AbortController();
		const stall = { ...reply(200), stall: 'answer' } as const;
		scene.server.answers(reply(200), reply(500, { message: 'boom' }), stall, stall, {
			...stall,
			meanwhile: () => stop.abort(),
		});
		const log = logAt(logFile);
		const quotas = [{ id: 'main', scope: 'account' as const, windows: [fiveAMinute] }];
		const one = scene.client({
			connection: { quotas },
			settings: { retries: 0 },
			parts: { log, signal: stop.signal },
		});
		await one.send(read());
		await one.send(read());
		const outcomes = await Promise.all(
			[read(), create(), read(), create(), read()].map(async (request) => await one.send(request)),
		);
		expect(outcomes.map((outcome) => !outcome.ok && outcome.reason)).toEqual([
			'cancelled',
			'unknown-outcome',
			'cancelled',
			'cancelled',
			'cancelled',
		]);
		expect(scene.server.arrivals).toHaveLength(5);
		expect(spans(sends()).sort()).toEqual(scene.server.arrivals.map(spanOf).sort());
		expect(sends().map(({ status, outcome }) => [status, outcome])).toEqual([
			[200, 'done'],
			[500, 'retry'],
			[0, 'cancelled'],
			[0, 'unknown'],
			[0, 'cancelled'],
		]);
	});
	const fiveAMinute = { name: 'minute', ms: 60_000, limit: 5 };

	test('103b. killed with three under way: their rows are there, and open', async () => {
		const server = await FaultServer.start(systemClock);
		const killed = new AbortController();
		server.answers(reply(200), reply(500), reply(200)).afterwards((_, place) => ({
			...reply(200),
			stall: 'answer',
			meanwhile: () => place === 5 && killed.abort(),
		}));
		const child = spawn(process.execPath, ['--import', 'tsx', '-e', sixSends(server.url)], {
			cwd: join(__dirname, '../..'),
			stdio: ['ignore', 'inherit', 'inherit'],
		});
		killed.signal.addEventListener('abort', () => child.kill('SIGKILL'));
		expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
		await server.close();
		const rows = sends('killed');
		expect(rows.map(({ status, outcome }) => [status, outcome])).toEqual([
			[200, 'done'],
			[500, 'retry'],
			[200, 'done'],
			[0, 'open'],
			[0, 'open'],
			[0, 'open'],
		]);
		expect(spans(rows).sort()).toEqual(server.arrivals.map(spanOf).sort());
	});

	/** Two requests one after the other, of which the second is repeated, then three at once. */
	function sixSends(url: string): string {
		const engine = (module: string) => `require(${JSON.stringify(resolved(module))})`;
		const resolved = (module: string) => join(__dirname, '../../nodes/shared/engine', module);
		const vendor = JSON.stringify(join(__dirname, '../engine/support/testVendor'));
		return `
			const { connectionTo, read } = require(${vendor});
			const { Client } = ${engine('client')};
			const { Gate } = ${engine('gate/gate')};
			const { openSqliteLog } = ${engine('log/sqlite')};
			const { createTransport } = ${engine('transport')};
			const { systemClock: clock } = ${engine('clock')};
			const client = new Client({
				connection: connectionTo(${JSON.stringify(url)}),
				transport: createTransport(),
				gate: new Gate(clock),
				clock,
				log: openSqliteLog(${JSON.stringify(logFile)}),
				redact: (text) => text,
				run: { execution: 'killed', workflow: '', node: '' },
			}, {
				retries: 1,
				firstWaitMs: 1,
				longestWaitMs: 1000,
				longestHoldMs: 1000,
				stopWhenLimited: false,
				deadline: Infinity,
				timeoutMs: 60000,
				retryBudget: { share: 1, least: 50 },
				trace: true,
			});
			client.send(read())
				.then(() => client.send(read()))
				.then(() => Promise.all([1, 2, 3].map(() => client.send(read()))));
		`;
	}

	test('103c. a node is stopped while HubSpot is silent: a row for each arrival, none claims an answer', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards({ ...reply(200), stall: 'answer' });
		const rig = await Rig.start();
		const credential = { baseUrl: server.url, account: server.url };
		const before = log.rows().length;
		const items = Array.from({ length: 300 }, (_, place) => contact(place));
		await rig.hubSpot(UPSERT, items, { credential, stopAfterMs: 500 });
		const rows = () => log.rows().slice(before);
		while (rows().some(({ outcome }) => outcome === 'open')) await systemClock.sleep(10);
		await rig.stop();
		await server.close();
		expect(spans(rows()).sort()).toEqual(server.arrivals.map(spanOf).sort());
		expect(rows()).toEqual(
			server.arrivals.map(() => expect.objectContaining({ status: 0, outcome: 'cancelled' })),
		);
	});
});
