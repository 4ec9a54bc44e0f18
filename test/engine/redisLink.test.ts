import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Clock } from '../../nodes/shared/engine/clock';
import type { QueueRedis } from '../../nodes/shared/engine/gate/queueRedis';
import { RedisLink } from '../../nodes/shared/engine/gate/redis';
import { RedisQuotas } from '../../nodes/shared/engine/gate/redisQuotas';
import type { Taken } from '../../nodes/shared/engine/gate/shared';
import { REDIS_PASSWORD, RedisServer } from './support/redis';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const main = { key: 'main', windows: [{ name: 'minute', ms: MINUTE, limit: 1_000 }] };

const folder = mkdtempSync(join(tmpdir(), 'gtm-redis-link-'));
const links: RedisLink[] = [];
const servers: RedisServer[] = [];
let server: RedisServer;
beforeAll(async () => {
	server = await start();
});
afterAll(async () => {
	await Promise.all(links.map(async (link) => await link.close()));
	await Promise.all(servers.map(async (each) => await each.remove()));
	rmSync(folder, { recursive: true, force: true });
});

async function start(...options: Parameters<typeof RedisServer.start>): Promise<RedisServer> {
	const started = await RedisServer.start(...options);
	servers.push(started);
	return started;
}

/** As a worker of its own has it. */
function worker(settings: QueueRedis, clock?: Clock): RedisQuotas {
	const link = new RedisLink(settings, clock);
	links.push(link);
	return new RedisQuotas(link, settings.prefix);
}

/** What keeps it from being asked, or that it is there. */
const away = (taken: Taken) => (taken.kind === 'away' ? taken.reason : 'there');
const state = async (shared: RedisQuotas) => away(await shared.take([main], 1));

describe('a Redis that is away', () => {
	test('restarted in the middle: its counts are lost, and the work goes on', async () => {
		const own = await start();
		const shared = worker(own.settings());
		const full = { key: 'full', windows: [{ name: 'minute', ms: MINUTE, limit: 1 }] };
		const taken = await shared.take([full], 1);
		await own.halt();
		await own.resume();
		if (taken.kind === 'taken') shared.settle(taken.place, true);
		// The answer is counted, although nothing is known of its departure.
		const next = await shared.take([full], 1);
		expect(next).toMatchObject({ kind: 'taken', places: 0 });
		expect(await state(shared)).toBe('there');
	});

	test('nobody listens: told at once, with the address and no secret', async () => {
		const own = await start();
		const settings = own.settings();
		await own.remove();
		expect(await state(worker(settings))).toBe(`connect ECONNREFUSED 127.0.0.1:${own.port}`);
	});

	test('a wrong password: told in the words of Redis, without the password', async () => {
		const wrong = server.settings({ QUEUE_BULL_REDIS_PASSWORD: 'wrong-canary-password' });
		const reason = await state(worker(wrong));
		expect(reason).toContain('WRONGPASS');
		expect(reason).not.toContain('canary');
	});

	test('no password where one is needed', async () => {
		const none = server.settings({ QUEUE_BULL_REDIS_PASSWORD: '' });
		expect(await state(worker(none))).toContain('NOAUTH');
	});

	test('it keeps the connection and says nothing: nobody waits for long, or twice', async () => {
		const own = await start();
		const shared = worker(own.settings());
		await state(shared);
		own.freeze();
		const together = [1, 2, 3].map(async () => await shared.take([main], 1));
		expect((await Promise.all(together)).map(away)).toEqual(Array(3).fill('no answer within 1 s'));
		const began = performance.now();
		for (let n = 0; n < 100; n += 1) expect(await state(shared)).not.toBe('there');
		// A hundred waits would be 100 s.
		expect(performance.now() - began).toBeLessThan(SECOND);
		own.go();
	});

	test('it is tried again seldom, beside the work, and used when it is back', async () => {
		const own = await start();
		let time = 0;
		const clock: Clock = {
			now: Date.now,
			random: Math.random,
			monotonic: () => time,
			sleep: async (ms: number, signal?: AbortSignal) =>
				await sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
		};
		const shared = worker(own.settings(), clock);
		await own.halt();
		expect(await state(shared)).not.toBe('there');
		await own.resume();
		const connections = async () =>
			Number(/total_connections_received:(\d+)/.exec(await own.call('INFO', 'stats'))?.[1]);
		const before = await connections();
		for (time = 0; time < 4_999; time += 100) await shared.take([main], 1);
		// The one that asks is a connection too.
		expect(await connections()).toBe(before + 1);
		time = 5_000;
		expect(await state(shared)).not.toBe('there');
		await Promise.all([1, 2, 3].map(async () => await state(shared)));
		while ((await state(shared)) !== 'there') await sleep(20);
		// One of ours, and the two that have asked.
		expect(await connections()).toBe(before + 3);
	});

	test('a process that is busy for long does not take an answer that lies there for none', async () => {
		const own = await start();
		const shared = worker(own.settings());
		await state(shared);
		own.freeze();
		const asking = state(shared);
		await new Promise((resolve) => setImmediate(resolve));
		own.go();
		const until = performance.now() + 1_500;
		while (performance.now() < until);
		expect(await asking).toBe('there');
	});
});

