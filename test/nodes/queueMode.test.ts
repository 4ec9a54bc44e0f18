import { RedisServer } from '../engine/support/redis';
import { json, ownLog, Rig } from './support/setup';

const SLOT = Symbol.for('n8n-nodes-gtm.v1');
const GET = { operation: 'getAll', returnAll: true };

const log = ownLog();
const before = { ...process.env };
let redis: RedisServer;
let rig: Rig;
beforeAll(async () => {
	redis = await RedisServer.start();
	rig = await Rig.start({ people: 30, seedContacts: 30 });
});
/** As a process that has just begun. */
beforeEach(() => {
	process.env = { ...before, GTM_LOG_FILE: process.env.GTM_LOG_FILE };
	Reflect.deleteProperty(globalThis, SLOT);
});
afterAll(async () => {
	await rig.stop();
	await redis.remove();
	log.remove();
});

const connections = async () =>
	Number(/total_connections_received:(\d+)/.exec(await redis.call('INFO', 'stats'))?.[1]);

async function run() {
	const { outputs, hints } = await rig.hubSpot(GET, [{}]);
	expect(json(outputs[0])).toHaveLength(30);
	return hints.map(({ message }) => message).filter((message) => message.includes('Redis'));
}

test('in queue mode the node counts in the Redis of the queue, and needs no setting for it', async () => {
	Object.assign(process.env, redis.env);
	expect(await run()).toEqual([]);
	expect(await redis.call('KEYS', 'bull:gtm:*')).toContain(':10000');
});

test('a Redis that is away: everything comes, and a hint says that the worker kept its limits alone', async () => {
	Object.assign(process.env, redis.env, { QUEUE_BULL_REDIS_PORT: '1' });
	expect(await run()).toEqual([
		"The Redis of n8n's queue does not answer (connect ECONNREFUSED 127.0.0.1:1): limits are kept by this worker alone meanwhile.",
	]);
});

test.each([
	['without queue mode', { EXECUTIONS_MODE: 'regular' }],
	['with GTM_SHARED_LIMITS=off', { GTM_SHARED_LIMITS: 'off' }],
])('%s nobody connects to Redis', async (_, env) => {
	Object.assign(process.env, redis.env, env);
	const known = await connections();
	expect(await run()).toEqual([]);
	// The one that asks is a connection too.
	expect(await connections()).toBe(known + 1);
});
