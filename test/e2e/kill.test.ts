import { unlogged } from './figures';
import { mainWorkflow, nodes, openMainJob, peopleFor, type MainJob } from './mainJob';
import { readApiLog, startN8n, type RunningN8n } from './n8n';
import { ownN8n } from './sharedN8n';
import { until } from './until';

const PATIENCE_MIN = 3;
const people = peopleFor(1200);

describe('n8n killed while it writes', () => {
	let n8n: RunningN8n;
	let remove: () => Promise<void>;
	let job: MainJob;

	beforeAll(async () => {
		({ n8n, remove } = await ownN8n());
		job = await openMainJob(n8n, {
			seed: 14,
			people,
			// Slow writes, so that some are under way when n8n dies.
			faults: {
				seed: 14,
				rules: [{ vendor: 'hubspot', kind: 'slow', share: 0.5, ms: 1500 }],
			},
		});
	}, 300_000);
	afterAll(async () => {
		await n8n?.kill();
		await job?.stop();
		await remove?.();
	});

	test('the second run completes the work, and the log tells of both', async () => {
		const workflow = await mainWorkflow();
		const first = await job.start(workflow);
		await until(() => {
			const writes = job.sandbox.arrivals().filter(({ vendor }) => vendor === 'hubspot');
			return writes.length >= 5 && writes.some(({ status }) => status === undefined);
		}, PATIENCE_MIN);
		await n8n.kill();
		const before = job.sandbox.state().hubspot.contacts;
		expect(before).toBeLessThan(people);

		const open = readApiLog(n8n.userFolder).filter(({ outcome }) => outcome === 'open');
		expect(open.length).toBeGreaterThan(0);
		expect(new Set(open.map(({ execution }) => execution))).toEqual(new Set([first.executionId]));
		expect(unlogged(job.sandbox.arrivals(), job.log())).toEqual([]);

		n8n = await startN8n({ userFolder: n8n.userFolder });
		await n8n.api.signIn();
		const executionId = await n8n.api.runWorkflow(first.workflowId);
		const second = await n8n.api.waitFor(first.workflowId, executionId);
		expect(second).toMatchObject({ status: 'success', error: '' });
		expect(second.items(nodes.write)).toHaveLength(people);

		const state = job.sandbox.state();
		expect(state.hubspot).toMatchObject({ contacts: people, created: people });
		expect(state.appliedTwice).toBe(0);
		const rows = readApiLog(n8n.userFolder);
		expect(unlogged(job.sandbox.arrivals(), rows)).toEqual([]);
		// What was under way at the kill still says so, and nothing of the second run does.
		const stillOpen = rows.filter(({ outcome }) => outcome === 'open');
		expect(stillOpen.map(({ id }) => id)).toEqual(open.map(({ id }) => id));
	}, 600_000);
});
