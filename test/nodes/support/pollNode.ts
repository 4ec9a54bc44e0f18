import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
} from 'n8n-workflow';
import { ApiRequestTrigger } from '../../../nodes/ApiRequest/ApiRequestTrigger.node';
import { additional } from './runNode';

export interface Poller {
	poll(mode?: 'trigger' | 'manual'): Promise<INodeExecutionData[][] | null>;
	/** What n8n stores with the workflow. */
	staticData: IDataObject;
	/** What the node has written into n8n's log. */
	warnings: string[];
	infos: string[];
}

let pollers = 0;

/** The polling trigger in n8n-core's own context, as an active workflow has it. */
export function poller(
	parameters: IDataObject,
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
): Poller {
	const type = new ApiRequestTrigger();
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: `trigger ${(pollers += 1)}`,
		name: 'Trigger',
		type: 'trigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: '1', name }]),
		),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		settings: {},
	});
	const inWorkflow = workflow.getNode('Trigger') ?? node;
	const warnings: string[] = [];
	const infos: string[] = [];
	return {
		staticData: workflow.getStaticData('node', inWorkflow),
		warnings,
		infos,
		poll: async (mode = 'trigger') => {
			const data = additional(credentials, 'poll', [], workflow);
			const context = new PollContext(workflow, inWorkflow, data, mode, 'activate');
			const warn = jest.spyOn(context.logger, 'warn').mockImplementation((text) => {
				warnings.push(text);
			});
			const info = jest.spyOn(context.logger, 'info').mockImplementation((text) => {
				infos.push(text);
			});
			return await type.poll.call(context).finally(() => {
				warn.mockRestore();
				info.mockRestore();
			});
		},
	};
}
