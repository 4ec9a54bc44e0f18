import type { INodeProperties } from 'n8n-workflow';
import { HubSpot } from '../../nodes/HubSpot/HubSpot.node';
import { openMainJob, type MainJob } from './mainJob';
import { readWorkflow, type Execution, type Workflow } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';
import { workflowFaults } from './workflowFaults';

const VISITORS = 3;
const { properties } = new HubSpot().description;

let n8n: N8nForTests;
let job: MainJob;
let workflow: Workflow;
beforeAll(async () => {
	n8n = await n8nForTests();
	workflow = await readWorkflow('trade-fair-in-hubspot.json');
}, 1_200_000);
beforeEach(async () => {
	job = await openMainJob(n8n, { seed: 21, people: 0, faults: workflowFaults('hubspot', 21) });
});
afterEach(async () => await job.stop());
afterAll(async () => await n8n?.release());

const isHubSpot = ({ type }: { type: string }) => type === 'n8n-nodes-gtm.hubSpot';
const named = ({ parameters }: { parameters: Record<string, unknown> }) =>
	`${String(parameters.resource)}.${String(parameters.operation)}`;

const results = (execution: Execution, name: string) =>
	execution.items(name).map(({ result }) => result);

/** "contact.create" of every operation that the node offers. */
function operations(): string[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }: INodeProperties) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				options.map((option) => `${String(resource)}.${'value' in option ? option.value : ''}`),
			),
		);
}

test('the workflow uses at least half of the operations of HubSpot GTM', () => {
	const used = new Set(workflow.nodes.filter(isHubSpot).map(named));
	const all = operations();
	expect([...used].filter((each) => !all.includes(each))).toEqual([]);
	expect(used.size).toBeGreaterThanOrEqual(all.length / 2);
});

test('it runs to its end through faults, every node gives items, and a second run creates nobody twice', async () => {
	const first = await job.run(workflow);
	expect(first).toMatchObject({ status: 'success', error: '' });
	const idle = workflow.nodes
		.filter(isHubSpot)
		.filter(({ name }) => first.items(name).length === 0)
		.map(({ name }) => name);
	expect(idle).toEqual([]);
	const { hubspot, appliedTwice } = job.sandbox.state();
	expect(appliedTwice).toBe(0);
	expect(hubspot.objects).toMatchObject({
		contacts: { records: VISITORS, created: VISITORS },
		companies: { records: VISITORS, created: VISITORS },
		deals: { records: VISITORS },
		tickets: { records: VISITORS },
		leads: { records: 0, archived: VISITORS },
		notes: { records: VISITORS },
		tasks: { records: VISITORS },
		calls: { records: VISITORS },
		meetings: { records: VISITORS },
		emails: { records: 0, archived: VISITORS },
	});
	expect(results(first, 'Add to the List')).toEqual(['added', 'added', 'added']);
	expect(results(first, 'Contacts')).toEqual(['created', 'created', 'created']);
	expect(first.items('Enroll in a Sequence')).toHaveLength(VISITORS);

	const second = await job.run(workflow);
	expect(second).toMatchObject({ status: 'success', error: '' });
	expect(results(second, 'Companies')).toEqual(['updated', 'updated', 'updated']);
	expect(results(second, 'Contacts')).toEqual(['updated', 'updated', 'updated']);
	// HubSpot has each of them in one sequence at a time.
	expect(second.items('Enroll in a Sequence', 1)).toHaveLength(VISITORS);
	expect(job.sandbox.state().hubspot.objects).toMatchObject({
		contacts: { records: VISITORS, created: VISITORS },
		companies: { records: VISITORS, created: VISITORS },
	});
}, 600_000);
