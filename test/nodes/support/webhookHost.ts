import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExecuteContext, HookContext, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { additional, type NodeSetup } from './runNode';

/** n8n's part for webhook triggers: its own contexts, and calls over a real socket. */
export class WebhookHost {
	/** What the nodes have written into n8n's log as warnings, errors, or for debugging. */
	readonly logged: string[] = [];
	private readonly triggers: Trigger[] = [];

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(): Promise<WebhookHost> {
		const server = createServer();
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const { port } = server.address() as AddressInfo;
		const host = new WebhookHost(server, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => void host.answer(request, response));
		return host;
	}

	/** A workflow with this trigger. */
	add(
		type: INodeType,
		parameters: IDataObject,
		credentials: Record<string, IDataObject>,
		webhookId: string = randomUUID(),
	): Trigger {
		const given = { type, parameters, credentials, webhookId };
		const trigger = new Trigger(given as Given, this.url, (text) => void this.logged.push(text));
		this.triggers.push(trigger);
		return trigger;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((done) => this.server.close(done));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body: Buffer[] = [];
		for await (const part of request) body.push(part as Buffer);
		const trigger = this.triggers.find((each) => each.listensTo(request.url ?? ''));
		if (trigger) await trigger.receive(request, Buffer.concat(body), response);
		else response.writeHead(404).end();
	}
}

interface Given {
	type: INodeType;
	parameters: INode['parameters'];
	credentials: NodeSetup['credentials'];
	webhookId: string;
}

let workflows = 0;

export class Trigger {
	/** The items that executions have begun with. */
	readonly runs: IDataObject[][] = [];
	/** Its host as the vendor knows it: that of the server unless told. */
	baseUrl: string;
	/** Asked when an execution shall begin: true kills n8n instead. */
	dies = () => false;
	/** Those addresses of the trigger that n8n answers now. */
	private readonly open = new Set<'webhook' | 'webhook-test'>();
	private workflow: Workflow;
	private readonly tests: Workflow;

	constructor(
		private readonly given: Given,
		private readonly host: string,
		private readonly log: (text: string) => void,
	) {
		this.baseUrl = host;
		this.workflow = this.newWorkflow(`workflow ${(workflows += 1)}`);
		this.tests = this.newWorkflow(this.workflow.id);
	}

	/** Can be changed, as by somebody in the editor. */
	get parameters(): INode['parameters'] {
		return this.node().parameters;
	}

	get credentials(): NodeSetup['credentials'] {
		return this.given.credentials;
	}

	/** What n8n stores with the workflow for the trigger. */
	get memory(): IDataObject {
		return this.workflow.getStaticData('node', this.node());
	}

	get description(): INodeType['description'] {
		return this.given.type.description;
	}

	url(path: 'webhook' | 'webhook-test' = 'webhook'): string {
		return `${this.host}/${path}/${this.given.webhookId}/webhook`;
	}

	/** The items of all executions, one after the other. */
	get items(): IDataObject[] {
		return this.runs.flat();
	}

	/** As n8n does it: what exists is not created. After an error it is taken back. */
	async activate(mode: WorkflowActivateMode = 'activate'): Promise<void> {
		this.open.add('webhook');
		const context = this.hook(this.workflow, 'trigger', mode, false);
		await this.create(context).catch(async (error: unknown) => {
			await this.deactivate();
			throw error;
		});
	}

	async deactivate(): Promise<void> {
		await this.methods().delete.call(this.hook(this.workflow, 'internal', 'update', false));
		this.open.delete('webhook');
	}

	/** n8n ends and is started again: what it has stored is all that is left. */
	async restart(): Promise<void> {
		const { id, staticData } = this.workflow;
		this.workflow = this.newWorkflow(id, JSON.parse(JSON.stringify(staticData)) as IDataObject);
		await this.activate('init');
	}

	/** Somebody listens in the editor. */
	async listen(): Promise<void> {
		this.open.add('webhook-test');
		await this.create(this.hook(this.tests, 'manual', 'manual', true)).catch((error: unknown) => {
			this.open.delete('webhook-test');
			throw error;
		});
	}

	async stopListening(): Promise<void> {
		await this.methods().delete.call(this.hook(this.tests, 'internal', 'update', true));
		this.open.delete('webhook-test');
	}

	listensTo(path: string): boolean {
		const { pathname } = new URL(path, this.host);
		return [...this.open].some((each) => this.url(each) === `${this.host}${pathname}`);
	}

