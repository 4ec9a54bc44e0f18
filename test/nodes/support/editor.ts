import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INode, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { additional, type NodeSetup } from './runNode';

/** What n8n's editor hands to the lists of a node, with the parameters that it shows. */
export function editorOf(
	node: INodeType,
	parameters: INode['parameters'],
	credentials: NodeSetup['credentials'],
): ILoadOptionsFunctions {
	const nodeTypes: INodeTypes = {
		getByName: () => node,
		getByNameAndVersion: () => node,
		getKnownTypes: () => ({}),
	};
	const edited: INode = {
		id: 'edited',
		name: 'Edited',
		type: 'edited',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: '1', name }]),
		),
	};
	const workflow = new Workflow({ nodes: [edited], connections: {}, active: false, nodeTypes });
	// A workflow fills in the defaults of parameters, as the editor does.
	const shown = workflow.nodes.Edited;
	const currentNodeParameters = shown.parameters;
	const data = { ...additional(credentials, '', [], workflow), currentNodeParameters };
	return new LoadOptionsContext(workflow, shown, data, '');
}
