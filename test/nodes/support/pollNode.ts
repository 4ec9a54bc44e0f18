import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PollContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
} from 'n8n-workflow';
import { ApiRequestTrigger } from '../../../nodes/ApiRequest/ApiRequestTrigger.node';
import { additional } from './runNode';

/** What polls have handed over is noted here, and not in the folder of an n8n on this machine. */
const folder = mkdtempSync(join(tmpdir(), 'gtm-store-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export interface Poller {
	/** A poll, and the execution that n8n starts with what it has given: what this gives on. */
	poll(mode?: 'trigger' | 'manual'): Promise<INodeExecutionData[][] | null>;
	/** A poll whose items n8n has not taken over yet. */
	give(): Promise<INodeExecutionData[][] | null>;
	/** What n8n stores with the workflow. */
	staticData: IDataObject;
	/** What the node has written into n8n's log. */
	warnings: string[];
	infos: string[];
	/** From now on the process is another one, as after a crash; n8n has stored what `staticData` holds. */
	crash(): void;
}

export interface PollerSetup {
	/** API Request Trigger unless told. */
	type?: INodeType;
	/** How long n8n lets a poll take. */
	budgetMs?: number;
}

let pollers = 0;

/** The polling trigger in n8n-core's own engine, as an active workflow has it. */
export function poller(
	parameters: IDataObject,
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
	{ type = new ApiRequestTrigger(), budgetMs }: PollerSetup = {},
): Poller {
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
		settings: { executionOrder: 'v1' },
	});
	const inWorkflow = workflow.getNode('Trigger') ?? node;
	const warnings: string[] = [];
	const infos: string[] = [];
	const data = () => additional(credentials, 'poll', [], workflow);
	const context = () =>
		new PollContext(
			workflow,
			inWorkflow,
			data(),
			'trigger',
			'activate',
			...Array<undefined>(5).fill(undefined),
			budgetMs === undefined ? undefined : () => budgetMs,
		);
	const logged = async <Value>(work: () => Promise<Value>): Promise<Value> => {
		const { logger } = context();
		const warn = jest.spyOn(logger, 'warn').mockImplementation((text) => {
			warnings.push(text);
		});
		const info = jest.spyOn(logger, 'info').mockImplementation((text) => {
			infos.push(text);
		});
		return await work().finally(() => {
			warn.mockRestore();
			info.mockRestore();
		});
	};
	const give = async () => (await type.poll?.call(context())) ?? null;
	return {
		staticData: workflow.getStaticData('node', inWorkflow),
		warnings,
		infos,
		give: async () => await logged(give),
		poll: async (mode = 'trigger') =>
			await logged(async () => {
				if (mode === 'manual') {
					const test = new WorkflowExecute(data(), 'manual');
					return givenBy(await test.run({ workflow, startNode: inWorkflow }));
				}
				const main = await give();
				if (main === null) return null;
				const nodeExecutionStack = [{ node: inWorkflow, data: { main }, source: null }];
				const begun = createRunExecutionData({ executionData: { nodeExecutionStack } });
				const execution = new WorkflowExecute(data(), 'trigger', begun);
				return givenBy(await execution.processRunExecutionData(workflow));
			}),
		crash: () => {
			const state: unknown = Reflect.get(globalThis, Symbol.for('n8n-nodes-gtm.v1'));
			if (state instanceof Map) state.clear();
		},
	};
}

function givenBy({ data: { resultData } }: IRun): INodeExecutionData[][] {
	if (resultData.error) throw resultData.error;
	const { data } = resultData.runData.Trigger?.at(-1) ?? {};
	return (data?.main ?? []).map((items) => (items ?? []).map(({ json }) => ({ json })));
}
