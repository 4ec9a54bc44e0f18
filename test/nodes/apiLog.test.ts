import { rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { IDataObject } from 'n8n-workflow';
import { ApiLog } from '../../nodes/ApiLog/ApiLog.node';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { systemClock } from '../../nodes/shared/engine/clock';
import { defaultLogFile } from '../../nodes/shared/engine/log/handles';
import { failed, HOUR, writeRows, type Change } from '../engine/support/logRows';
import { runNode, type NodeRun, type NodeSetup } from './support/runNode';
import { json, ownLog, runApi, type Rest } from './support/setup';

const log = ownLog();
const file = defaultLogFile(process.env);
afterAll(() => log.remove());
afterEach(() => {
	delete process.env.GTM_LOG_ACCESS;
	delete process.env.EXECUTIONS_MODE;
	delete process.env.GTM_LOG_DAYS;
});

const goOn = { onError: 'continueErrorOutput' } as const;
const instance = () => (process.env.GTM_LOG_ACCESS = 'instance');

async function runLog(parameters: IDataObject, items: IDataObject[] = [{}], rest: Rest = {}) {
	return await runNode({
		node: new ApiLog(),
		parameters: { resource: 'row', ...parameters } as NodeSetup['parameters'],
		credentials: {},
		items,
		...rest,
	});
}
const getAll = async (parameters: IDataObject, items?: IDataObject[], rest?: Rest) =>
	await runLog({ operation: 'getAll', returnAll: true, ...parameters }, items, rest);

/** A log of these rows alone; the times are of the last hours. */
function fresh(changes: Change[]): number[] {
	const now = Date.now();
	const rows = changes.map((change, place) => ({
		startedAt: now - HOUR / 2 + place * 1_000,
		...change,
	}));
	empty();
	return writeRows(file, rows);
}

function empty(): void {
	for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
}

const numbers = ({ outputs }: NodeRun) => json(outputs[0]).map(({ logRow }) => logRow);
const errorsOf = ({ outputs }: NodeRun) => json(outputs[1]).map(({ error }) => error);
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));

