import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Where in which execution the node runs: the same in each of its tries, also in that of a worker that
 * takes on what another one has left.
 */
export function placeOf(context: IExecuteFunctions): string {
	const { $runIndex: run } = context.getWorkflowDataProxy(0);
	return [context.getExecutionId(), context.getNode().id, String(run)].join('/');
}
