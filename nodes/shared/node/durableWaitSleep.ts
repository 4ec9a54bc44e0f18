import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	ISourceData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { waitStore } from './durableWaitRun';
import { Problem } from './parameters';
import type { ItemResult } from './results';

/** Tells the call in which the node goes to sleep from all others. */
const SLEEP = 'gtm-sleep';
const WAKE_PATH = 'gtm-wake';

/** What a node keeps while it sleeps; n8n stores it with the execution. */
export interface Kept {
	run: string;
	/** When it waits no more, ms since 1970, and how long that was. */
	deadline: number;
	longestMs: number;
	/** Whether nobody calls n8n, so that it asks for its answers itself. */
	polls: boolean;
	/** When it asks next for what has not come, ms since 1970. */
	pollAt: number;
	/** Items that wait for nothing. */
	settled: Array<[item: number, result: ItemResult]>;
}

/** How an operation ends a call of its node, to be called again later. */
export interface Sleep {
	/** What it kept when it went to sleep; undefined in the first call of a run. */
	readonly kept: Kept | undefined;
	/** Tells this node from all others of this n8n. */
	readonly owner: string;
	/** Why this execution cannot sleep. */
	obstacle(): Problem | undefined;
	/** The address that wakes this execution up. */
	wakeUrl(run: string): string;
	/** At `time` (ms since 1970), or when it is woken up, the node is called again with the same items. */
	until(time: number, kept: Kept): void;
}

interface Memory extends Kept {
	source: Array<ISourceData | null>;
}

/**
 * The sleep of a node, which survives a restart of n8n: an EngineRequest that names the node itself makes
 * n8n's engine call it twice more, first to go to sleep (`goToSleep`), and when that is over again with its
 * items and what it has kept (tried in n8n 2.41, in regular and queue mode).
 */
export class NodeSleep implements Sleep {
	readonly kept: Kept | undefined;
	/** What `execute` has to return; undefined where the node does not go to sleep. */
	request: EngineRequest | undefined;
	private readonly source: Array<ISourceData | null>;

	constructor(
		private readonly context: IExecuteFunctions,
		response: EngineResponse | undefined,
	) {
		const memory = memoryOf(response?.metadata);
		const source = context.getExecuteData().source?.main ?? [];
		this.kept = memory;
		this.source = memory?.source ?? [...source];
		// The engine has forgotten which output and which run of it the items came from.
		if (memory) source.splice(0, source.length, ...memory.source);
	}

	get owner(): string {
		return `${this.context.getWorkflow().id ?? ''}/${this.context.getNode().id}`;
	}

	obstacle(): Problem | undefined {
		const { context } = this;
		if (context.getNode().type.endsWith('Tool')) {
			return new Problem(
				"An AI agent's tool cannot wait for answers that come later",
				'Use this operation in a workflow that the agent calls.',
			);
		}
		if (context.getWorkflowSettings().executionOrder !== 'v1') {
			return new Problem(
				'The workflow runs in the old execution order, in which a node cannot wait',
				'Set Execution Order to v1 in the settings of the workflow.',
			);
		}
		if (!this.source[0]?.previousNode) {
			return new Problem(
				'Nothing is connected to the input of this node, so n8n cannot call it again',
				'Connect the node that its items come from.',
			);
		}
		return undefined;
	}

	wakeUrl(run: string): string {
		const url = new URL(String(this.context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
		url.pathname += `/${WAKE_PATH}`;
		url.searchParams.set('run', run);
		return url.toString();
	}

	until(time: number, kept: Kept): void {
		const memory: Memory = { ...kept, source: this.source };
		this.request = {
			actions: [
				{
					actionType: 'ExecutionNodeAction',
					nodeName: this.context.getNode().name,
					// Any other type would be where n8n puts what the node gives out.
					type: NodeConnectionTypes.Main,
					input: { until: time },
					id: SLEEP,
					metadata: {},
				},
			],
			metadata: { [SLEEP]: memory },
		};
	}
}

function memoryOf(metadata: unknown): Memory | undefined {
	if (typeof metadata !== 'object' || metadata === null) return undefined;
	const memory: Memory | undefined = Object.getOwnPropertyDescriptor(metadata, SLEEP)?.value;
	return memory;
}

/** When the node shall sleep, ms since 1970; undefined in a call for its items. */
export function bedtime(context: IExecuteFunctions): number | undefined {
	const { source, metadata } = context.getExecuteData();
	// An item may say anything; what follows is the engine's word.
	const isOwn = source?.main?.[0]?.previousNode === context.getNode().name;
	if (!isOwn || metadata?.preserveSourceOverwrite !== true) return undefined;
	const { toolCallId, until }: IDataObject = context.getInputData()[0]?.json ?? {};
	return toolCallId === SLEEP && typeof until === 'number' ? until : undefined;
}

/** Puts the execution to sleep. */
export async function goToSleep(
	context: IExecuteFunctions,
	until: number,
): Promise<INodeExecutionData[][]> {
	const entry = context.getExecuteData();
	// It would decide where n8n logs the node's errors later.
	delete entry.node.rewireOutputLogTo;
	// On waking, n8n disables the node of this entry: the same object stands for the call after it.
	entry.node = { ...entry.node, alwaysOutputData: false };
	// A disabled node gives its input to the nodes behind it: there is none.
	entry.data.main = [];
	await context.putExecutionToWait(new Date(until));
	return [[]];
}

/** Lets `wakeUp` be called while an execution sleeps; for the description of a node that can. */
export const wakeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: 'noData',
		path: WAKE_PATH,
		isFullPath: true,
		restartWebhook: true,
		ndvHideUrl: true,
	},
];

/** The webhook of a node that can sleep: n8n has checked the execution's own token before. */
export async function wakeUp(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { run } = this.getQueryData() as IDataObject;
	const complete = waitStore().isComplete(String(run));
	const isDone = complete.ok && complete.value;
	return await Promise.resolve(
		isDone ? { workflowData: [] } : { webhookResponse: { message: 'Not everything is there yet' } },
	);
}
