import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { shipNow, sinkFor } from '../../nodes/shared/engine/log/shipping';
import { PostgresServer } from '../engine/support/postgres';
import { mapped } from '../nodes/support/mapped';
import { contact, Rig } from '../nodes/support/setup';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-sinks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let logs = 0;
let file = '';
let rig: Rig;
beforeEach(async () => {
	file = join(folder, `${(logs += 1)}`, 'api-log.sqlite');
	process.env.GTM_LOG_FILE = file;
	rig = await Rig.start();
});
afterEach(async () => {
	await rig.stop();
	for (const name of ['GTM_LOG_SINK', 'GTM_LOG_POSTGRES_URL'])
		Reflect.deleteProperty(process.env, name);
});

const UPSERT = {
	operation: 'createOrUpdate',
	fields: mapped({ email: '={{ $json.email }}' }, ['email']),
};
const contacts = Array.from({ length: 10 }, (_, place) => contact(place));
/** Ten requests, one after the other. */
const oneByOne = { gtmInFlight: 1, gtmOptions: { itemsPerRequest: 1 } };
const goOn = { onError: 'continueErrorOutput' } as const;

/** A file in the place of the log's folder: nothing can be written there. */
function blockLog(): void {
	mkdirSync(dirname(dirname(file)), { recursive: true });
	writeFileSync(dirname(file), 'in the way');
}

describe('100', () => {
	test('100. the log cannot be written: the workflow goes on, and each lost row is counted', async () => {
		blockLog();
		const { outputs, hints } = await rig.hubSpot({ ...UPSERT, ...oneByOne }, contacts);
		expect(outputs[0]).toHaveLength(10);
		expect(rig.sandbox.contacts()).toHaveLength(10);
		const [hint] = hints.filter(({ message }) => message.includes('could not be written'));
		expect(hint?.message).toMatch(
			/^10 rows of the API log could not be written: .*(EEXIST|ENOTDIR)/,
		);
	});

	const stopping = {
		...UPSERT,
		...oneByOne,
		gtmOptions: { itemsPerRequest: 1, whenUnlogged: 'stop' },
	};

	test('100b. by setting it stops: nothing more is sent, and it says what was done', async () => {
		blockLog();
		const { outputs, error } = await rig.hubSpot(stopping, contacts);
		expect(outputs).toEqual([]);
		expect(error?.message).toContain('1 row of the API log could not be written');
		expect(error?.description).toContain('Of 10 items, 1 were done');
		expect(rig.sandbox.arrivals()).toHaveLength(1);
	});

	test('100c. by setting it stops, and the rest leaves on the error output', async () => {
		blockLog();
		const { outputs } = await rig.hubSpot(stopping, contacts, goOn);
		expect(outputs.map((each) => each.length)).toEqual([1, 9]);
		expect(outputs[1]?.[0]?.json).toMatchObject({ details: { reason: 'not-sent' } });
		expect(rig.sandbox.arrivals()).toHaveLength(1);
	});

	test('100d. with a log that can be written the setting changes nothing', async () => {
		const { outputs, hints } = await rig.hubSpot(stopping, contacts);
		expect(outputs[0]).toHaveLength(10);
		expect(hints.filter(({ message }) => message.includes('API log'))).toEqual([]);
	});

	test('100e. a disk that is full: rows are lost and counted, nothing throws, and those written stay', () => {
		// A file may not grow beyond the limit, which fails as a full disk does.
		const script = `
			const { openSqliteLog } = require(${JSON.stringify(join(__dirname, '../../nodes/shared/engine/log/sqlite'))});
			const { SEND } = require(${JSON.stringify(join(__dirname, '../engine/support/logRows'))});
			const log = openSqliteLog(${JSON.stringify(file)});
			let ended = 0;
			while (log.lost < 3) {
				const id = log.begin({ ...SEND, keyFields: 'x'.repeat(1000) });
				log.end(id, SEND);
				if (id > 0) ended += 1;
			}
			console.log(JSON.stringify({ ended, lastError: log.lastError }));`;
		const printed = execFileSync(
			'bash',
			['-c', 'ulimit -f 512; exec "$0" --import tsx -e "$1"', process.execPath, script],
			{ cwd: join(__dirname, '../..'), encoding: 'utf8' },
		);
		const { ended, lastError } = JSON.parse(printed) as { ended: number; lastError: string };
		expect(lastError).toMatch(/full|disk I\/O/);
		expect(ended).toBeGreaterThan(5);
		const database = new DatabaseSync(file);
		const rows = database.prepare('SELECT count(*) AS rows FROM api_log').get()?.rows;
		database.close();
		expect(Math.abs(Number(rows) - ended)).toBeLessThanOrEqual(3);
	});

	test('100f. Postgres is stopped and started: the run says so, and in the end nothing is unlogged', async () => {
		const server = await PostgresServer.start();
		try {
			process.env.GTM_LOG_SINK = 'postgres';
			process.env.GTM_LOG_POSTGRES_URL = server.url();
			const { sink } = sinkFor(file, process.env);
			if (!sink) throw new Error('No sink');
			const write = async () => await rig.hubSpot({ ...UPSERT, ...oneByOne }, contacts);
			await write();
			expect(await shipNow(file, sink)).toEqual({ waiting: 0, reason: '' });
			await server.halt();
			await write();
			const { waiting } = await shipNow(file, sink);
			expect(waiting).toBeGreaterThan(0);
			const { outputs, hints } = await write();
			expect(outputs[0]).toHaveLength(10);
			const [hint] = hints.filter(({ message }) => message.includes('The API log stays in'));
			expect(hint?.message).toContain('Postgres says: ');
			expect(hint?.message).toContain(`${waiting} rows wait there`);
			expect(JSON.stringify(hints)).not.toContain('canary-pg');
			await server.resume();
			while ((await shipNow(file, sink)).reason !== '');
			const arrivals = rig.sandbox.arrivals().map(({ spanId }) => spanId);
			expect(arrivals).toHaveLength(30);
			expect(server.sql('SELECT span_id FROM gtm_api_log ORDER BY id')).toEqual(arrivals);
			expect(server.sql("SELECT count(*) FROM gtm_api_log WHERE outcome <> 'done'")).toEqual(['0']);
		} finally {
			await server.remove();
		}
	});

	test('100g. a sink that does not exist: the rows stay in the local file, and the run says so', async () => {
		process.env.GTM_LOG_SINK = 'kafka';
		const { hints } = await rig.hubSpot(UPSERT, contacts);
		expect(hints.map(({ message }) => message)).toContainEqual(
			`The API log stays in ${file}, to be brought on later. GTM_LOG_SINK is "kafka", but has to be sqlite, jsonl or postgres`,
		);
	});
});
