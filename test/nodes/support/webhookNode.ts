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
}

export interface Answered {
	status: number;
	answer: unknown;
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
	const common = {
		getNode: () => ({ id, name: 'Trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string, fallback?: unknown) => values[name] ?? fallback,
		logger: { error: () => undefined, warn: () => undefined },
	};

	async function receive({ body, headers = {}, query = {}, method = 'POST' }: Call) {
		const told = { status: 200, answer: undefined as unknown };
		const response = {
			setHeader: () => response,
			status: (status: number) => {
				told.status = status;
				return response;
			},
			json: (answer: unknown) => {
				told.answer = answer;
				return response;
			},
		};
		const parsed = (): IDataObject => {
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
			getNodeWebhookUrl: () => 'https://n8n.example/webhook/1/webhook',
			getCredentials: async () => await Promise.resolve(credential),
		};
		const given = await node.webhook.call(context as object as IWebhookFunctions);
		return { told: { ...told, answer: given.webhookResponse ?? told.answer }, given };
	}

	async function call(sent: Call): Promise<Answered> {
		const { told, given } = await receive(sent);
		const [items] = given.workflowData ?? [];
		if (!items) return { ...told, items: [] };
		const context = { ...common, getInputData: (): INodeExecutionData[] => items };
		const [run = []] = await node.execute.call(context as object as IExecuteFunctions);
		return { ...told, items: run.map(({ json }) => json) };
	}

	return {
		call,
		/** Ends before the execution begins. */
		claimOnly: async (sent: Call) => await receive(sent),
		description: node.description,
		methods: node.webhookMethods.default,
	};
}
