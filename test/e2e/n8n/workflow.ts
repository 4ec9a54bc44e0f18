import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { projectFolder } from './install';

/** A node as the editor exports it; only what is read or changed here. */
export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id?: string | null; name: string }>;
	[setting: string]: unknown;
}

/** A workflow as the editor exports it. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

/** One of the workflows that the project offers for import. */
export async function readWorkflow(fileName: string): Promise<Workflow> {
	return JSON.parse(await readFile(join(projectFolder, 'workflows', fileName), 'utf8')) as Workflow;
}

/** The workflow with settings or parameters of one node changed; parameters are merged. */
export function withNode(
	workflow: Workflow,
	nodeName: string,
	{
		parameters = {},
		...settings
	}: { parameters?: Record<string, unknown>; [setting: string]: unknown },
): Workflow {
	if (!workflow.nodes.some(({ name }) => name === nodeName)) {
		throw new Error(`Workflow "${workflow.name}" has no node "${nodeName}"`);
	}
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.name === nodeName
				? { ...node, ...settings, parameters: { ...node.parameters, ...parameters } }
				: node,
		),
	};
}
