import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { queueRedis, type QueueRedis } from '../../../nodes/shared/engine/gate/queueRedis';
import { crash } from './crash';
import { freePort } from './freePort';

const run = promisify(execFile);
const SERVER = 'redis-server';
/** In text that nobody else uses, so that it is found wherever it should not be. */
export const REDIS_PASSWORD = 'canary-redis-4711-secret';

interface Start {
	/** A cluster of this one node. */
	cluster?: boolean;
	/** Files of a certificate and its key: it then speaks TLS alone. */
	tls?: { cert: string; key: string };
}

/** A real Redis of the test's own, on a free port; it can be stopped and started again. */
export class RedisServer {
	private running: ChildProcess | undefined;

	private constructor(
		private readonly folder: string,
		readonly port: number,
		private readonly options: Start,
	) {}

	static async start(options: Start = {}): Promise<RedisServer> {
		if (spawnSync(SERVER, ['--version']).error)
			throw new Error('Redis is needed: apt install redis-server');
		const folder = mkdtempSync(join(tmpdir(), 'gtm-redis-'));
		const server = new RedisServer(folder, await freePort(), options);
		await server.resume();
		if (options.cluster) {
			await server.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
			while (!(await server.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await sleep(50);
		}
		return server;
	}

	/** n8n's variables for it. */
	get env(): Record<string, string> {
		const { port, options } = this;
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(port),
			QUEUE_BULL_REDIS_PASSWORD: REDIS_PASSWORD,
			...(options.cluster ? { QUEUE_BULL_REDIS_CLUSTER_NODES: `127.0.0.1:${port}` } : {}),
			...(options.tls ? { QUEUE_BULL_REDIS_TLS: 'true' } : {}),
		};
	}

	/** The same as the engine takes them. */
	settings(env: Record<string, string> = {}): QueueRedis {
		const settings = queueRedis({ ...this.env, ...env });
		if (!settings) throw new Error('These variables name no Redis');
		return settings;
	}

	/** What Redis answers to a command, in lines. */
	async call(...command: string[]): Promise<string> {
		const tls = this.options.tls ? ['--tls', '--insecure'] : [];
		const args = ['-h', '127.0.0.1', '-p', String(this.port), '--no-auth-warning', ...tls];
		const { stdout } = await run('redis-cli', ['-a', REDIS_PASSWORD, ...args, ...command]);
		return stdout.trim();
	}

	/** Empty, as a Redis without persistence is after a restart. */
	async resume(): Promise<void> {
		const { cluster, tls } = this.options;
		const port = String(this.port);
		const listens = tls
			? ['--port', '0', '--tls-port', port, '--tls-auth-clients', 'no']
			: ['--port', port];
		const certificate = tls ? ['--tls-cert-file', tls.cert, '--tls-key-file', tls.key] : [];
		const settings = ['--bind', '127.0.0.1', '--requirepass', REDIS_PASSWORD, '--save', ''];
		const bus = cluster ? ['--cluster-port', String(await freePort())] : [];
		const clustered = cluster
			? ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', ...bus]
			: [];
		const all = [...listens, ...certificate, ...settings, ...clustered, '--dir', this.folder];
		this.running = spawn(SERVER, all, { stdio: 'ignore' });
		for (;;) {
			const answer = await this.call('PING').catch(() => '');
			if (answer === 'PONG') return;
			if (this.running.exitCode !== null) throw new Error('Redis did not start');
			await sleep(50);
		}
	}

	/** As a crash of the machine would: without a word to its clients. */
	async halt(): Promise<void> {
		const { running } = this;
		this.running = undefined;
		await crash(running, 'SIGKILL');
	}

	/** Keeps connections open and answers nothing, as a machine without a network does, until `go`. */
	freeze(): void {
		this.running?.kill('SIGSTOP');
	}

	go(): void {
		this.running?.kill('SIGCONT');
	}

	async remove(): Promise<void> {
		this.go();
		await this.halt();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
