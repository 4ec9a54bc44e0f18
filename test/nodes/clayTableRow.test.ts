import { SANDBOX_CLAY_WEBHOOK_PATH, SANDBOX_CLAY_WEBHOOK_TOKEN } from '../../sandbox';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../nodes/shared/engine/clock';
import { Clay } from '../../nodes/Clay/Clay.node';
import { connectWebhook } from '../../nodes/Clay/vendor';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import { ClayRig, clayCredentials, ownStore, restartProcess, runClay, SEND } from './support/clay';
import type { NodeRun } from './support/runNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
const store = ownStore();
let rig: ClayRig;
afterEach(async () => await rig.stop());
afterAll(() => {
	log.remove();
	store.remove();
});

const goOn = { onError: 'continueErrorOutput' } as const;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const people = (count: number) =>
	Array.from({ length: count }, (_, place) => ({ email: `p${place}@acme.example` }));

describe('Table Row: Send', () => {
	test('success: a row for each item, each with an ID of its own', async () => {
		rig = await ClayRig.start();
		const run = await rig.run(SEND, people(3));
		const sent = json(run.outputs[0]);
		expect(sent).toEqual(Array(3).fill({ sent: true, correlationId: expect.stringMatching(UUID) }));
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 1 }, { item: 2 }]]);
		const rows = rig.sandbox.clay.rows();
		expect(new Set(rows.map(({ email }) => email))).toEqual(
			new Set(people(3).map(({ email }) => email)),
		);
		for (const row of rows)
			expect(sent.map((each) => each.correlationId)).toContain(row.correlation_id);
		expect(rig.requests()).toEqual(Array(3).fill('POST /v3/sources/webhook/{webhook} -> 200'));
	});

	test('success: fields, and the ID of the user in a field of their choice', async () => {
		rig = await ClayRig.start();
		const field = [
			{ name: 'Email', value: '={{ $json.email }}' },
			{ name: '', value: 'left out' },
		];
		const parameters = {
			...SEND,
			rowSource: 'fields',
			rowFields: { field },
			correlationField: 'key',
			correlationId: '=k-{{ $itemIndex }}',
		};
		const { outputs } = await rig.run(parameters, people(1));
		expect(json(outputs[0])).toEqual([{ sent: true, correlationId: 'k-0' }]);
		expect(rig.sandbox.clay.rows()).toEqual([{ Email: 'p0@acme.example', key: 'k-0' }]);
	});

	test('a rejected row among good ones: empty, too large, no object', async () => {
		rig = await ClayRig.start();
		const items = [
			{ row: { a: 1 } },
			{ row: {} },
			{ row: { a: 'x'.repeat(102_400) } },
			{ row: [1] },
		];
		const run = await rig.run({ ...SEND, rowJson: '={{ $json.row }}' }, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 0 }], [{ item: 1 }, { item: 2 }, { item: 3 }]]);
		expect(json(run.outputs[1]).map(({ error }) => error)).toEqual([
			'The row is empty',
			'The row has 101 KB, but Clay takes 100 KB at most',
			'Row is no JSON object',
		]);
		expect(rig.requests()).toHaveLength(1);
	});

	test('a retry after 429, which has no Retry-After here: each row once', async () => {
		rig = await ClayRig.start({ clay: { webhook: { ratePerSecond: 1_000, burst: 2 } } });
		const { outputs } = await rig.run({ ...SEND, gtmRateLimit: 'off' }, people(8));
		expect(outputs[0]).toHaveLength(8);
		expect(rig.sandbox.state().clay).toMatchObject({ rows: 8, rowsTwice: 0 });
	});

	test('a retry is none where the answer was lost: the row is reported, and stands once', async () => {
		const rules = [{ kind: 'drop-after' as const, at: [2] }];
		rig = await ClayRig.start({ faults: { seed: 1, rules } });
		const run = await rig.run({ ...SEND, gtmInFlight: 1 }, people(3), goOn);
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 2 }], [{ item: 1 }]]);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('Unknown outcome: Clay may have done this'),
				details: { reason: 'unknown-outcome', outcome: 'unknown' },
			},
		]);
		expect(rig.sandbox.state().clay).toMatchObject({ rows: 3, lost: { rows: 1 } });
	});
});

