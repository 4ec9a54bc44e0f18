import { unlogged } from './figures';
import { mainWorkflow, nodes, openMainJob, type MainJob } from './mainJob';
import { withNode } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const people = 1000;
const perRequest = 10;

describe('contacts by Create, with connections dropped after HubSpot has written', () => {
	let n8n: N8nForTests;
	let job: MainJob;

	beforeAll(async () => {
		n8n = await n8nForTests();
	}, 300_000);
	beforeEach(async () => {
		job = await openMainJob(n8n, {
			seed: 13,
			people,
			faults: {
				seed: 13,
				rules: [{ vendor: 'hubspot', path: '/batch/create$', kind: 'drop-after', share: 0.03 }],
			},
		});
	});
	afterEach(async () => await job.stop());
	afterAll(async () => await n8n?.release());

	test.each([
		['without Retry On Fail', {}],
		['with Retry On Fail', { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 }],
	])(
		'nothing is sent again, and what is unknown is told, %s',
		async (_, settings) => {
			const execution = await job.run(
				withNode(await mainWorkflow(), nodes.write, {
					...settings,
					parameters: {
						operation: 'create',
						fields: {
							mappingMode: 'defineBelow',
							value: { email: '={{ $json.email }}', lastname: '={{ $json.last_name }}' },
							matchingColumns: [],
							schema: [],
						},
						gtmOptions: { itemsPerRequest: perRequest },
					},
				}),
			);
			expect(execution).toMatchObject({ status: 'success', error: '' });

			const state = job.sandbox.state();
			expect(state.appliedTwice).toBe(0);
			expect(state.createsResent).toBe(0);
			expect(state.hubspot).toMatchObject({ contacts: people, requests: people / perRequest });
			expect(state.unanswered.length).toBeGreaterThanOrEqual(2 * perRequest);

			const failed = execution.items(nodes.write, 1);
			const reported = failed.map(({ email }) => String(email).toLowerCase());
			expect(reported.sort()).toEqual(state.unanswered.map(({ key }) => key).sort());
			for (const item of failed) expect(item.details).toMatchObject({ outcome: 'unknown' });
			expect(execution.items(nodes.write)).toHaveLength(people - failed.length);
			expect(unlogged(job.sandbox.arrivals(), job.log())).toEqual([]);
		},
		600_000,
	);
});
