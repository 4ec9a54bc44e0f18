import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectHubSpot } from '../../nodes/HubSpot/vendor';
import type { Failure, Outcome } from '../../nodes/shared/engine/client';
import { systemClock } from '../../nodes/shared/engine/clock';
import { explain } from '../../nodes/shared/engine/explain';
import { FakeClock, seeded } from '../engine/support/fakeClock';
import { connectionTo, create, read, vendor } from '../engine/support/testVendor';
import { contact, json, ownLog, runHubSpot } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { FaultServer, reply, reset, type Seen } from './server/faultServer';
import { eachTest, Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

const times = () => scene.server.arrivals.map(({ at }) => at);

function failed(outcome: Outcome): Failure {
	if (outcome.ok) throw new Error(`went well: ${outcome.status}`);
	return outcome;
}

/** The vendor of this package's HubSpot node, against the scripted server. */
function hubSpot() {
	const credential = { baseUrl: scene.server.url, accessToken: 'pat-0123456789', plan: 'free' };
	const connection = connectHubSpot(credential);
	if ('message' in connection) throw new Error(connection.message);
	return connection;
}

describe('31', () => {
	test.each([
		[400, 'bad-request', /could not use the request/],
		[401, 'unauthorized', /did not accept the credential/],
		[403, 'forbidden', /does not allow/],
		[404, 'not-found', /did not find/],
		[405, 'bad-request', /could not use the request/],
		[409, 'conflict', /already holds/],
		[410, 'not-found', /did not find/],
		[413, 'too-large', /too large/],
		[415, 'bad-request', /could not use the request/],
		[422, 'invalid', /could not use the values/],
		[451, 'forbidden', /does not allow/],
	] as const)('31. %i: one send, "%s", in words', async (status, reason, words) => {
		scene.server
			.answers(reply(status, { message: 'No such field: jobtitel' }))
			.afterwards(reply(200));
		const failure = failed(await scene.client().send(read()));
		expect(scene.server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({ reason, status, processed: 'no' });
		const { message, description } = explain(failure, 'Acme');
		expect(message).toMatch(words);
		expect(message).toContain('No such field: jobtitel');
		expect(description).toMatch(/^[A-Z].+\./);
	});

	test('31b. 401 with a token that can be renewed: at most one renewal, then the answer', async () => {
		scene.server.answers(reply(401)).afterwards(reply(404, { message: 'gone' }));
		let renewals = 0;
		const authentication = {
			headers: async () => await Promise.resolve({ authorization: `token-${renewals}` }),
			refresh: async () => {
				renewals += 1;
				return await Promise.resolve('renewed' as const);
			},
		};
		const failure = failed(await scene.client({ connection: { authentication } }).send(read()));
		expect(failure.reason).toBe('not-found');
		expect([scene.server.arrivals.length, renewals]).toEqual([2, 1]);
	});
});

describe('32', () => {
	test.each([408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530])(
		'32. GET %i, then 200: sent again after 1 s',
		async (status) => {
			scene.server.answers(reply(status), reply(200));
			expect((await scene.client().send(read())).ok).toBe(true);
			expect(scene.server.transcript).toEqual([`0 s: GET /x -> ${status}`, '1 s: GET /x -> 200']);
		},
	);

	test('32b. 530 from HubSpot: a bad credential, one send', async () => {
		scene.server.answers(reply(530)).afterwards(reply(200));
		const request = read({ quotas: ['burst', 'daily'] });
		const failure = failed(await scene.client({ connection: hubSpot() }).send(request));
		expect(failure.reason).toBe('unauthorized');
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

describe('33', () => {
	const boom = reply(500, { message: 'boom' });

	test('33. 500 three times, then 200: waits of 1, 2 and 4 s, 4 sends', async () => {
		scene.server.answers(boom, boom, boom, reply(200));
		expect((await scene.client().send(read())).ok).toBe(true);
		expect(times()).toEqual([0, 1_000, 3_000, 7_000]);
	});

	test('33b. with chance: each wait up to a fifth longer, none shorter', async () => {
		const other = await Scene.start(new FakeClock({ chance: seeded(33) }));
		other.server.answers(boom, boom, boom, reply(200));
		await other.client().send(read());
		await other.close();
		const at = other.server.arrivals.map((arrival) => arrival.at);
		const waits = at.slice(1).map((time, place) => (time - (at[place] ?? 0)) / 2 ** place);
		expect(waits).toHaveLength(3);
		for (const wait of waits) {
			expect(wait).toBeGreaterThanOrEqual(1_000);
			expect(wait).toBeLessThanOrEqual(1_200);
		}
		expect(new Set(waits).size).toBe(3);
	});
});

describe('34', () => {
	test('34. 500 for ever, 5 retries: 6 sends, and the error tells of each', async () => {
		scene.server.answers(reply(500), reply(502), reply(503)).afterwards(reply(504));
		const failure = failed(await scene.client().send(read()));
		expect(scene.server.arrivals).toHaveLength(6);
		expect(failure.reason).toBe('retries-used-up');
		expect(failure.attempts.map(({ status }) => status)).toEqual([500, 502, 503, 504, 504, 504]);
	});

	test('34b. a node: the error item tells of each', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(500, { message: 'boom' }));
		const run = await runHubSpot(server.url, { operation: 'getAll' }, [{}], {
			onError: 'continueErrorOutput',
		});
		await server.close();
		const [error] = json(run.outputs[1]);
		expect(error.details).toMatchObject({
			status: 500,
			attempts: Array(6).fill({ status: 500, reason: 'server-error' }),
		});
		expect(error.error).toMatch(/in 6 attempts/);
	});
});

describe('35', () => {
	const salesforce = vendor({
		rules: [
			{
				status: 403,
				when: ({ code }) => code === 'REQUEST_LIMIT_EXCEEDED',
				action: 'hold',
				reason: 'rate-limited',
			},
		],
	});

	test('35. 403 with REQUEST_LIMIT_EXCEEDED: held as a limit, then 200', async () => {
		scene.server.answers(
			reply(403, { code: 'REQUEST_LIMIT_EXCEEDED' }, { 'retry-after': '5' }),
			reply(200),
		);
		expect((await scene.client({ connection: { vendor: salesforce } }).send(read())).ok).toBe(true);
		expect(times()).toEqual([0, 5_000]);
	});

	test('35b. 403 with another code: a permission', async () => {
		scene.server.answers(reply(403, { code: 'INSUFFICIENT_ACCESS' })).afterwards(reply(200));
		const client = scene.client({ connection: { vendor: salesforce } });
		expect(failed(await client.send(read())).reason).toBe('forbidden');
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

test('36. 403 for a missing scope: one send, and the scope is named', async () => {
	const server = await FaultServer.start(systemClock);
	const scope = 'crm.objects.contacts.read';
	server.afterwards(
		reply(403, {
			status: 'error',
			category: 'MISSING_SCOPES',
			message: 'This app has no such scope',
			errors: [{ context: { requiredGranularScopes: [scope] } }],
		}),
	);
	const run = await runHubSpot(server.url, { operation: 'getAll' }, [{}], {
		onError: 'continueErrorOutput',
	});
	await server.close();
	const [error] = json(run.outputs[1]);
	expect(server.arrivals).toHaveLength(1);
	expect(error.details).toMatchObject({ reason: 'missing-scope', scopes: [scope] });
	expect(error.message).toContain(scope);
});

describe('40', () => {
	test.each([
		['a reset after the request was read', reset],
		['a reset before that', { status: 0, reset: 'before-read' } as const],
		['no answer in time', { ...reply(200), stall: 'answer' } as const],
	])('40. GET, %s, then 200: sent again', async (_, fault) => {
		scene.server.answers(fault, reply(200));
		expect((await scene.client().send(read())).ok).toBe(true);
		expect(scene.server.arrivals).toHaveLength(2);
	});

	test.each([
		['a closed port', (url: string) => url],
		['a name that does not exist', () => 'http://nobody.invalid'],
	])('40b. GET, %s: 6 tries, then "could not be reached"', async (_, urlOf) => {
		const closed = await Scene.start();
		await closed.close();
		const client = closed.client({ connection: { baseUrl: urlOf(closed.server.url) } });
		const failure = failed(await client.send(read()));
		expect(failure).toMatchObject({ reason: 'retries-used-up', processed: 'no', status: 0 });
		expect(failure.attempts.map(({ reason }) => reason)).toEqual(Array(6).fill('network-not-sent'));
		expect(explain(failure, 'Acme').message).toMatch(/could not be reached/);
		expect(closed.clock.monotonic()).toBe(31_000);
	});

	test('40c. a TLS certificate that nobody has signed: one try, and it says so', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'gtm-tls-'));
		const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [
			string,
			string,
		];
		const subject = ['-subj', '/CN=127.0.0.1', '-days', '1', '-nodes'];
		const paths = ['-keyout', key, '-out', cert];
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, ...paths], {
			stdio: 'ignore',
		});
		let handshakes = 0;
		const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
		server.on('connection', () => (handshakes += 1));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const failure = failed(await scene.client({ connection: { baseUrl } }).send(read()));
		await new Promise((resolve) => server.close(resolve));
		rmSync(folder, { recursive: true });
		expect(failure.reason).toBe('certificate');
		expect(handshakes).toBe(1);
		expect(explain(failure, 'Acme').message).toMatch(/certificate/);
	});

	test('40d. a create that surely was not sent is sent again', async () => {
		const closed = await Scene.start();
		await closed.close();
		const failure = failed(await closed.client().send(create()));
		expect(failure.attempts).toHaveLength(6);
		expect(failure.processed).toBe('no');
	});
});

describe('46', () => {
	test('46. 1,000 requests that all answer 500, a budget of 20 %: at most 1,250 sends, and it says so', async () => {
		scene.server.afterwards(reply(500, { message: 'boom' }));
		const client = scene.client();
		const outcomes: Outcome[] = [];
		let left = 1_000;
		const worker = async () => {
			for (; left > 0; outcomes.push(await client.send(read()))) left -= 1;
		};
		await Promise.all(Array.from({ length: 5 }, worker));
		expect(outcomes).toHaveLength(1_000);
		expect(scene.server.arrivals.length).toBeLessThanOrEqual(1_250);
		const reasons = outcomes.map((outcome) => failed(outcome).reason);
		expect(reasons).toContain('retry-budget-used-up');
		expect(explain(failed(outcomes.at(-1) as Outcome), 'Acme').message).toMatch(
			/Too many requests to Acme failed/,
		);
	});

	test('46b. a node with 1,000 items, one in a request: the same, and each item has its error', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(500, { message: 'boom' }));
		const items = Array.from({ length: 1_000 }, (_, place) => contact(place));
		const { outputs } = await runHubSpot(
			server.url,
			{
				operation: 'createOrUpdate',
				fields: mapped({ email: '={{ $json.email }}' }, ['email']),
				gtmRateLimit: 'off',
				gtmInFlight: 20,
				gtmOptions: { firstWait: 0.001, itemsPerRequest: 1 },
			},
			items,
			{ onError: 'continueErrorOutput' },
		);
		await server.close();
		expect(outputs[1]).toHaveLength(1_000);
		expect(server.arrivals.length).toBeLessThanOrEqual(1_250);
		expect(JSON.stringify(json(outputs[1]).at(-1))).toContain('retry-budget-used-up');
	});
});

describe('47', () => {
	test.each([
		['429 (90 s)', reply(429, {}, { 'retry-after': '90' })],
		['500 (90 s)', reply(500, {}, { 'retry-after': '90' })],
	])('47. %s, deadline in 40 s: fails now, and says both', async (_, told) => {
		scene.server.answers(told).afterwards(reply(200));
		const failure = failed(await scene.client({ settings: { deadline: 40_000 } }).send(read()));
		expect(failure).toMatchObject({ reason: 'deadline', waitMs: 90_000, leftMs: 40_000 });
		expect(explain(failure, 'Acme').message).toMatch(
			/would wait 90 s, but the deadline of the node is in 40 s/,
		);
		expect([scene.clock.monotonic(), scene.server.arrivals.length]).toEqual([0, 1]);
	});

	test('47b. waits of 1, 2 and 4 s, deadline in 6 s: fails before the third', async () => {
		scene.server.afterwards(reply(500));
		const failure = failed(await scene.client({ settings: { deadline: 6_000 } }).send(read()));
		expect(failure.reason).toBe('deadline');
		expect(times()).toEqual([0, 1_000, 3_000]);
		expect(scene.clock.monotonic()).toBe(3_000);
	});
});

describe('48', () => {
	const emailsIn = ({ body }: Seen): string[] =>
		(JSON.parse(body) as { inputs: Array<{ id: string }> }).inputs.map(({ id }) => id);
	const written = (seen: Seen) =>
		reply(200, {
			status: 'COMPLETE',
			results: (JSON.parse(seen.body) as { inputs: object[] }).inputs.map((input, place) => ({
				...input,
				id: String(place),
			})),
		});

	test('48. Retry On Fail, 5 tries, item 3 of 5 fails at first: the other four are sent once', async () => {
		const server = await FaultServer.start(systemClock);
		let failures = 2;
		server.afterwards((seen) => {
			const isThird = emailsIn(seen).includes(contact(2).email);
			if (!isThird || failures === 0) return written(seen);
			failures -= 1;
			return reply(500, { message: 'boom' });
		});
		const { outputs, error } = await runHubSpot(
			server.url,
			{
				operation: 'createOrUpdate',
				fields: mapped({ email: '={{ $json.email }}' }, ['email']),
				gtmRetries: 0,
				gtmOptions: { itemsPerRequest: 1 },
			},
			Array.from({ length: 5 }, (_, place) => contact(place)),
			{ retryOnFail: true, maxTries: 5 },
		);
		await server.close();
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(5);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		const sends = server.arrivals.flatMap(emailsIn);
		const count = (place: number) => sends.filter((email) => email === contact(place).email).length;
		expect([0, 1, 2, 3, 4].map(count)).toEqual([1, 1, 3, 1, 1]);
	});

	test('48b. a create with an unknown outcome is settled: further tries do not send it', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reset);
		const parameters = {
			operation: 'create',
			fields: mapped({ email: '={{ $json.email }}' }),
		};
		const { error } = await runHubSpot(server.url, parameters, [contact(1)], {
			retryOnFail: true,
			maxTries: 5,
		});
		await server.close();
		expect(error?.message).toMatch(/Unknown outcome/);
		expect(server.arrivals).toHaveLength(1);
	});
});

test('31c. the credential’s address is no address: no send, and it says so', async () => {
	const client = scene.client({ connection: connectionTo('http://', {}) });
	expect(failed(await client.send(read())).reason).toBe('bad-input');
	expect(scene.server.arrivals).toHaveLength(0);
});
