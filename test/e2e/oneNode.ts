import type { Execution, Workflow, WorkflowNode } from './n8n';
import type { N8nForTests } from './sharedN8n';

/** A workflow of one node, which gets these items; its errors leave on their own output. */
export async function runOneNode(
	n8n: Pick<N8nForTests, 'api'>,
	node: Partial<WorkflowNode>,
	items: object[] = [{}],
): Promise<Execution> {
	return await runChain(n8n, [{ name: 'Tested', onError: 'continueErrorOutput', ...node }], items);
}

/** A workflow of these nodes, one after the other, of which the first gets these items. */
export async function runChain(
	n8n: Pick<N8nForTests, 'api'>,
	nodes: Array<Partial<WorkflowNode> & { name: string }>,
	items: object[] = [{}],
): Promise<Execution> {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const chain = [start, ...nodes];
	const follows = chain
		.slice(1)
		.map(({ name }, place) => [
			chain[place].name,
			{ main: [[{ node: name, type: 'main', index: 0 }]] },
		]);
	const workflow: Workflow & { pinData: unknown } = {
		name: `chain: ${nodes.map(({ type }) => type).join(', ')}`,
		nodes: chain.map((node, place) => ({
			type: '',
			typeVersion: 1,
			position: [200 * place, 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(follows),
		settings: { executionOrder: 'v1' },
		pinData: { Start: items.map((json) => ({ json })) },
	};
	const workflowId = await n8n.api.importWorkflow(workflow);
	const executionId = await n8n.api.runWorkflow(workflowId);
	return await n8n.api.waitFor(workflowId, executionId);
}

export const apiRequest = (
	parameters: Record<string, unknown>,
	rest: Partial<WorkflowNode> = {},
): Partial<WorkflowNode> => ({
	type: 'n8n-nodes-gtm.apiRequest',
	typeVersion: 1,
	parameters: { resource: 'rest', gtmOptions: { firstWait: 0.05 }, ...parameters },
	...rest,
});

export const httpRequest = (
	parameters: Record<string, unknown>,
	rest: Partial<WorkflowNode> = {},
): Partial<WorkflowNode> => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters,
	...rest,
});