describe('the pace', () => {
	test('a burst of 20 in any two seconds, which ten a second refill: no 429', async () => {
		rig = await ClayRig.start();
		const { outputs } = await rig.run({ ...SEND, gtmInFlight: 20 }, people(20));
		expect(outputs[0]).toHaveLength(20);
		expect(rig.sandbox.state().clay.rateLimited).toBe(0);
		const { gtmClayWebhookApi } = clayCredentials(rig.sandbox.urls.clay);
		expect(connectWebhook(gtmClayWebhookApi)).toMatchObject({
			quotas: [{ id: 'rows', scope: 'account', windows: [{ ms: 2_000, limit: 20 }] }],
		});
	});
});

describe('the webhook', () => {
	const other = async (secretUrl: string, baseUrl?: string) => {
		const credential = { secretUrl, ...(baseUrl === undefined ? {} : { baseUrl }) };
		return await rig.run(SEND, people(1), { credential });
	};

	test('at another host: refused, and its path is told to nobody', async () => {
		rig = await ClayRig.start();
		const { error } = await other('https://api.clay.example/v3/sources/webhook/secret-path-1234');
		expect(error?.message).toBe(
			`Webhook URL leads to https://api.clay.example, and not to ${new URL(rig.sandbox.urls.clay).host}`,
		);
		expect(JSON.stringify(error)).not.toContain('secret-path-1234');
		expect(rig.requests()).toEqual([]);
	});

	test.each([
		['', 'Webhook URL is empty'],
		['no address', 'Webhook URL is no URL'],
		['https://api.clay.com/v3/sources', 'Webhook URL is not that of a webhook source'],
		['https://api.clay.com/v3/sources/webhook/', 'Webhook URL is not that of a webhook source'],
		[
			'https://api.clay.com.evil.example/v3/sources/webhook/a',
			'Webhook URL leads to https://api.c',
		],
		['http://api.clay.com/v3/sources/webhook/a', 'Webhook URL leads to http://api.clay.com'],
		['https://u:p@api.clay.com/v3/sources/webhook/a', 'Webhook URL holds more than an address'],
	])('%j: %s', async (secretUrl, message) => {
		rig = await ClayRig.start();
		const { error } = await other(secretUrl, 'https://api.clay.com');
		expect(error?.message).toContain(message);
	});

	test('is gone, or has another token: one request, and what to change', async () => {
		rig = await ClayRig.start();
		const gone = await other(`${rig.sandbox.urls.clay}/v3/sources/webhook/gone`);
		expect(gone.error?.description).toContain('Clay knows no webhook at this URL');
		const wrong = await rig.run(SEND, people(9), {
			credential: { authToken: 'wrong-token' },
			...goOn,
		});
		expect(json(wrong.outputs[1])[8].message).toContain('Check Auth Token');
		expect(rig.sandbox.state().clay.byStatus['401']).toBeLessThanOrEqual(5);
		expect(JSON.stringify(wrong.outputs)).not.toContain('wrong-token');
	});

	test('is in no log, no error and no store', async () => {
		rig = await ClayRig.start();
		await rig.run(SEND, people(2));
		await rig.run(SEND, people(1), { credential: { authToken: 'wrong' } });
		const held = JSON.stringify(log.rows()) + store.bytes() + readLog();
		expect(held).toContain('/v3/sources/webhook/{webhook}');
		expect(held).not.toContain(SANDBOX_CLAY_WEBHOOK_PATH);
		expect(held).not.toContain(SANDBOX_CLAY_WEBHOOK_TOKEN);
	});

	const readLog = () => readFileSync(process.env.GTM_LOG_FILE ?? '', 'latin1');

	test('answers with a page of HTML: nobody knows what became of the row', async () => {
		rig = await ClayRig.start();
		const server = await FaultServer.start(systemClock);
		server.answers({ status: 200, body: '<!doctype html><title>Sign in</title>' });
		const { outputs } = await runClay(server.url, SEND, people(1), goOn);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'row-unanswered' } }]);
		await server.close();
	});
});

