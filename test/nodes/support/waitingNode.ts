import 'reflect-metadata';
import { WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowSettings,
	NodeExecutionHint,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { additional, type NodeSetup } from './runNode';

const plainNode = (name: string, inputs: INodeType['description']['inputs']): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return await Promise.resolve([this.getInputData()]);
	},
});

interface WaitSetup extends Pick<NodeSetup, 'node' | 'parameters' | 'credentials' | 'onError'> {
	items: IDataObject[];
	/** Of the node: another one is another waiter. */
	nodeId?: string;
	settings?: IWorkflowSettings;
	retryOnFail?: boolean;
	/** The node's type as n8n knows it. */
	type?: string;
	/** Begins at the node itself, which nothing is connected to. */
	isAlone?: boolean;
}

let executions = 0;

/**
 * An execution of Start -> Tested -> Behind in n8n-core's own engine, which sleeps and is woken up as
 * n8n does it: all that is left of it in between is what n8n stores.
 */
export class WaitingExecution {
	private run: IRun | undefined;
	private readonly id = String((executions += 1));

	private constructor(private readonly setup: WaitSetup) {}

	/** Runs until it ends or sleeps. */
	static async start(setup: WaitSetup): Promise<WaitingExecution> {
		const execution = new WaitingExecution(setup);
		const workflow = execution.workflow();
		execution.run = await new WorkflowExecute(execution.additional(workflow), 'manual').run({
			workflow,
			startNode: workflow.nodes[setup.isAlone ? 'Tested' : 'Start'],
		});
		return execution;
	}

	/** Its sleep is over, if it sleeps: as after a restart of n8n, nothing of before is in memory. */
	async wake(): Promise<void> {
		if (this.status !== 'waiting') return;
		const workflow = this.workflow();
		// As n8n's database does it, this keeps which objects are the same one.
		const data = structuredClone(this.data) as IRunExecutionData;
		const engine = new WorkflowExecute(this.additional(workflow), 'manual', data);
		this.run = await engine.processRunExecutionData(workflow);
	}

	get status(): string {
		return this.run?.status ?? '';
	}

	get error(): string {
		return this.run?.data.resultData.error?.message ?? '';
	}

	get description(): string {
		const { error } = this.run?.data.resultData ?? {};
		return error && 'description' in error ? String(error.description) : '';
	}

	/** How long it sleeps from now on, in ms. */
	get sleepsFor(): number {
		return (this.run?.waitTill?.getTime() ?? NaN) - systemClock.now();
	}

	/** All that is stored of it. */
	get data(): IRunExecutionData | undefined {
		return this.run?.data;
	}

	/** How often the node stands in what n8n shows of the execution. */
	get runs(): number {
		return this.run?.data.resultData.runData.Tested?.length ?? 0;
	}

	/** What the node has given out: [success, error]. */
	get outputs(): INodeExecutionData[][] {
		return (this.run?.data.resultData.runData.Tested?.at(-1)?.data?.main ?? []).map(
			(output) => output ?? [],
		);
	}

	/** What has come to the node behind. */
	get behind(): INodeExecutionData[] {
		return this.run?.data.resultData.runData.Behind?.at(-1)?.data?.main[0] ?? [];
	}

	get hints(): NodeExecutionHint[] {
		return this.run?.data.resultData.runData.Tested?.at(-1)?.hints ?? [];
	}

	private workflow(): Workflow {
		const { node, parameters, credentials, items, onError, nodeId, retryOnFail, type } = this.setup;
		const start = plainNode('start', []);
		start.execute = async () => await Promise.resolve([items.map((json) => ({ json }))]);
		const types: Record<string, INodeType> = {
			start,
			tested: node,
			behind: plainNode('behind', [NodeConnectionTypes.Main]),
		};
		const typeOf = (name: string) => (name === type ? node : (types[name] ?? start));
		const nodeTypes: INodeTypes = {
			getByName: typeOf,
			getByNameAndVersion: typeOf,
			getKnownTypes: () => ({}),
		};
		const nodeOf = (name: string, more: Partial<INode> = {}): INode => ({
			id: name,
			name,
			type: name.toLowerCase(),
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...more,
		});
		const to = (name: string) => ({
			main: [[{ node: name, type: NodeConnectionTypes.Main, index: 0 }]],
		});
		return new Workflow({
			id: 'workflow',
			nodes: [
				nodeOf('Start'),
				nodeOf('Tested', {
					id: nodeId ?? 'tested',
					...(type ? { type } : {}),
					parameters,
					credentials: Object.fromEntries(
						Object.keys(credentials).map((name) => [name, { id: '1', name }]),
					),
					...(onError ? { onError } : {}),
					...(retryOnFail ? { retryOnFail, maxTries: 2, waitBetweenTries: 1 } : {}),
				}),
				nodeOf('Behind'),
			],
			connections: {
				...(this.setup.isAlone ? {} : { Start: to('Tested') }),
				Tested: to('Behind'),
			},
			active: false,
			nodeTypes,
			settings: this.setup.settings ?? { executionOrder: 'v1' },
		});
	}

	private additional(workflow: Workflow) {
		return additional(this.setup.credentials, this.id, [], workflow);
	}
}
