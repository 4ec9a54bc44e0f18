import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { figuresOf, isClean } from '../test/e2e/figures';
import { doneOf, mainWorkflow, openMainJob, type MainJob } from '../test/e2e/mainJob';
import { AWAY, outage, postgresSink, readPostgresLog, untilShipped } from '../test/e2e/postgresLog';
import { PostgresServer } from '../test/engine/support/postgres';
import {
	countApiLog,
	ensureN8n,
	installPackage,
	owner,
	packProject,
	registerPackage,
	startN8n,
	type Execution,
	type LogRow,
	type RunningN8n,
} from '../test/e2e/n8n';
import { readOptions, usage, type DemoOptions } from './demo/options';
import { ProgressLine } from './demo/progress';
import { summary } from './demo/summary';

const packageName = 'n8n-nodes-gtm';
/** Things to end, the last begun first. */
const endings: Array<() => Promise<void>> = [];

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	console.log(`Demo: ${options.people} people from Apollo into HubSpot, seed ${options.seed}\n`);
	await ensureN8n();
	const postgres = options.postgres ? await startPostgres() : undefined;
	const n8n = await openEditor(options, postgres);
	const job = await openMainJob(n8n, {
		seed: options.seed,
		people: options.people,
		faults: 'demo',
		// Enough for each person twice: a repeated enrichment costs again.
		apollo: { credits: 2 * options.people + 1000 },
	});
	endings.push(() => job.stop());
	const { apollo, hubspot } = job.sandbox.urls;
	console.log(`Sandbox: Apollo at ${apollo}, HubSpot at ${hubspot}, both on a bad day`);

	const started = Date.now();
	const { workflowId, execution } = await runJob(n8n, job, postgres);
	const seconds = Math.round((Date.now() - started) / 100) / 10;
	const rows = postgres ? await rowsInPostgres(postgres, job) : job.log();
	const figures = figuresOf(job, execution, rows);
	const clean = isClean(figures) && execution.status === 'success';

	console.log(`\n${summary(figures, seconds)}\n`);
	if (execution.status !== 'success') {
		console.log(`n8n's execution ended with "${execution.status}": ${execution.error}`);
		console.log(`The end of n8n's log:\n${await n8n.logTail()}\n`);
	}
	console.log(
		clean
			? 'Every person is in HubSpot once, and every request is in the log.'
			: 'This run is not clean: see the numbers above.',
	);
	const result = `result ${JSON.stringify({ seed: options.seed, ...figures, seconds })}`;
	if (options.once) {
		await end();
		console.log(result);
		return clean ? 0 : 1;
	}
	console.log(`\nThe editor stays open: ${n8n.url}/workflow/${workflowId}`);
	console.log(`Sign in with ${owner.email} and ${owner.password}. Ctrl-C ends everything.`);
	console.log(result);
	await new Promise(() => setInterval(() => {}, 60_000));
	return 0;
}

/** A real n8n with the packed nodes in it, its owner set up. */
async function openEditor(
	{ keep, port }: DemoOptions,
	postgres: PostgresServer | undefined,
): Promise<RunningN8n> {
	const tarball = await packProject(console.log);
	const userFolder =
		keep === undefined ? await mkdtemp(join(tmpdir(), 'gtm-demo-')) : resolve(keep);
	if (keep === undefined) endings.push(() => rm(userFolder, { recursive: true, force: true }));
	await installPackage(userFolder, tarball);
	console.log('Starting n8n');
	const n8n = await startN8n({
		userFolder,
		...(port > 0 ? { port } : {}),
		...(postgres ? { env: postgresSink(postgres) } : {}),
	});
	endings.push(() => n8n.stop());
	await n8n.api.signIn();
	await registerPackage(userFolder, packageName);
	const types = await n8n.api.nodeTypes();
	const ours = types.filter((name) => name.startsWith(`${packageName}.`));
	if (ours.length === 0) {
		throw new Error(`n8n does not show the nodes of ${packageName}.\n${await n8n.logTail()}`);
	}
	console.log(
		`n8n at ${n8n.url}, login ${owner.email} / ${owner.password}, with ${ours.join(', ')}`,
	);
	return n8n;
}

async function startPostgres(): Promise<PostgresServer> {
	console.log('Starting Postgres for the API log');
	const server = await PostgresServer.start();
	endings.push(() => server.remove());
	return server;
}

/** Whatever happened to Postgres meanwhile, all rows have to be there in the end. */
async function rowsInPostgres(server: PostgresServer, job: MainJob): Promise<LogRow[]> {
	await untilShipped(server, () => job.log());
	return job.log(() => readPostgresLog(server));
}

async function runJob(
	n8n: RunningN8n,
	job: MainJob,
	postgres: PostgresServer | undefined,
): Promise<{ workflowId: string; execution: Execution }> {
	const { workflowId, executionId } = await job.start(await mainWorkflow());
	console.log(
		`Running "Apollo people to HubSpot contacts"; watch it: ${n8n.url}/workflow/${workflowId}/executions/${executionId}\n`,
	);
	let isOver = false;
	const line = new ProgressLine(() => progressText(n8n, job));
	const say = (what: string): void => line.say(what);
	const work = { done: doneOf(n8n, job), isOver: () => isOver, say };
	const away = postgres ? outage(postgres, AWAY, work) : Promise.resolve();
	try {
		return { workflowId, execution: await n8n.api.waitFor(workflowId, executionId, 1_800_000) };
	} finally {
		isOver = true;
		await away;
		line.end();
	}
}

function progressText({ userFolder }: RunningN8n, { sandbox }: MainJob): string {
	const { apollo, hubspot } = sandbox.state();
	const { rows, pages, enriched, retried, holds } = countApiLog(userFolder);
	return [
		`${pages} pages read`,
		`${enriched} enriched`,
		`${hubspot.contacts} contacts`,
		`${apollo.requests + hubspot.requests} requests`,
		`${retried} sent again`,
		`${holds} holds`,
		`${rows} log rows`,
	].join(' · ');
}

async function end(): Promise<void> {
	for (const undo of endings.splice(0).reverse()) {
		await undo().catch((error: unknown) => console.error('While ending:', error));
	}
}

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	// Ctrl-C comes twice: from the terminal, and from scripts/demo.mjs which passes it on.
	process.on(signal, () => {
		if (ending) return;
		ending = true;
		console.log('\nEnding n8n and the sandbox');
		void end().then(() => process.exit(signal === 'SIGINT' ? 0 : 1));
	});
}

main()
	.then((code) => process.exit(code))
	.catch(async (error: unknown) => {
		// What fails because everything is being ended is no failure.
		if (ending) return;
		console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
		if (error instanceof TypeError && 'code' in error) console.error(usage);
		await end();
		process.exit(1);
	});
