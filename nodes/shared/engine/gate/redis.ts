import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { systemClock, type Clock } from '../clock';
import { messageOf } from '../errorFacts';
import { createRedactor } from '../log/redact';
import type { QueueRedis } from './queueRedis';
import type { RedisScript } from './redisScripts';

/** An answer that takes longer is none: the requests go on without it. */
const ANSWER_MS = 1_000;
/** A connection that is given up and does not close is torn down. */
const CLOSE_MS = 100;
/** After that, and not before, it is tried again. */
const NEXT_TRY_MS = 5_000;

export interface Away {
	kind: 'away';
	/** In the words of Redis or of the system; never a secret. */
	reason: string;
}

export type RedisAnswer = { kind: 'answer'; value: unknown } | Away;

type Connected = { kind: 'connected'; redis: Redis | Cluster };

/**
 * One connection to Redis, made at the first use. Where there is no answer within a second, nobody
 * waits any more: Redis is away for some seconds, and then tried again beside the work. Nothing here
 * throws, and nothing keeps the process alive.
 */
export class RedisLink {
	private connecting: Promise<Connected | Away> | undefined;
	/** The client at hand; of an earlier one nothing is believed any more. */
	private client: Redis | Cluster | undefined;
	private away: (Away & { until: number }) | undefined;
	private readonly redact: (text: string) => string;

	constructor(
		private readonly at: QueueRedis,
		private readonly clock: Clock = systemClock,
	) {
		const { password } = at;
		const redact = createRedactor([password]);
		// The redactor leaves alone what is shorter than a secret should be.
		this.redact = (text) =>
			password === '' ? text : redact(text).replaceAll(password, '[redacted]');
	}

	/** Runs a script. */
	async run(
		script: RedisScript,
		keys: string[],
		args: Array<string | number>,
	): Promise<RedisAnswer> {
		const found = await this.connection();
		if (found.kind === 'away') return found;
		try {
			const value = await this.inTime(runScript(found.redis, script, keys, args));
			return { kind: 'answer', value };
		} catch (error) {
			return this.leave(found.redis, messageOf(error));
		}
	}

	/** Ends the connection; the next use makes another one. */
	async close(): Promise<void> {
		const found = await this.connecting;
		this.connecting = undefined;
		if (found?.kind === 'connected') found.redis.disconnect();
	}

	private async connection(isAgain = false): Promise<Connected | Away> {
		const { away } = this;
		if (away) {
			if (this.clock.monotonic() >= away.until) {
				this.away = { ...away, until: Infinity };
				this.connecting = this.connect();
			}
			return { kind: 'away', reason: away.reason };
		}
		const known = (this.connecting ??= this.connect());
		const found = await known;
		if (isAgain || found.kind === 'away' || found.redis.status === 'ready') return found;
		// A server closes what was idle for long. Of all who find that, the first one connects again.
		if (this.connecting === known) this.connecting = undefined;
		found.redis.disconnect();
		return await this.connection(true);
	}

	private async connect(): Promise<Connected | Away> {
		const redis = clientOf(this.at);
		this.client = redis;
		let why = '';
		// Nobody else listens: what is wrong, the next command says.
		redis.on('error', (error: unknown) => (why ||= reasonOf(error)));
		try {
			await this.inTime(redis.connect());
			await this.inTime(redis.ping());
			this.away = undefined;
			return { kind: 'connected', redis };
		} catch (error) {
			return this.leave(redis, why || reasonOf(error));
		}
	}

	private leave(redis: Redis | Cluster, message: string): Away {
		redis.disconnect();
		const isOver = /closed|ended|writeable/.test(message);
		const reason = isOver ? 'the connection is closed' : this.redact(message);
		const away: Away = { kind: 'away', reason };
		if (redis !== this.client) return away;
		this.client = undefined;
		this.connecting = undefined;
		this.away = { ...away, until: this.clock.monotonic() + NEXT_TRY_MS };
		return away;
	}

	/** Throws when the work takes too long. */
	private async inTime<Value>(work: Promise<Value>): Promise<Value> {
		const done = new AbortController();
		const late = this.clock.sleep(ANSWER_MS, done.signal).then(async () => {
			// Where something else has kept the process busy, the answer may lie there unread.
			await new Promise((resolve) => setImmediate(resolve));
			if (!done.signal.aborted) throw new Error(`no answer within ${ANSWER_MS / 1_000} s`);
			return await work;
		});
		try {
			return await Promise.race([work, late]);
		} finally {
			done.abort();
			// Whichever comes second has nobody who waits for it.
			void Promise.allSettled([work, late]);
		}
	}
}

async function runScript(
	redis: Redis | Cluster,
	{ sha, text }: RedisScript,
	keys: string[],
	args: Array<string | number>,
): Promise<unknown> {
	const given = [keys.length, ...keys, ...args] as const;
	return await redis.evalsha(sha, ...given).catch(async (error: unknown) => {
		const isNew = messageOf(error).startsWith('NOSCRIPT');
		return isNew ? await redis.eval(text, ...given) : await Promise.reject(error);
	});
}

/** A cluster says only that none of its nodes could be asked, and keeps what the last one said. */
function reasonOf(error: unknown): string {
	if (typeof error === 'object' && error !== null && 'lastNodeError' in error) {
		if (error.lastNodeError) return messageOf(error.lastNodeError);
	}
	return messageOf(error);
}

/** A client that waits for nothing, keeps nothing for later and does not connect again by itself. */
function clientOf({ nodes, isCluster, keepsNames, ...at }: QueueRedis): Redis | Cluster {
	const [node] = nodes;
	const options: RedisOptions = {
		username: at.username,
		password: at.password,
		connectTimeout: ANSWER_MS,
		disconnectTimeout: CLOSE_MS,
		maxRetriesPerRequest: 0,
		enableReadyCheck: false,
		disableClientInfo: true,
		retryStrategy: () => null,
		...(at.tls ? { tls: at.tls } : {}),
		...(at.keepAliveMs === undefined ? {} : { keepAlive: at.keepAliveMs }),
	};
	const waitsForNothing = { lazyConnect: true, enableOfflineQueue: false };
	if (!isCluster) {
		const redis = new Redis({ ...options, ...node, db: at.db, ...waitsForNothing });
		return letGo(redis);
	}
	const cluster = new Cluster(nodes, {
		redisOptions: options,
		clusterRetryStrategy: () => null,
		slotsRefreshTimeout: ANSWER_MS,
		enableReadyCheck: false,
		...waitsForNothing,
		...(keepsNames ? { dnsLookup: (address, found) => found(null, address) } : {}),
	});
	cluster.on('+node', letGo);
	return cluster;
}

/** The connection does not keep the process alive. */
function letGo(redis: Redis): Redis {
	return redis.on('connect', () => redis.stream.unref());
}
