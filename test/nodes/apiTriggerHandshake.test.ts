import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workflow, type INode, type INodeTypes } from 'n8n-workflow';
import { ApiTrigger } from '../../nodes/ApiTrigger/ApiTrigger.node';
import { hook } from './support/webhookNode';

const folder = mkdtempSync(join(tmpdir(), 'gtm-handshake-'));
process.env.GTM_STORE_FILE = join(folder, 'store.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = { secret: 'whsec-0123456789abcdef' };
const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '<b>1158201444</b>' };

describe('an unsigned GET, where events are signed POSTs', () => {
	const { call } = hook({}, SECRET);
	const setup = { body: '', method: 'GET', webhook: 'setup' } as const;

	test.each(['hub.challenge', 'challenge', 'validationToken'])(
		'%s: its word as plain text, and no run',
		async (name) => {
			expect(await call({ ...setup, query: { [name]: '<b>word</b>' } })).toMatchObject({
				status: 200,
				answer: '<b>word</b>',
				headers: {
					'content-type': 'text/plain; charset=utf-8',
					'x-content-type-options': 'nosniff',
				},
				items: [],
			});
		},
	);

	test('HEAD is answered, and any other call is none of its', async () => {
		expect(await call({ ...setup, method: 'HEAD' })).toMatchObject({ status: 200, answer: '' });
		for (const query of [{}, { id: '1' }, { 'hub.challenge': 'x'.repeat(5_000) }]) {
			expect(await call({ ...setup, query })).toMatchObject({ status: 405, items: [] });
		}
	});

	test('an unsigned POST is 401 all the same', async () => {
		expect(await call({ body: '{"id":1}', query: asked })).toMatchObject({
			status: 401,
			items: [],
		});
	});
});

test('where events are GET calls, too: only hub.challenge needs no signature', async () => {
	const { call } = hook({ httpMethod: 'GET' }, SECRET);
	const get = { body: '', method: 'GET' };
	expect(await call({ ...get, query: asked })).toMatchObject({
		status: 200,
		answer: asked['hub.challenge'],
		items: [],
	});
	expect(await call({ ...get, query: { challenge: 'x' } })).toMatchObject({ status: 401 });
});

test.each([
	['POST', 'GET,HEAD'],
	['PUT', 'GET,HEAD'],
	['GET', 'HEAD'],
])(
	'events come with %s: n8n gives the second entry %s, of the same path',
	(httpMethod, methods) => {
		const type = new ApiTrigger();
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: '1',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { httpMethod },
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes });
		const [events, setup] = type.description.webhooks ?? [];
		expect(setup).toMatchObject({ name: 'setup', path: events?.path, ndvHideUrl: true });
		const methodsOf = (text: string | undefined) =>
			workflow.expression.getSimpleParameterValue(node, text, 'internal', {});
		expect(methodsOf(events?.httpMethod)).toBe(httpMethod);
		expect(methodsOf(setup?.httpMethod)).toBe(methods);
	},
);