describe('ways to reach it', () => {
	test('a cluster: accounts and credentials of one request are counted together', async () => {
		const cluster = await start({ cluster: true });
		const shared = worker(cluster.settings());
		const quotas = [main, { key: 'other', windows: [{ name: 'day', ms: 9 * MINUTE, limit: 1 }] }];
		expect(await shared.take(quotas, 2)).toMatchObject({ places: 1 });
		expect(await cluster.call('KEYS', '*')).toContain('{bull}:gtm:');
		const bare = worker(cluster.settings({ QUEUE_BULL_PREFIX: '' }));
		expect(await bare.take(quotas, 2)).toMatchObject({ places: 1 });
		await cluster.halt();
		expect(await state(shared)).not.toBe('there');
		expect(await state(shared)).not.toContain(REDIS_PASSWORD);
	});

	test('TLS: with a certificate that is not trusted only where n8n is told not to look', async () => {
		const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const named = ['-subj', '/CN=redis', '-keyout', key, '-out', cert];
		const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...named];
		execFileSync('openssl', args, { stdio: 'ignore' });
		const secure = await start({ tls: { cert, key } });
		expect(await state(worker(secure.settings()))).toMatch(/self-signed certificate/);
		const lenient = { QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: 'false' };
		expect(await state(worker(secure.settings(lenient)))).toBe('there');
	});

	test('a user and a database of its own', async () => {
		await server.call('ACL', 'SETUSER', 'n8n', 'on', '>user-password', '~jobs:*', '+@all');
		const own = {
			QUEUE_BULL_REDIS_USERNAME: 'n8n',
			QUEUE_BULL_REDIS_PASSWORD: 'user-password',
			QUEUE_BULL_REDIS_DB: '3',
		};
		const shared = worker(server.settings({ ...own, QUEUE_BULL_PREFIX: 'jobs' }));
		expect(await state(shared)).toBe('there');
		expect(await server.call('-n', '3', 'KEYS', '*')).toContain('jobs:gtm:');
		// This user reaches no other keys.
		expect(await state(worker(server.settings(own)))).toContain('NOPERM');
	});

	test('a connection that the server has closed is made again, and nobody is sent on alone', async () => {
		const shared = worker(server.settings());
		expect(await state(shared)).toBe('there');
		await server.call('CLIENT', 'KILL', 'TYPE', 'normal');
		await sleep(300);
		// Nobody comes back before there is work; the one that asks is a client too.
		expect(await server.call('INFO', 'clients')).toContain('connected_clients:1');
		const together = [1, 2, 3].map(async () => await state(shared));
		expect(await Promise.all(together)).toEqual(['there', 'there', 'there']);
		expect(await server.call('INFO', 'clients')).toContain('connected_clients:2');
	});

	test('the connection keeps no process alive', async () => {
		const script = join(__dirname, 'support/takesOnce.ts');
		const env = { ...process.env, ...server.env };
		const started = promisify(execFile)(process.execPath, ['--import', 'tsx', script], { env });
		// It would run for ever.
		const { stdout } = await started;
		expect(stdout.trim()).toBe('there');
	});
});