	async receive(
		request: IncomingMessage,
		rawBody: Buffer,
		response: ServerResponse,
	): Promise<void> {
		const url = new URL(request.url ?? '', this.host);
		const isTest = url.pathname.startsWith('/webhook-test/');
		const answer = responseOf(response);
		const data = {
			...this.additional(this.workflow),
			httpRequest: {
				method: request.method,
				headers: request.headers,
				originalUrl: request.url,
				query: Object.fromEntries(url.searchParams),
				rawBody,
				body: parsed(rawBody),
			},
			httpResponse: answer,
		} as object as IWorkflowExecuteAdditionalData;
		const mode = isTest ? 'manual' : 'webhook';
		const webhookData = this.webhookData(isTest, data);
		// A test has what its own registration has stored.
		const workflow = isTest ? this.tests : this.workflow;
		const node = this.node(workflow);
		const context = new WebhookContext(workflow, node, data, mode, webhookData, [], null);
		this.listenToLog(context);
		const given: IWebhookResponseData = (await this.given.type.webhook?.call(context)) ?? {};
		const [items] = given.workflowData ?? [];
		if (items && this.dies()) {
			response.destroy();
			return;
		}
		if (!given.noWebhookResponse) answer.status(200).json(given.webhookResponse ?? {});
		if (items) await this.run(items, data);
	}

	private async run(
		items: INodeExecutionData[],
		data: IWorkflowExecuteAdditionalData,
	): Promise<void> {
		const node = this.node();
		const main = [items];
		const context = new ExecuteContext(
			this.workflow,
			node,
			data,
			'webhook',
			createRunExecutionData({}),
			0,
			items,
			{ main },
			{ node, data: { main }, source: null },
			[],
		);
		this.listenToLog(context);
		const given = (await this.given.type.execute?.call(context)) ?? [];
		if (!Array.isArray(given)) throw new Error('The trigger gives no items');
		this.runs.push((given[0] ?? []).map(({ json }) => json));
	}

	private async create(context: HookContext): Promise<void> {
		const { checkExists, create } = this.methods();
		if (!(await checkExists.call(context))) await create.call(context);
	}

	private methods() {
		const methods = this.given.type.webhookMethods?.default;
		const { checkExists, create, delete: remove } = methods ?? {};
		if (!checkExists || !create || !remove) throw new Error('The trigger lacks webhook methods');
		return { checkExists, create, delete: remove };
	}

	private hook(
		workflow: Workflow,
		mode: 'trigger' | 'manual' | 'internal',
		activation: WorkflowActivateMode,
		isTest: boolean,
	): HookContext {
		const data = this.additional(workflow);
		const webhookData = this.webhookData(isTest, data);
		const node = this.node(workflow);
		const context = new HookContext(workflow, node, data, mode, activation, webhookData);
		this.listenToLog(context);
		return context;
	}

	private webhookData(isTest: boolean, data: IWorkflowExecuteAdditionalData): IWebhookData {
		const [webhookDescription] = this.given.type.description.webhooks ?? [];
		if (!webhookDescription) throw new Error('The trigger describes no webhook');
		return {
			httpMethod: 'POST',
			node: 'Trigger',
			path: '',
			webhookDescription,
			workflowId: this.workflow.id,
			workflowExecuteAdditionalData: data,
			isTest,
		};
	}

	private node(workflow = this.workflow): INode {
		const node = workflow.getNode('Trigger');
		if (!node) throw new Error('The workflow has no trigger');
		return node;
	}

	private newWorkflow(id: string, staticData: IDataObject = {}): Workflow {
		const { type, parameters, credentials, webhookId } = this.given;
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: webhookId,
			webhookId,
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(
				Object.keys(credentials).map((name) => [name, { id: '1', name }]),
			),
		};
		return new Workflow({
			id,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData,
		});
	}

	private additional(workflow: Workflow): IWorkflowExecuteAdditionalData {
		return {
			...additional(this.given.credentials, '', [], workflow),
			webhookBaseUrl: `${this.baseUrl}/webhook`,
			webhookTestBaseUrl: `${this.baseUrl}/webhook-test`,
		};
	}

	private listenToLog({ logger }: Pick<HookContext, 'logger'>): void {
		for (const level of ['debug', 'warn', 'error'] as const) {
			jest
				.spyOn(logger, level)
				.mockImplementation((...told: unknown[]) => this.log(String(told[0])));
		}
	}
}

/** As n8n has it: nothing for no body, and an empty object for what is no JSON. */
function parsed(rawBody: Buffer): unknown {
	if (rawBody.length === 0) return undefined;
	try {
		return JSON.parse(rawBody.toString());
	} catch {
		return {};
	}
}

/** What nodes use of Express. */
function responseOf(response: ServerResponse) {
	const answer = {
		setHeader: (name: string, value: string) => {
			response.setHeader(name, value);
			return answer;
		},
		status: (status: number) => {
			response.statusCode = status;
			return answer;
		},
		send: (body: string) => {
			response.end(body);
			return answer;
		},
		json: (body: unknown) => answer.send(JSON.stringify(body)),
	};
	return answer;
}