/** Keeps the file locked for everybody, until the end of the work. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
	empty();
	const holder = new DatabaseSync(file);
	holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
	await work();
	holder.close();
	empty();
}

describe('Row: Get Many', () => {
	test('success: the rows of this workflow, the newest first, all pages', async () => {
		fresh([
			...Array.from({ length: 450 }, () => ({})),
			{ workflow: 'other' },
			{ keyFields: '{"id":"7"}', quotaLeft: 'ten-seconds=93 day=8', requestId: 'r1' },
		]);
		const run = await getAll({});
		expect(run.outputs[0]).toHaveLength(451);
		expect(new Set(numbers(run)).size).toBe(451);
		expect(json(run.outputs[0])[0]).toMatchObject({
			logRow: 452,
			startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
			vendor: 'HubSpot',
			status: 200,
			keyFields: { id: '7' },
			quotaLeft: { 'ten-seconds': 93, day: 8 },
			requestId: 'r1',
		});
		expect(run.hints).toEqual([
			{ message: 'Complete: 451 records in 3 pages.', type: 'info', location: 'outputPane' },
		]);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		fresh([{}, {}]);
		const parameters = { returnAll: false, limit: '={{ $json.limit }}' };
		const run = await getAll(parameters, [{ limit: 1 }, { limit: 0 }, { limit: 5 }], goOn);
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 2 }, { item: 2 }], [{ item: 1 }]]);
		expect(errorsOf(run)[0]).toContain('Limit is 0');
	});

	test('a retry after the file was locked: the rows are there, and nothing of them is lost', async () => {
		await whileLocked(async () => {
			const run = await getAll({}, [{ a: 1 }], goOn);
			expect(errorsOf(run)).toEqual([
				'The API log could not be read: another process keeps it locked',
			]);
			expect(pairs(run)).toEqual([[], [{ item: 0 }]]);
		});
		fresh([{}]);
		expect(numbers(await getAll({}))).toEqual([1]);
	});

	test('a limit, and the oldest first', async () => {
		fresh([{}, {}, {}]);
		const run = await getAll({ returnAll: false, limit: 2, order: 'oldest' });
		expect(numbers(run)).toEqual([1, 2]);
		expect(run.hints[0]?.message).toBe('Limit reached: 2 records in 1 page.');
	});

	test('all filters together, several values with commas between them', async () => {
		fresh([
			{
				vendor: 'Apollo',
				...failed(404, { execution: '9', requestId: 'r-9', errorBody: '5% off' }),
			},
			{
				vendor: 'HubSpot',
				...failed(500, { execution: '9', requestId: 'r-8', errorBody: '5% off' }),
			},
			{
				vendor: 'Apollo',
				...failed(404, { execution: '8', requestId: 'r-9', errorBody: '5 off' }),
			},
			{ vendor: 'Apollo' },
		]);
		const filters = {
			vendor: 'Apollo, Clay',
			operation: 'contact.createOrUpdate',
			statusClass: [4, 0],
			outcome: ['fail'],
			reason: 'rejected, invalid',
			execution: '9',
			requestId: 'r-9',
			node: 'HubSpot GTM',
			text: '5% OFF',
		};
		expect(numbers(await getAll({ filters }))).toEqual([1]);
		expect(numbers(await getAll({ filters: { ...filters, text: '5_ off' } }))).toEqual([]);
	});

	test('texts with quotes, wildcards and control characters are taken as they are', async () => {
		fresh([{ errorBody: 'a "b" \'c\' %_\u0001\u0000\n\\d' }, {}]);
		for (const text of ['"b"', "'c'", '%_', '\u0001\u0000\n', '\\d', ' "b" ']) {
			const run = await getAll({ filters: { text: '={{ $json.text }}' } }, [{ text }]);
			expect(numbers(run)).toEqual([1]);
		}
		const run = await getAll({ filters: { text: "'; DROP TABLE api_log; --" } });
		expect(run.outputs[0]).toEqual([]);
		expect(numbers(await getAll({}))).toHaveLength(2);
	});

	test('the last hour, and between two times of the zone of the workflow', async () => {
		const at = (time: string) => ({ startedAt: Date.parse(time) });
		fresh([{}, { startedAt: Date.now() - 2 * HOUR }, at('2026-03-01T12:00:00Z')]);
		expect(numbers(await getAll({ timeRange: 'lastHour' }))).toEqual([1]);
		expect(numbers(await getAll({ timeRange: 'last24Hours' }))).toEqual([1, 2]);
		expect(numbers(await getAll({ timeRange: 'all' }))).toEqual([1, 2, 3]);
		// n8n-core's own zone in tests is New York, five hours behind UTC in winter.
		const between = {
			timeRange: 'between',
			from: '2026-03-01T07:00:00',
			to: '2026-03-01T07:00:01',
		};
		expect(numbers(await getAll(between))).toEqual([3]);
		const utc = { ...between, from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T13:00:00+01:00' };
		expect((await getAll(utc, [{}], goOn)).outputs[0]).toEqual([]);
		expect(errorsOf(await getAll(utc, [{}], goOn))[0]).toContain('is not before To');
	});

	test.each([
		[{ from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }, 'is not before To'],
		[{ from: 'yesterday' }, 'From is "yesterday", which is no time'],
		[{ to: '2026-13-01T00:00:00' }, 'To is "2026-13-01T00:00:00", which is no time'],
	])('a time range of %j is said to be wrong', async (range, message) => {
		fresh([{}]);
		const run = await getAll({ timeRange: 'between', ...range }, [{}], goOn);
		expect(errorsOf(run)[0]).toContain(message);
	});

	test('of a log that does not exist yet is nothing', async () => {
		empty();
		const run = await getAll({});
		expect(run.outputs[0]).toEqual([]);
		expect(run.error).toBeUndefined();
	});

	test('of a damaged log says so; the next request begins a new one', async () => {
		empty();
		writeFileSync(file, 'this was a text file, and a long one at that'.repeat(100));
		const run = await getAll({}, [{}], goOn);
		expect(errorsOf(run)[0]).toContain('it is damaged; with the next request');
		writeRows(file, [{ startedAt: Date.now() }]);
		expect(numbers(await getAll({}))).toEqual([1]);
	});

	test('in queue mode it says whose rows they are', async () => {
		fresh([{}]);
		process.env.EXECUTIONS_MODE = 'queue';
		const { hints } = await getAll({});
		expect(hints.at(-1)?.message).toContain('each worker keeps a log file of its own');
	});

	test('a setting of the instance that cannot be used is said', async () => {
		fresh([{}]);
		process.env.GTM_LOG_DAYS = 'forever';
		const { hints } = await getAll({});
		expect(hints.at(-1)?.message).toContain('GTM_LOG_DAYS is "forever"');
	});

	test('stops the workflow with the reason, where it is to stop', async () => {
		fresh([{}]);
		const { error } = await getAll({ timeRange: 'between', from: 'soon' });
		expect(error?.message).toBe('From is "soon", which is no time');
		expect(error?.description).toContain('Write times as');
	});
});

describe('who may read', () => {
	test('the whole instance only where the administrator allows it', async () => {
		fresh([{ workflow: 'other' }, {}]);
		const refused = await getAll({ rowsOf: 'instance' }, [{}], goOn);
		expect(refused.outputs[0]).toEqual([]);
		expect(errorsOf(refused)).toEqual(['Reading the whole instance is not allowed on this n8n']);
		instance();
		expect(numbers(await getAll({ rowsOf: 'instance' }))).toEqual([2, 1]);
		const filters = { workflow: 'other' };
		expect(numbers(await getAll({ rowsOf: 'instance', filters }))).toEqual([1]);
	});

	test('a workflow filter does not reach beyond the workflow', async () => {
		fresh([{ workflow: 'other' }, {}]);
		const filters = { workflow: 'other' };
		expect(numbers(await getAll({ filters }))).toEqual([2]);
		const sums = await runLog({ resource: 'report', operation: 'summarize', filters });
		expect(json(sums.outputs[0])).toMatchObject([{ calls: 1 }]);
	});
});

describe('Row: Follow Request', () => {
	const follow = async (parameters: IDataObject, items?: IDataObject[], rest: Rest = goOn) =>
		await runLog({ operation: 'followRequest', ...parameters }, items, rest);
	const FROM_ITEM = { logRow: '={{ $json.details.logRow }}' };

	test('success: from a failed item to all its attempts, and to the same request before', async () => {
		empty();
		const server = await FaultServer.start(systemClock);
		server
			.answers(reply(503), reply(404, { message: 'gone' }))
			.answers(reply(503), reply(503), reply(404, { message: 'still gone' }));
		const send = { operation: 'send', url: `${server.url}/things/7` };
		await runApi(send, [{}], goOn);
		const { outputs } = await runApi(send, [{}], goOn);
		await server.close();
		const [failedItem] = json(outputs[1]);
		const run = await follow(FROM_ITEM, [failedItem ?? {}]);
		const [item] = json(run.outputs[0]) as Array<{
			status: number;
			errorBody: string;
			attempts: IDataObject[];
			earlierRequests: IDataObject[];
		}>;
		expect(item).toMatchObject({ status: 404, attempt: 3 });
		expect(item?.errorBody).toContain('still gone');
		expect(item?.attempts.map(({ status }) => status)).toEqual([503, 503, 404]);
		expect(item?.earlierRequests.map(({ status }) => status)).toEqual([404, 503]);
		expect(pairs(run)).toEqual([[{ item: 0 }], []]);
	});

	test('a rejected row among good ones: no such row, none at all, or one of another workflow', async () => {
		fresh([{}, { workflow: 'other' }]);
		const run = await follow({ logRow: '={{ $json.row }}' }, [
			{ row: 1 },
			{ row: 99 },
			{},
			{ row: 2 },
			{ row: 'x' },
		]);
		expect(numbers(run)).toEqual([1]);
		expect(errorsOf(run)).toEqual([
			'The log has no row 99 that this workflow may see',
			'Log Row is empty, but has to be a whole number of 1 or more',
			'The log has no row 2 that this workflow may see',
			'Log Row is x, but has to be a whole number of 1 or more',
		]);
	});

	test('a retry after the file was locked: the row is found', async () => {
		await whileLocked(async () => {
			expect(errorsOf(await follow({ logRow: 1 }))[0]).toContain('keeps it locked');
		});
		fresh([{}]);
		expect(numbers(await follow({ logRow: 1 }))).toEqual([1]);
	});

	test('how many earlier ones is up to the user', async () => {
		fresh([{ execution: '1' }, { execution: '2' }, { execution: '3' }]);
		const before = async (earlier: unknown) => {
			const run = await follow({ logRow: 3, earlier: earlier as number });
			return json(run.outputs[0])[0]?.earlierRequests ?? errorsOf(run)[0];
		};
		expect(await before(1)).toMatchObject([{ logRow: 2 }]);
		expect(await before(0)).toEqual([]);
		expect(await before(101)).toBe('Earlier Requests is 101, but has to be from 0 to 100');
	});
});

describe('Row: Delete', () => {
	const remove = async (parameters: IDataObject = {}, items?: IDataObject[], rest: Rest = goOn) =>
		await runLog({ operation: 'delete', olderThan: 1, ...parameters }, items, rest);
	const old = () => ({ startedAt: Date.now() - 25 * HOUR });
	const left = () => log.rows().map(({ id }) => id);

	test('success: the old rows of this workflow, or of all', async () => {
		instance();
		fresh([old(), {}, { ...old(), workflow: 'other' }]);
		const run = await remove();
		expect(json(run.outputs[0])).toEqual([
			{ deleted: 1, before: expect.any(String) as string, complete: true },
		]);
		expect(left()).toEqual([2, 3]);
		expect(json((await remove({ rowsOf: 'instance' })).outputs[0])).toMatchObject([{ deleted: 1 }]);
		expect(left()).toEqual([2]);
	});

	test('a rejected row among good ones: an age that is none deletes nothing', async () => {
		instance();
		fresh([old()]);
		const run = await remove({ olderThan: '={{ $json.days }}' }, [
			{ days: 0 },
			{ days: -1 },
			{},
			{ days: 'x' },
			{ days: 30 },
		]);
		expect(errorsOf(run)).toEqual(
			['0', '-1', 'empty', 'x'].map(
				(days) => `Older Than is ${days}, but has to be a number of days above 0`,
			),
		);
		expect(pairs(run)[0]).toEqual([{ item: 4 }]);
		expect(left()).toEqual([1]);
	});

	test('a retry after another process kept the file: the rest is deleted', async () => {
		instance();
		fresh([old()]);
		const holder = new DatabaseSync(file);
		holder.exec('BEGIN IMMEDIATE');
		const busy = remove();
		holder.exec('COMMIT');
		holder.close();
		expect(json((await busy).outputs[0])).toMatchObject([{ deleted: 1, complete: true }]);
		expect(left()).toEqual([]);
	});

	test('is refused where the administrator has not allowed it', async () => {
		fresh([old()]);
		expect(errorsOf(await remove())).toEqual(['Deleting rows is not allowed on this n8n']);
		expect(left()).toEqual([1]);
	});
});

describe('Report: Summarize', () => {
	const summarize = async (parameters: IDataObject = {}, items?: IDataObject[], rest?: Rest) =>
		await runLog({ resource: 'report', operation: 'summarize', ...parameters }, items, rest);

	test('success: an item for each vendor and operation', async () => {
		fresh([
			{ durationMs: 40, quotaLeft: 'minute=9' },
			{ ...failed(429), durationMs: 10, waitedMs: 700 },
			{ vendor: 'Apollo', operation: 'person.search', attempt: 2, durationMs: 90 },
			{ attempt: 0, outcome: 'hold', reason: 'quota-hold', status: 0 },
			{ workflow: 'other' },
		]);
		const run = await summarize();
		expect(json(run.outputs[0])).toEqual([
			{
				vendor: 'Apollo',
				operation: 'person.search',
				calls: 1,
				errors: 0,
				errorShare: 0,
				rateLimited: 0,
				retries: 1,
				waitedMs: 0,
				p50Ms: 90,
				p95Ms: 90,
				p99Ms: 90,
				quotaLeft: {},
			},
			{
				vendor: 'HubSpot',
				operation: 'contact.createOrUpdate',
				calls: 2,
				errors: 1,
				errorShare: 0.5,
				rateLimited: 1,
				retries: 0,
				waitedMs: 700,
				p50Ms: 10,
				p95Ms: 40,
				p99Ms: 40,
				quotaLeft: { minute: 9 },
			},
		]);
	});

	test('a rejected row among good ones: a grouping that does not exist', async () => {
		fresh([{}]);
		const items = [{ by: ['vendor'] }, { by: ['secret'] }, { by: [] }];
		const run = await summarize({ groupBy: '={{ $json.by }}' }, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 2 }], [{ item: 1 }]]);
		expect(errorsOf(run)).toEqual(['Rows cannot be grouped by "secret"']);
	});

	test('a retry after the file was locked: the sums are there', async () => {
		await whileLocked(async () => {
			expect(errorsOf(await summarize({}, [{}], goOn))[0]).toContain('keeps it locked');
		});
		fresh([{}]);
		expect(json((await summarize()).outputs[0])).toMatchObject([{ calls: 1 }]);
	});

	test('by hour and status, with hours as times', async () => {
		const hour = Math.floor(Date.now() / HOUR) * HOUR;
		fresh([
			{ startedAt: hour - 2 * HOUR + 5 },
			{ startedAt: hour - HOUR, ...failed(404) },
			{ startedAt: hour - 1 },
		]);
		const run = await summarize({ groupBy: ['hour', 'status'] });
		const iso = (time: number) => new Date(time).toISOString();
		expect(json(run.outputs[0])).toMatchObject([
			{ hour: iso(hour - 2 * HOUR), status: 200, calls: 1 },
			{ hour: iso(hour - HOUR), status: 200, calls: 1 },
			{ hour: iso(hour - HOUR), status: 404, calls: 1, errorShare: 1 },
		]);
	});

	test('of nothing says so', async () => {
		fresh([{}]);
		const { outputs, hints } = await summarize({ filters: { vendor: 'Clay' } });
		expect(outputs[0]).toEqual([]);
		expect(hints[0]?.message).toBe('No requests in this time range and with these filters.');
	});
});

describe('what nodes write into their rows', () => {
	const send = async (url: string, gtmOptions: IDataObject) =>
		await runApi(
			{
				operation: 'send',
				url,
				method: 'POST',
				bodyType: 'json',
				jsonBody: '={{ { email: "Anna@company.example", password: "canary-4711" } }}',
				gtmOptions: { firstWait: 0.01, ...gtmOptions },
			},
			[{}],
			goOn,
		);

	test('are the picked fields, without secrets, and hashes of emails where that is set', async () => {
		empty();
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(400, { message: 'anna@company.example is taken' }));
		await send(`${server.url}/a`, { logFields: 'email, password' });
		await send(`${server.url}/a`, { logFields: 'email', hashEmails: true });
		process.env.GTM_LOG_HASH_EMAILS = 'on';
		const { outputs } = await send(`${server.url}/a`, { logFields: 'email' });
		delete process.env.GTM_LOG_HASH_EMAILS;
		await server.close();
		const [plain, ...hashed] = json((await getAll({ order: 'oldest' })).outputs[0]);
		expect(plain?.keyFields).toEqual({ email: 'Anna@company.example' });
		expect(JSON.stringify(plain)).not.toContain('canary');
		expect(hashed).toHaveLength(2);
		for (const row of hashed) {
			expect(JSON.stringify(row)).not.toMatch(/anna/i);
			const { email } = row.keyFields as { email: string };
			expect(email).toMatch(/^email-/);
			expect(row.errorBody).toContain(`${email} is taken`);
		}
		// What the vendor answered goes on as it is.
		expect(json(outputs[1])[0]?.error).toContain('anna@company.example is taken');
	});
});
