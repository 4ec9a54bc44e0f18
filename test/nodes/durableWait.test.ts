import type {
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { asObject } from '../../nodes/shared/engine/body';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { JsonValue } from '../../nodes/shared/engine/types';
import { keyConnection } from '../../nodes/shared/node/connection';
import { waitOperation } from '../../nodes/shared/node/durableWait';
import { wakeUp, wakeWebhooks } from '../../nodes/shared/node/durableWaitSleep';
import { execute } from '../../nodes/shared/node/executor';
import { resourceFields } from '../../nodes/shared/node/fields';
import { settingsFields } from '../../nodes/shared/node/settings';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import { minutesLater, PhoneRig } from './support/phoneRig';
import { json, ownLog } from './support/setup';
import { WaitingExecution } from './support/waitingNode';

/** A vendor that takes one row in a request, says nothing, and calls back with whatever it likes. */
const ask = waitOperation<{ name: string }>({
	name: 'Ask',
	action: 'Ask',
	description: 'Ask',
	fields: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
	batchSize: 1,
	row: (read) => ({ name: read.text('name') }),
	keyOf: ({ name }) => ({ name }),
	request: ([row], address) => ({
		operation: 'row.ask',
		method: 'POST',
		path: '/rows',
		body: { name: row?.name, callback_url: address },
		safeToRepeat: false,
		quotas: [],
	}),
	readSaid: (_, rows) => rows.map(() => ({ kind: 'waits', id: '', said: null })),
	causedByRow: () => false,
	places: {},
	answered: ({ name }, _, answer) => ({ items: [{ name, ...(asObject(answer) as IDataObject) }] }),
});

const resources = [{ name: 'Row', value: 'row', operations: { ask } }];

class Quiet implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Quiet',
		name: 'quiet',
		group: ['transform'],
		version: 1,
		description: 'Asks',
		defaults: { name: 'Quiet' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'quietApi', required: true }],
		webhooks: wakeWebhooks,
		properties: [...resourceFields(resources), ...settingsFields],
	};

	webhook = wakeUp;

	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		const access = {
			credential: 'quietApi',
			connect: ({ baseUrl, key }: IDataObject) =>
				keyConnection({
					vendor: { name: 'Quiet', rateHeaders: [], rules: [], readError: () => ({ message: '' }) },
					baseUrl,
					account: '',
					secret: key,
					secretLabel: 'Key',
					header: (secret) => ({ 'x-key': secret }),
					quotas: [],
				}),
			facts: () => ({}),
		};
		return await execute.call(this, { ...access, resources }, response);
	}
}

const log = ownLog();
let rig: PhoneRig;
let vendor: FaultServer;
beforeAll(async () => {
	rig = await PhoneRig.start();
});
beforeEach(async () => {
	rig.newStore();
	await rig.receiver.activate();
	vendor = await FaultServer.start(systemClock);
	vendor.afterwards(reply(200));
});
afterEach(async () => {
	jest.restoreAllMocks();
	await vendor.close();
});
afterAll(async () => {
	await rig.stop();
	log.remove();
});

async function asked(...names: string[]): Promise<WaitingExecution> {
	return await WaitingExecution.start({
		node: new Quiet(),
		parameters: {
			resource: 'row',
			operation: 'ask',
			name: '={{ $json.name }}',
			gtmInFlight: 1,
			gtmRetries: 0,
		},
		credentials: { quietApi: { key: 'a-secret-key', baseUrl: vendor.url } },
		items: names.map((name) => ({ name })),
		onError: 'continueErrorOutput',
	});
}

/** Where the answer to the row of this name has to go. */
function addressOf(name: string): string {
	const bodies = vendor.arrivals.map(({ body }) => JSON.parse(body) as Record<string, string>);
	return bodies.find((body) => body.name === name)?.callback_url ?? '';
}

async function call(name: string, body: JsonValue): Promise<number> {
	const sent = { method: 'POST', body: JSON.stringify(body) };
	return (await fetch(addressOf(name), sent)).status;
}

test('one answer for each request: each body belongs to the row whose address it came to', async () => {
	const execution = await asked('a', 'b', 'c');
	expect(execution.status).toBe('waiting');
	for (const name of ['c', 'a', 'b']) expect(await call(name, { found: name })).toBe(200);
	await execution.wake();
	expect(json(execution.outputs[0])).toEqual([
		{ name: 'a', found: 'a' },
		{ name: 'b', found: 'b' },
		{ name: 'c', found: 'c' },
	]);
});

test('a first word that was lost: the row is not sent again, and its answer comes all the same', async () => {
	vendor.answers(reset);
	const execution = await asked('a', 'b');
	expect(vendor.arrivals).toHaveLength(2);
	await call('a', { found: 1 });
	await call('b', { found: 2 });
	await execution.wake();
	expect(json(execution.outputs[0])).toMatchObject([{ found: 1 }, { found: 2 }]);
});

test('what has not come by the deadline leaves as an error: unknown where the first word was lost', async () => {
	vendor.answers(reset);
	const execution = await asked('a', 'b', 'c');
	await call('c', {});
	minutesLater(30);
	await execution.wake();
	expect(json(execution.outputs[0])).toEqual([{ name: 'c' }]);
	expect(json(execution.outputs[1])).toMatchObject([
		{ name: 'a', details: { reason: 'unknown-outcome', outcome: 'unknown' } },
		{ name: 'b', details: { reason: 'row-unanswered', outcome: 'unknown' } },
	]);
	expect(execution.outputs[1].map(({ pairedItem }) => pairedItem)).toMatchObject([
		{ item: 0 },
		{ item: 1 },
	]);
	expect(execution.hints.map(({ message }) => message)).toContain('1 of 3 answers came.');
});

test('a row that is refused at once waits for nothing; the rest does', async () => {
	vendor.answers(reply(404));
	const execution = await asked('a', 'b');
	expect(execution.status).toBe('waiting');
	await call('b', { found: 2 });
	await execution.wake();
	expect(json(execution.outputs[0])).toEqual([{ name: 'b', found: 2 }]);
	expect(json(execution.outputs[1])).toMatchObject([
		{ name: 'a', details: { reason: 'not-found' } },
	]);
});

test('all rows refused: there is nothing to sleep for', async () => {
	vendor.afterwards(reply(404));
	const execution = await asked('a', 'b');
	expect(execution.status).toBe('success');
	expect(execution.outputs.map((output) => output.length)).toEqual([0, 2]);
});

test('three sleeps, a part of the answers in each: one run, and nothing is sent twice', async () => {
	const execution = await asked('a', 'b', 'c');
	for (const name of ['b', 'a', 'c']) {
		expect(execution.status).toBe('waiting');
		await call(name, { found: name });
		await execution.wake();
	}
	expect(execution).toMatchObject({ status: 'success', runs: 1 });
	expect(json(execution.behind).map(({ found }) => found)).toEqual(['a', 'b', 'c']);
	expect(vendor.arrivals).toHaveLength(3);
});
