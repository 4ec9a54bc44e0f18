/**
 * npm run bench [-- job …]: the same work in a real n8n with our nodes and with what its users have
 * today, against the sandbox's HubSpot behind a network with a round trip of 40 ms. Prints a table; ends
 * with 1 where ours did not do all of a job, or not within its share of the fastest other way that did.
 */
import { SANDBOX_HUBSPOT_TOKEN, startSandbox, type Sandbox } from '../sandbox';
import type { Execution, RunningN8n } from '../test/e2e/n8n';
import { runChain } from '../test/e2e/oneNode';
import { ownN8n } from '../test/e2e/sharedN8n';
import { CREDENTIALS, JOBS, type Job, type Way } from './jobs';
import { startVendorLink, type VendorLink } from './vendorLink';

const ROUND_TRIP_MS = 40;

interface Result {
	way: Way;
	done: number;
	seconds: number;
	requests: number;
	limited: number;
	connections: number;
	/** What n8n shows where the workflow stopped. */
	stopped: string;
}

async function runWay(job: Job, way: Way, n8n: RunningN8n, link: VendorLink): Promise<Result> {
	const sandbox = await startSandbox(job.sandbox);
	try {
		link.leadTo(sandbox.urls.hubspot);
		await connect(n8n, link, sandbox);
		const nodes = way.nodes(link.url);
		const execution = await runChain(n8n, nodes, job.items(sandbox));
		const names = nodes.map(({ name }) => name);
		const { requests, rateLimited } = sandbox.state().hubspot;
		return {
			way,
			done: job.done(execution, sandbox, names.at(-1) ?? ''),
			seconds: names.reduce((sum, name) => sum + execution.milliseconds(name), 0) / 1000,
			requests,
			limited: rateLimited,
			connections: link.connections(),
			stopped: reasonOf(execution),
		};
	} finally {
		await sandbox.stop();
	}
}

function reasonOf({ status, error }: Execution): string {
	return status === 'success' ? '' : (error.split('\n')[0] ?? status);
}

/** Each run has an account of its own: nothing of an earlier one counts. */
async function connect({ api }: RunningN8n, { url }: VendorLink, sandbox: Sandbox): Promise<void> {
	const account = sandbox.urls.hubspot;
	await api.createCredential(CREDENTIALS.hubSpotGtm, 'gtmHubSpotApi', {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'starter',
		apiLimitIncrease: 0,
		apiVersion: '2026-03',
		baseUrl: url,
		account,
	});
	await api.createCredential(CREDENTIALS.bearer, 'gtmBearerTokenApi', {
		token: SANDBOX_HUBSPOT_TOKEN,
		baseUrl: '',
		account,
	});
	await api.createCredential(CREDENTIALS.hubSpot, 'hubspotAppToken', {
		appToken: SANDBOX_HUBSPOT_TOKEN,
	});
	await api.createCredential(CREDENTIALS.header, 'httpHeaderAuth', {
		name: 'Authorization',
		value: `Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
	});
}

/** Prints a job's table; whether its target was met. */
function report({ title, count, most }: Job, results: Result[]): boolean {
	const isAll = ({ done }: Result): boolean => done === count;
	const ours = results.filter(({ way }) => way.isOurs);
	const others = results.filter((result) => !result.way.isOurs && isAll(result));
	const fastest = Math.min(...others.map(({ seconds }) => seconds));
	const share = Math.max(...ours.map(({ seconds }) => seconds)) / fastest;
	const met = ours.every(isAll) && share <= most;
	const rows = results.map(({ way, done, seconds, requests, limited, connections, stopped }) => [
		way.isOurs ? `**${way.name}**` : way.name,
		`${done} of ${count}${stopped ? ', stopped' : ''}`,
		`${seconds.toFixed(1)} s`,
		`${requests} (${limited})`,
		String(connections),
	]);
	const head = ['Way', 'Done', 'Time', 'Requests (429)', 'Connections'];
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	console.log(`\n### ${title}\n\n${lines.join('\n')}\n`);
	console.log(
		Number.isFinite(fastest)
			? `${share.toFixed(2)} of the time of the fastest other way that did all of it (target: at most ${most}${met ? '' : ': MISSED'})`
			: 'No other way did all of it.',
	);
	for (const { way, stopped } of results) if (stopped) console.log(`- ${way.name}: ${stopped}`);
	return met;
}

async function main(): Promise<void> {
	const wanted = process.argv.slice(2);
	const strange = wanted.filter((key) => !JOBS.some((job) => job.key === key));
	if (strange.length > 0) {
		throw new Error(
			`No such job: ${strange.join(', ')}. There are ${JOBS.map(({ key }) => key).join(', ')}.`,
		);
	}
	const link = await startVendorLink(ROUND_TRIP_MS);
	const { n8n, remove } = await ownN8n({
		HTTPS_PROXY: link.proxy,
		NODE_EXTRA_CA_CERTS: link.certificateFile,
	});
	try {
		for (const job of JOBS.filter(({ key }) => wanted.length === 0 || wanted.includes(key))) {
			const results: Result[] = [];
			for (const way of job.ways) {
				console.error(`${job.key}: ${way.name} …`);
				results.push(await runWay(job, way, n8n, link));
			}
			if (!report(job, results)) process.exitCode = 1;
		}
	} finally {
		await n8n.stop();
		await remove();
		await link.stop();
	}
}

void main();
