import 'reflect-metadata';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';
import { ApiTrigger } from '../../../nodes/ApiTrigger/ApiTrigger.node';

export interface Call {
	body: string;
	headers?: Record<string, string>;
	query?: IDataObject;
	method?: string;
	/** Which entry of the node n8n has called: that of the events unless told. */
	webhook?: 'default' | 'setup';
}

export interface Answered {
	status: number;
	answer: unknown;
	/** Headers that the node itself has set. */
	headers: Record<string, string>;
	/** Items that the execution begins with; none where there is no run. */
	items: IDataObject[];
}

let hooks = 0;

/** The trigger as n8n calls it: first for the call, then, where it gives items, in the execution. */
export function hook(parameters: IDataObject, credential: IDataObject = {}) {
	const node = new ApiTrigger();
	const id = `trigger ${(hooks += 1)}`;
	const defaults = Object.fromEntries(
		node.description.properties.map(({ name, default: value }) => [name, value]),
	);
	const values: IDataObject = { ...defaults, ...(parameters as typeof defaults) };
	const logged: string[] = [];
	const log = (text: string) => void logged.push(text);
	const common = {
		getNode: () => ({ id, name: 'Trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string, fallback?: unknown) => values[name] ?? fallback,
		logger: { error: log, warn: log, debug: () => undefined },
	};

	async function receive(sent: Call) {
		const { body, headers = {}, query = {}, method = 'POST', webhook = 'default' } = sent;
		const told = {
			status: 200,
			answer: undefined as unknown,
			headers: {} as Record<string, string>,
		};
		const response = {
			setHeader: (name: string, value: string) => {
				told.headers[name] = value;
				return response;
			},
			send: (answer: unknown) => response.json(answer),
			status: (status: number) => {
				told.status = status;
				return response;
			},
			json: (answer: unknown) => {
				told.answer = answer;
				return response;
			},
		};
		/** As n8n has it: nothing for no body, and an empty object for what is no JSON. */
		const parsed = (): IDataObject | undefined => {
			if (body === '') return undefined;
			try {
				return JSON.parse(body.replace(/^\uFEFF/, '')) as IDataObject;
			} catch {
				return {};
			}
		};
		const context = {
			...common,
			getMode: () => 'webhook',
			getRequestObject: () => ({ rawBody: Buffer.from(body), method }),
			getResponseObject: () => response,
			getHeaderData: () => headers,
			getQueryData: () => query,
			getBodyData: parsed,
			getWebhookName: () => webhook,
			getNodeWebhookUrl: () => 'https://n8n.example/webhook/1/webhook',
			getCredentials: async () => await Promise.resolve(credential),
		};
		const given = await node.webhook.call(context as object as IWebhookFunctions);
		return { told: { ...told, answer: given.webhookResponse ?? told.answer }, given };
	}

	/** The execution that begins with these items, as a worker has it in queue mode. */
	async function run(items: INodeExecutionData[]): Promise<IDataObject[]> {
		const context = { ...common, getInputData: () => items };
		const [given = []] = await node.execute.call(context as object as IExecuteFunctions);
		return given.map(({ json }) => json);
	}

	async function call(sent: Call): Promise<Answered> {
		const { told, given } = await receive(sent);
		const [items] = given.workflowData ?? [];
		return { ...told, items: items ? await run(items) : [] };
	}

	return {
		call,
		/** What the node has written into n8n's log as a warning or an error. */
		logged,
		run,
		/** Ends before the execution begins. */
		claimOnly: async (sent: Call) => await receive(sent),
		description: node.description,
		methods: node.webhookMethods.default,
	};
}
