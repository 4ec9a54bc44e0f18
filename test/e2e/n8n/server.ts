import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nApi } from './api';
import { ensureN8n, node24Environment, nodeBinary } from './install';

/** How a real n8n is started. */
export interface StartOptions {
	/** Its user folder; n8n keeps its data in `.n8n` below it. A folder can be started again after a kill. */
	userFolder: string;
	/** A free port when left out. */
	port?: number;
	/** How far its clock is ahead of that of the machine, as if it had been started so much later. */
	aheadMs?: number;
	/** Environment variables on top of those that keep it local and quiet. */
	env?: Record<string, string>;
}

/** A running process of n8n. */
export interface RunningProcess {
	pid: number;
	userFolder: string;
	/** What n8n prints, of all starts on this user folder. */
	logFile: string;
	/** Asks n8n to end and waits for it; kills it after ten seconds. */
	stop(): Promise<void>;
	/** SIGKILL of n8n and the processes that it started, as a crash of the machine would do. */
	kill(): Promise<void>;
	/** The last lines that n8n printed. */
	logTail(lines?: number): Promise<string>;
}

/** A running n8n. */
export interface RunningN8n extends RunningProcess {
	url: string;
	api: N8nApi;
}

const host = '127.0.0.1';
const guard = join(__dirname, 'endWithParent.cjs');
const startLimitMs = 180_000;
const stopLimitMs = 10_000;
const killLimitMs = 30_000;

/** Starts n8n and returns when its editor, its REST interface and its node types are served. */
export async function startN8n({
	userFolder,
	port,
	aheadMs = 0,
	env = {},
}: StartOptions): Promise<RunningN8n> {
	const usedPort = port ?? (await freePort());
	const url = `http://${host}:${usedPort}`;
	const own = {
		...localSettings(userFolder, usedPort, await freePort()),
		...(aheadMs > 0 ? clockAhead(aheadMs) : {}),
		...env,
	};
	const { child, ...running } = await startProcess(userFolder, ['start'], own);
	const api = new N8nApi(url);
	// The REST interface is mounted some seconds after readiness, and the node types after it.
	const isReady = async () => (await api.isReady()) && (await api.servesNodeTypes());
	await untilReady('n8n', isReady, child, running);
	return { ...running, url, api };
}

/** Starts a worker of an n8n in queue mode, and returns when it takes jobs. `env`: as the n8n has it. */
export async function startWorker({
	userFolder,
	port,
	env = {},
}: StartOptions): Promise<RunningProcess> {
	const usedPort = port ?? (await freePort());
	const own = {
		...localSettings(userFolder, usedPort, await freePort()),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(usedPort),
		N8N_WORKER_SERVER_ADDRESS: host,
		...env,
	};
	const { child, ...running } = await startProcess(userFolder, ['worker', '--concurrency=5'], own);
	const health = `http://${host}:${usedPort}/healthz/readiness`;
	const isReady = async () => (await fetch(health).catch(() => undefined))?.ok ?? false;
	await untilReady('The worker', isReady, child, running);
	return running;
}

function clockAhead(ms: number): NodeJS.ProcessEnv {
	const NODE_OPTIONS = `--require ${join(__dirname, 'clockAhead.cjs')}`;
	return { NODE_OPTIONS, GTM_CLOCK_AHEAD_MS: String(ms) };
}

async function startProcess(
	userFolder: string,
	command: string[],
	env: NodeJS.ProcessEnv,
): Promise<RunningProcess & { child: ChildProcess }> {
	const folder = await ensureN8n();
	await mkdir(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const log = createWriteStream(logFile, { flags: 'a' });
	const child = spawn(
		nodeBinary,
		['--require', guard, join(folder, 'node_modules/n8n/bin/n8n'), ...command],
		{
			cwd: userFolder,
			// A process group of its own: n8n's task runner dies with it, and Ctrl-C is ours to handle.
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: { ...cleanEnvironment(), ...env },
		},
	);
	child.stdout?.pipe(log, { end: false });
	child.stderr?.pipe(log, { end: false });
	const ended = new Promise<void>((settle) => child.once('close', () => settle()));
	const killOnExit = (): void => signalGroup(child, 'SIGKILL');
	process.once('exit', killOnExit);
	void ended.then(() => {
		process.removeListener('exit', killOnExit);
		log.end();
	});

	const logTail = async (lines = 30): Promise<string> => {
		const text = await readFile(logFile, 'utf8').catch(() => '');
		return text.trimEnd().split('\n').slice(-lines).join('\n');
	};
	const kill = async (): Promise<void> => {
		signalGroup(child, 'SIGKILL');
		// A process that hangs in the kernel is not waited for without end.
		await Promise.race([ended, sleep(killLimitMs, undefined, { ref: false })]);
	};
	const stop = async (): Promise<void> => {
		signalGroup(child, 'SIGTERM');
		await Promise.race([ended, sleep(stopLimitMs, undefined, { ref: false })]);
		// The task runner may outlive n8n for a moment.
		await kill();
	};
	return { child, pid: child.pid ?? 0, userFolder, logFile, stop, kill, logTail };
}

/** Kills what does not get ready in time, and throws with the last lines that it printed. */
async function untilReady(
	name: string,
	isReady: () => Promise<boolean>,
	child: ChildProcess,
	{ kill, logTail }: RunningProcess,
): Promise<void> {
	const limit = Date.now() + startLimitMs;
	for (;;) {
		if (child.exitCode === null && (await isReady())) return;
		const over =
			child.exitCode === null
				? Date.now() > limit && `not ready within ${startLimitMs / 1000} s`
				: `it ended with code ${child.exitCode}`;
		if (over) {
			await kill();
			throw new Error(`${name} did not start: ${over}\n${await logTail()}`);
		}
		await sleep(250);
	}
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// Already gone.
	}
}

/** The environment without what the caller's own n8n or proxy settings would change. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	const kept = Object.entries(node24Environment()).filter(
		([name]) =>
			!/^(N8N_|DB_|QUEUE_|EXECUTIONS_|npm_|NODE_OPTIONS$|NODE_ENV$|JEST_WORKER_ID$)/.test(name),
	);
	return Object.fromEntries(kept);
}

function localSettings(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: host,
		N8N_LISTEN_ADDRESS: host,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_EDITOR_BASE_URL: `http://${host}:${port}`,
		N8N_SECURE_COOKIE: 'false',
		// Only reachable from this machine, and thrown away with its folder.
		N8N_ENCRYPTION_KEY: 'key-of-a-local-trial-instance',
		N8N_LOG_LEVEL: 'info',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		DB_TYPE: 'sqlite',
		// A machine whose disk stalls for some seconds has not lost its database.
		DB_PING_TIMEOUT_MS: '60000',
		// Nothing goes out: no telemetry, news, templates, banners or package lists.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_PYTHON_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
		// A proxy of the machine must not be asked for 127.0.0.1.
		NO_PROXY: `${host},localhost`,
		no_proxy: `${host},localhost`,
	};
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
	return await new Promise((settle, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, host, () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			server.close(() => settle(port));
		});
	});
}
