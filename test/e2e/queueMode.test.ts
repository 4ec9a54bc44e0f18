import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX_HUBSPOT_TOKEN, startSandbox, type Sandbox } from '../../sandbox';
import { PostgresServer } from '../engine/support/postgres';
import { RedisServer } from '../engine/support/redis';
import { unlogged } from './figures';
import {
	installPackage,
	startN8n,
	startWorker,
	type Execution,
	type RunningN8n,
	type RunningProcess,
	type Workflow,
} from './n8n';
import { postgresSink, readPostgresLog } from './postgresLog';
import { packedProject } from './sharedN8n';

const CONTACTS = 1_600;
const EXECUTIONS = 6;
const WORKERS = 2;

let folder: string;
let redis: RedisServer;
let postgres: PostgresServer;
let sandbox: Sandbox;
let n8n: RunningN8n;
const workers: RunningProcess[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gtm-queue-'));
	redis = await RedisServer.start();
	postgres = await PostgresServer.start();
	postgres.sql('CREATE DATABASE n8n');
	sandbox = await startSandbox({ people: CONTACTS, seedContacts: CONTACTS });
	const env = {
		...redis.env,
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: 'owner',
		DB_POSTGRESDB_DATABASE: 'n8n',
		...postgresSink(postgres),
		GTM_LOG_ACCESS: 'instance',
		GTM_STORE_FILE: join(folder, 'store.sqlite'),
	};
	const tarball = await packedProject();
	const userFolder = async (name: string): Promise<string> => {
		const own = join(folder, name);
		await installPackage(own, tarball);
		return own;
	};
	// The tables are made by the first process that starts.
	n8n = await startN8n({ userFolder: await userFolder('main'), env });
	await n8n.api.signIn();
	const names = Array.from({ length: WORKERS }, (_, place) => `worker-${place + 1}`);
	const started = names.map(async (name) => {
		workers.push(await startWorker({ userFolder: await userFolder(name), env }));
	});
	await Promise.all(started);
	await n8n.api.createCredential('HubSpot', 'gtmHubSpotApi', {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'professional',
		apiLimitIncrease: 0,
		apiVersion: '2026-03',
		baseUrl: sandbox.urls.hubspot,
		account: 'queue mode',
	});
}, 1_200_000);
afterAll(async () => {
	await Promise.all([...workers, n8n].map(async (process) => await process?.kill()));
	await sandbox?.stop();
	await Promise.all([redis?.remove(), postgres?.remove()]);
	await rm(folder, { recursive: true, force: true });
});

function oneNode(name: string, type: string, rest: object): Workflow {
	const start = { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	return {
		name,
		nodes: [
			{ ...start, name: 'Start', position: [0, 0] },
			{ name: 'Tested', type, typeVersion: 1, position: [200, 0], parameters: {}, ...rest },
		],
		connections: { Start: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

const search = oneNode('All contacts', 'n8n-nodes-gtm.hubSpot', {
	parameters: { resource: 'contact', operation: 'search', returnAll: true },
	credentials: { gtmHubSpotApi: { name: 'HubSpot' } },
});

/** How many executions each worker has taken. */
async function taken(): Promise<number[]> {
	const logs = workers.map(async (worker) => await worker.logTail(10_000));
	return (await Promise.all(logs)).map((log) => log.split('Worker started execution').length - 1);
}

async function sideBySide(workflowId: string): Promise<Execution[]> {
	const runs = Array.from({ length: EXECUTIONS }, async () => {
		const executionId = await n8n.api.runWorkflow(workflowId);
		return await n8n.api.waitFor(workflowId, executionId);
	});
	return await Promise.all(runs);
}

test('six executions on two workers search an account that allows five searches a second: none is refused', async () => {
	const workflowId = await n8n.api.importWorkflow(search);
	const executions = await sideBySide(workflowId);
	const arrivals = sandbox.arrivals();
	const times = arrivals.map(({ at }) => at);
	const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
	const share = await taken();
	console.log(
		`${arrivals.length} requests in ${seconds.toFixed(1)} s; executions of the workers: ${share.join(', ')}`,
	);

	for (const execution of executions) {
		expect(execution).toMatchObject({ status: 'success', error: '' });
		expect(new Set(execution.items('Tested').map(({ id }) => id)).size).toBe(CONTACTS);
		expect(execution.hints('Tested').join(' ')).not.toContain('Redis');
	}
	expect(sandbox.state().hubspot.rateLimited).toBe(0);
	// Nothing is shown by a worker that did all of it.
	expect(Math.min(...share)).toBeGreaterThan(0);
	expect(share.reduce((sum, count) => sum + count, 0)).toBe(EXECUTIONS);
}, 180_000);

test('both workers write one API log: nothing that arrived is missing in it', async () => {
	const arrivals = sandbox.arrivals();
	const limit = Date.now() + 30_000;
	while (unlogged(arrivals, readPostgresLog(postgres)).length > 0 && Date.now() < limit) {
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	expect(unlogged(arrivals, readPostgresLog(postgres))).toEqual([]);

	const workflowId = await n8n.api.importWorkflow(
		oneNode('The log', 'n8n-nodes-gtm.apiLog', {
			parameters: { resource: 'row', operation: 'getAll', rowsOf: 'instance', returnAll: true },
		}),
	);
	const executionId = await n8n.api.runWorkflow(workflowId);
	const read = await n8n.api.waitFor(workflowId, executionId);
	expect(read).toMatchObject({ status: 'success', error: '' });
	const sends = read.items('Tested').filter(({ attempt }) => Number(attempt) > 0);
	expect(sends).toHaveLength(arrivals.length);
}, 120_000);
