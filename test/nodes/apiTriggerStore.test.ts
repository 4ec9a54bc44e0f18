import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SeenEvents } from '../../nodes/shared/store/seenEvents';
import { hook } from './support/webhookNode';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'gtm-seen-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => join(folder, `store-${(files += 1)}.sqlite`);

describe('queue mode: the main process takes an event on, and a worker confirms it', () => {
	test('with a file of its own: the log says that both have to share the folder', async () => {
		process.env.GTM_STORE_FILE = newFile();
		const { claimOnly, run, logged } = hook({ authentication: 'none', eventId: 'id' });
		const { given } = await claimOnly({ body: '[{"id":1},{"id":2}]' });
		process.env.GTM_STORE_FILE = newFile();
		expect(await run(given.workflowData?.[0] ?? [])).toEqual([{ id: 1 }, { id: 2 }]);
		expect(logged.join()).toMatch(
			/2 of 2 events are not in .*store-2\.sqlite.*main, webhook and worker processes have to share/,
		);
	});

	test('with the same file: nothing to say', async () => {
		process.env.GTM_STORE_FILE = newFile();
		const { call, logged } = hook({ authentication: 'none', eventId: 'id' });
		expect((await call({ body: '{"id":1}' })).items).toEqual([{ id: 1 }]);
		expect(logged).toEqual([]);
	});

	test('a file that cannot be written: the log says so, and the run goes on', async () => {
		const file = newFile();
		process.env.GTM_STORE_FILE = file;
		const { claimOnly, run, logged } = hook({ authentication: 'none', eventId: 'id' });
		const { given } = await claimOnly({ body: '{"id":1}' });
		process.env.GTM_STORE_FILE = join(file, 'below a file');
		expect(await run(given.workflowData?.[0] ?? [])).toEqual([{ id: 1 }]);
		expect(logged.join()).toMatch(/cannot be marked as seen/);
	});

	test('how many were confirmed', () => {
		const store = new SeenEvents(newFile());
		store.claim('w', ['a', 'b'], NOW);
		expect(store.confirm('w', ['a', 'b', 'c'])).toEqual({ ok: true, value: 2 });
		expect(new SeenEvents(newFile()).confirm('w', ['a'])).toEqual({ ok: true, value: 0 });
	});
});

describe('forgetting', () => {
	const rowsOf = (file: string) => {
		const database = new DatabaseSync(file, { readOnly: true });
		const row = database.prepare('SELECT count(*) AS n FROM received_events').get();
		database.close();
		return Number(row?.n);
	};

	/** A store in whose file so many events are over already. */
	function overdue(count: number) {
		const file = newFile();
		new SeenEvents(file).confirm('w', []);
		const database = new DatabaseSync(file);
		database
			.prepare(
				`WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
				INSERT INTO received_events SELECT 'w', 'old ' || n, NULL, ? FROM number`,
			)
			.run(count, NOW - DAY);
		database.close();
		return { file, store: new SeenEvents(file) };
	}

	test('finds what is over by an index', () => {
		const { file } = overdue(1);
		const database = new DatabaseSync(file);
		const plan = database
			.prepare(
				'EXPLAIN QUERY PLAN SELECT source, key FROM received_events WHERE forget < 1 LIMIT 1',
			)
			.all()
			.map(({ detail }) => String(detail));
		database.close();
		expect(plan.join()).toMatch(/USING (COVERING )?INDEX received_events_forget/);
	});

	test('at most once a minute', () => {
		const { file, store } = overdue(10);
		store.claim('w', ['a'], NOW);
		expect(rowsOf(file)).toBe(1);
		store.claim('w', ['b'], NOW + 1, () => 10);
		store.claim('w', ['c'], NOW + MINUTE - 1);
		expect(rowsOf(file)).toBe(3);
		store.claim('w', ['d'], NOW + MINUTE);
		expect(rowsOf(file)).toBe(3);
	});

	test('some thousands at a time, until all are gone', () => {
		const { file, store } = overdue(12_000);
		const left = [1, 2, 3, 4].map((n) => {
			store.claim('w', ['a'], NOW + n);
			return rowsOf(file) - 1;
		});
		expect(left).toEqual([7_000, 2_000, 0, 0]);
	});

	test('what is over counts no more, whether it is deleted yet or not', () => {
		const store = new SeenEvents(newFile());
		const claim = (now: number) => {
			const claimed = store.claim('w', ['a'], now, () => 1_000);
			store.confirm('w', ['a']);
			return claimed.ok ? claimed.value.fresh : [];
		};
		expect([claim(NOW), claim(NOW + 999), claim(NOW + 1_000)]).toEqual([['a'], [], ['a']]);
	});
});