describe('the count of its 50,000 rows', () => {
	const at = (rowsBefore: number) => ({ credential: { rowsBefore } });
	const warnings = ({ hints }: NodeRun) =>
		hints.filter(({ type }) => type === 'warning').map(({ message }) => message);

	test('row 50,001 is refused before it is sent, also after a restart', async () => {
		rig = await ClayRig.start();
		await rig.run(SEND, people(2), at(49_996));
		restartProcess();
		const run = await rig.run({ ...SEND, gtmInFlight: 1 }, people(3), { ...at(49_996), ...goOn });
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 1 }], [{ item: 2 }]]);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error:
					'The limit of Clay is used up: a webhook takes 50,000 rows in its lifetime, and this one has had them. Clay would lose the row',
				message: 'Make a new webhook in Clay and put its URL into the credential.',
				details: { reason: 'quota-exhausted', outcome: 'not done' },
			},
		]);
		expect(rig.requests()).toHaveLength(4);
	});

	test('warns from 45,000 on', async () => {
		rig = await ClayRig.start();
		expect(warnings(await rig.run(SEND, people(1), at(44_998)))).toEqual([]);
		expect(warnings(await rig.run(SEND, people(1), at(44_998)))).toEqual([
			'45,000 of the 50,000 rows that a webhook of Clay takes in its lifetime are used, 5,000 are left. Make a new webhook in Clay in time, and put its URL into the credential.',
		]);
	});

	test('counts what Clay may have taken, and nothing else', async () => {
		rig = await ClayRig.start();
		const server = await FaultServer.start(systemClock);
		server.answers(reply(400, {}), reset, reply(429, {}), reply(200)).afterwards(reply(200));
		const parameters = { ...SEND, gtmInFlight: 1, gtmRateLimit: 'off' };
		await runClay(server.url, parameters, people(3), goOn);
		// A refused one, one that may have arrived, and one that was held and then taken: 2.
		const next = async (rowsBefore: number) =>
			await runClay(server.url, parameters, people(1), { ...at(rowsBefore), ...goOn });
		expect((await next(49_998)).outputs[0]).toEqual([]);
		expect((await next(49_997)).outputs[0]).toHaveLength(1);
		await server.close();
	});

	test('a dry run counts nothing, and a table without the limit is never full', async () => {
		rig = await ClayRig.start();
		const dryRun = { ...SEND, gtmOptions: { dryRun: true } };
		const { outputs } = await rig.run(dryRun, people(3), at(49_999));
		expect(json(outputs[0])[0]).toMatchObject({ dryRun: true, operation: 'tableRow.send' });
		expect((await rig.run(SEND, people(1), at(49_999))).outputs[0]).toHaveLength(1);
		const unlimited = { credential: { unlimited: true, rowsBefore: 60_000 } };
		expect((await rig.run(SEND, people(1), unlimited)).outputs[0]).toHaveLength(1);
	});

	test('cannot be kept: nothing is sent uncounted', async () => {
		rig = await ClayRig.start();
		process.env.GTM_STORE_FILE = '/dev/null/store.sqlite';
		const { error } = await rig.run(SEND, people(1));
		process.env.GTM_STORE_FILE = store.file;
		expect(error?.message).toContain('its row cannot be counted');
		expect(error?.description).toContain('GTM_STORE_FILE');
		expect(rig.requests()).toEqual([]);
	});
});

describe('the test of the webhook credential', () => {
	const test_ = async (change: object) => {
		const { gtmClayWebhookApi } = clayCredentials(rig.sandbox.urls.clay);
		const { clayWebhookTest } = new Clay().methods.credentialTest;
		const data = { ...gtmClayWebhookApi, ...change };
		return await clayWebhookTest({ id: '1', name: 'a', type: 'gtmClayWebhookApi', data });
	};

	test('looks at the form, and writes no row', async () => {
		rig = await ClayRig.start();
		expect(await test_({})).toMatchObject({ status: 'OK' });
		expect(await test_({ secretUrl: 'https://a.example/v3/sources/webhook/b' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('Webhook URL leads to https://a.example'),
		});
		expect(rig.requests()).toEqual([]);
	});
});
