import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queueRedis } from '../../nodes/shared/engine/gate/queueRedis';

const QUEUE = { EXECUTIONS_MODE: 'queue' };

const folder = mkdtempSync(join(tmpdir(), 'gtm-queue-redis-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
	['nothing is set', {}],
	['n8n runs without a queue', { EXECUTIONS_MODE: 'regular', QUEUE_BULL_REDIS_HOST: 'redis' }],
	['shared limits are off', { ...QUEUE, GTM_SHARED_LIMITS: 'off' }],
])('%s: no Redis', (_, env) => {
	expect(queueRedis(env)).toBeUndefined();
});

test('without variables: the defaults of n8n', () => {
	expect(queueRedis(QUEUE)).toEqual({
		nodes: [{ host: 'localhost', port: 6379 }],
		isCluster: false,
		prefix: 'bull',
		username: '',
		password: '',
		db: 0,
		keepsNames: false,
	});
});

test('each variable of n8n has its effect', () => {
	const redis = {
		QUEUE_BULL_REDIS_HOST: 'redis.example',
		QUEUE_BULL_REDIS_PORT: '6380',
		QUEUE_BULL_REDIS_USERNAME: 'n8n',
		QUEUE_BULL_REDIS_PASSWORD: 'secret',
		QUEUE_BULL_REDIS_DB: '3',
		QUEUE_BULL_REDIS_TLS: 'true',
		QUEUE_BULL_REDIS_TLS_SERVERNAME: 'name.example',
		QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: 'false',
		QUEUE_BULL_REDIS_KEEP_ALIVE: '1',
		QUEUE_BULL_REDIS_KEEP_ALIVE_DELAY: '9000',
		QUEUE_BULL_PREFIX: 'jobs',
	};
	expect(queueRedis({ ...QUEUE, ...redis })).toEqual({
		nodes: [{ host: 'redis.example', port: 6380 }],
		isCluster: false,
		prefix: 'jobs',
		username: 'n8n',
		password: 'secret',
		db: 3,
		tls: { servername: 'name.example', rejectUnauthorized: false },
		keepsNames: false,
		keepAliveMs: 9_000,
	});
});

test('a cluster: its nodes count, and its prefix stands in braces as in n8n', () => {
	const env = {
		...QUEUE,
		QUEUE_BULL_REDIS_CLUSTER_NODES: 'a.example:7000, b.example:7001,',
		QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY: 'NONE',
	};
	expect(queueRedis(env)).toMatchObject({
		nodes: [
			{ host: 'a.example', port: 7000 },
			{ host: 'b.example', port: 7001 },
		],
		isCluster: true,
		prefix: '{bull}',
		keepsNames: true,
	});
	expect(queueRedis({ ...env, QUEUE_BULL_PREFIX: '{jobs}' })).toMatchObject({ prefix: '{jobs}' });
	expect(queueRedis({ ...env, QUEUE_BULL_PREFIX: '' })).toMatchObject({ prefix: '' });
});

test('a variable may stand in a file, with an end of line, and in quotes', () => {
	const file = join(folder, 'password');
	writeFileSync(file, 'from the file\n');
	const read = (env: Record<string, string>) => queueRedis({ ...QUEUE, ...env })?.password;
	expect(read({ QUEUE_BULL_REDIS_PASSWORD_FILE: file })).toBe('from the file');
	expect(read({ QUEUE_BULL_REDIS_PASSWORD_FILE: file, QUEUE_BULL_REDIS_PASSWORD: 'set' })).toBe(
		'set',
	);
	expect(read({ QUEUE_BULL_REDIS_PASSWORD: '"quoted"' })).toBe('quoted');
	expect(read({ QUEUE_BULL_REDIS_PASSWORD_FILE: join(folder, 'nothing') })).toBe('');
	expect(queueRedis({ EXECUTIONS_MODE: '"queue"' })).toBeDefined();
});

test('what is no number or no truth value counts as not set', () => {
	const env = {
		...QUEUE,
		QUEUE_BULL_REDIS_PORT: 'x',
		QUEUE_BULL_REDIS_DB: '',
		QUEUE_BULL_REDIS_TLS: 'yes',
	};
	expect(queueRedis(env)).toMatchObject({ nodes: [{ port: 6379 }], db: 0 });
	expect(queueRedis(env)?.tls).toBeUndefined();
});
