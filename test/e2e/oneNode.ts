import type { Execution, Workflow, WorkflowNode } from './n8n';
import type { N8nForTests } from './sharedN8n';

/** A workflow of one node, which gets these items; its errors leave on their own output. */
export async function runOneNode(
	n8n: N8nForTests,
	node: Partial<WorkflowNode>,
	items: object[] = [{}],
): Promise<Execution> {
	const workflow: Workflow & { pinData: unknown } = {
		name: `one node: ${node.type ?? ''}`,
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: 'Tested',
				type: '',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
				onError: 'continueErrorOutput',
				...node,
			},
		],
		connections: { Start: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] } },
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
