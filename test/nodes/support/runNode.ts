import 'reflect-metadata';
import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentials,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { checkSchema } from './outputSchema';

/** Gives the credentials of a test to n8n-core's engine. */
class TestCredentials extends ICredentialsHelper {
	constructor(private readonly data: Record<string, ICredentialDataDecryptedObject>) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(): Promise<IHttpRequestOptions> {
		return await Promise.reject(new Error('The nodes send by themselves'));
	}

	async preAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('Not used'));
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_node: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		return await Promise.resolve(this.data[type] ?? {});
	}

	async updateCredentials(): Promise<void> {
		await Promise.resolve();
	}

	async updateCredentialsOauthTokenData(
		_node: unknown,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.data[type] ?? {};
		this.data[type] = { ...stored, ...(oauthTokenData ? { oauthTokenData } : {}) };
		await Promise.resolve();
	}

	getCredentialsProperties(): INodeProperties[] {
		return [];
	}
}

/** A node that gives the test's input items. */
function startNode(items: IDataObject[], binary?: IBinaryKeyData): INodeType {
	return {
		description: {
			displayName: 'Start',
			name: 'start',
			group: ['trigger'],
			version: 1,
			description: 'Gives items',
			defaults: { name: 'Start' },
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute: async () =>
			await Promise.resolve([items.map((json) => ({ json, ...(binary ? { binary } : {}) }))]),
	};
}

export interface NodeRun {
	/** Items of each output: [success] or [success, error]. */
	outputs: INodeExecutionData[][];
	hints: NodeExecutionHint[];
	/** Set when the node stopped the workflow. */
	error?: { message: string; description?: string | null };
	messages: string[];
	run: IRun;
}

export interface NodeSetup {
	node: INodeType;
	parameters: INode['parameters'];
	credentials: Record<string, ICredentialDataDecryptedObject>;
	items: IDataObject[];
	/** A file of each item. */
	binary?: IBinaryKeyData;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
	/** Stops the execution, as n8n's stop button does. */
	stopAfterMs?: number;
	/** The same, as soon as this is over. */
	stopWhen?: Promise<unknown>;
}

let executions = 0;

/** Runs a node in n8n-core's own engine: Start -> node. */
export async function runNode(setup: NodeSetup): Promise<NodeRun> {
	const { node: type, parameters, credentials, items } = setup;
	const start = startNode(items, setup.binary);
	const types: Record<string, INodeType> = { start, tested: type };
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name] ?? start,
		getByNameAndVersion: (name) => types[name] ?? start,
		getKnownTypes: () => ({}),
	};
	const tested: INode = {
		id: 'tested',
		name: 'Tested',
		type: 'tested',
		typeVersion: 1,
		position: [200, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: '1', name }]),
		),
		...(setup.onError ? { onError: setup.onError } : {}),
		...(setup.retryOnFail
			? { retryOnFail: true, maxTries: setup.maxTries ?? 3, waitBetweenTries: 1 }
			: {}),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [
			{ id: 's', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
			tested,
		],
		connections: { Start: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const messages: string[] = [];
	const executionId = String((executions += 1));
	const additionalData = additional(credentials, executionId, messages, workflow);
	const execution = new WorkflowExecute(additionalData, 'manual').run({
		workflow,
		startNode: workflow.nodes.Start,
	});
	if (setup.stopAfterMs !== undefined) setTimeout(() => execution.cancel(), setup.stopAfterMs);
	void setup.stopWhen?.then(() => execution.cancel());
	const run = await execution;
	const data = run.data.resultData.runData.Tested?.at(-1);
	const outputs = (data?.data?.main ?? []).map((output) => output ?? []);
	checkSchema(type, parameters, outputs[0]);
	return {
		outputs,
		hints: data?.hints ?? [],
		messages,
		run,
		...(data?.error
			? { error: { message: data.error.message, description: data.error.description ?? null } }
			: {}),
	};
}

export function additional(
	credentials: Record<string, ICredentialDataDecryptedObject>,
	executionId: string,
	messages: string[],
	workflow: Workflow,
): IWorkflowExecuteAdditionalData {
	const none = async () => await Promise.reject(new Error('Not used'));
	const unused = {
		restApiUrl: 'http://127.0.0.1/',
		instanceBaseUrl: 'http://127.0.0.1/',
		formBaseUrl: 'http://127.0.0.1/',
		formWaitingBaseUrl: 'http://127.0.0.1/',
		formTestBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: 'http://127.0.0.1/',
		webhookWaitingBaseUrl: 'http://127.0.0.1/',
		webhookTestBaseUrl: 'http://127.0.0.1/',
		mcpBaseUrl: 'http://127.0.0.1/',
		mcpTestBaseUrl: 'http://127.0.0.1/',
	};
	return {
		...unused,
		credentialsHelper: new TestCredentials(credentials),
		executeWorkflow: none,
		getRunExecutionData: async () => await Promise.resolve(undefined),
		getRuntimeCredential: async () => await Promise.resolve(undefined),
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
		sendDataToUI: (_type, data) => messages.push(JSON.stringify(data)),
		hooks: new ExecutionLifecycleHooks('manual', executionId, {
			id: workflow.id,
			name: 'Test',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: [],
			connections: {},
			activeVersionId: null,
		}),
		startRunnerTask: none,
		externalSecretsProxy: new ExternalSecretsProxy(),
	};
}
