import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import type { Workflow } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';

let n8n: N8nForTests;
let server: FaultServer;
beforeAll(async () => {
	n8n = await n8nForTests();
}, 1_200_000);
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());
afterAll(async () => await n8n?.release());

interface ChatRequest {
	tools?: Array<{ function: { name: string; parameters: object } }>;
	messages: Array<{ role: string; content: unknown }>;
	stream?: boolean;
}

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

/** A language model's side of a chat: first it asks for the tool, then it repeats what came. */
function model({ body }: Seen) {
	const { tools = [], messages, stream } = JSON.parse(body) as ChatRequest;
	const last = messages.at(-1);
	const tool = tools[0]?.function.name ?? '';
	const call = {
		id: 'call_1',
		type: 'function',
		function: { name: tool, arguments: JSON.stringify({ page: 'people' }) },
	};
	const message =
		last?.role === 'tool'
			? { role: 'assistant', content: `The tool said ${JSON.stringify(last.content)}` }
			: { role: 'assistant', content: null, tool_calls: [call] };
	const finish_reason = last?.role === 'tool' ? 'stop' : 'tool_calls';
	const head = { id: 'chat_1', created: 1, model: 'test-model' };
	if (stream !== true) {
		const choices = [{ index: 0, message, finish_reason }];
		return reply(200, { ...head, object: 'chat.completion', choices, usage: USAGE });
	}
	const object = 'chat.completion.chunk';
	const delta =
		'tool_calls' in message ? { ...message, tool_calls: [{ index: 0, ...call }] } : message;
	const chunks = [
		{ ...head, object, choices: [{ index: 0, delta, finish_reason: null }] },
		{ ...head, object, choices: [{ index: 0, delta: {}, finish_reason }] },
	];
	const lines = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
	return reply(200, lines.map((line) => `data: ${line}\n\n`).join(''), {
		'content-type': 'text/event-stream',
	});
}

test('an AI agent calls API Request as its tool and gets all pages', async () => {
	server.afterwards((seen) => {
		if (seen.path.includes('/chat/completions')) return model(seen);
		const page = Number(new URL(seen.path, server.url).searchParams.get('page') ?? 1);
		const results = [{ id: page, name: `Person ${page}` }];
		return reply(200, { results, page, per_page: 1, total: 3 });
	});
	await n8n.api.createCredential('Model', 'openAiApi', {
		apiKey: 'model-key-0123456789',
		url: `${server.url}/v1`,
		header: false,
	});
	const position: [number, number] = [0, 0];
	const workflow: Workflow = {
		name: 'agent with a tool',
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position,
				parameters: {},
			},
			{
				name: 'Agent',
				type: '@n8n/n8n-nodes-langchain.agent',
				typeVersion: 1.9,
				position,
				parameters: { promptType: 'define', text: 'Who is there?', options: {} },
			},
			{
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.2,
				position,
				parameters: { model: { __rl: true, mode: 'id', value: 'test-model' }, options: {} },
				credentials: { openAiApi: { name: 'Model' } },
			},
			{
				name: 'People',
				type: 'n8n-nodes-gtm.apiRequestTool',
				typeVersion: 1,
				position,
				parameters: {
					resource: 'rest',
					operation: 'getRecords',
					url: `=${server.url}/{{ $fromAI('page', 'The list to read', 'string') }}`,
					returnAll: true,
					descriptionType: 'manual',
					toolDescription: 'Reads all people',
				},
			},
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: {
				ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]],
			},
			People: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
	const workflowId = await n8n.api.importWorkflow(workflow);
	const executionId = await n8n.api.runWorkflow(workflowId);
	const execution = await n8n.api.waitFor(workflowId, executionId);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const [answer] = execution.items('Agent');
	for (const name of ['Person 1', 'Person 2', 'Person 3']) {
		expect(JSON.stringify(answer)).toContain(name);
	}
	const lists = server.arrivals.filter(({ path }) => path.startsWith('/people'));
	expect(lists).toHaveLength(3);
}, 120_000);
