import { columnName } from '../../nodes/shared/engine/log/columns';
import { PostgresLog } from '../../nodes/shared/engine/log/postgres';
import { summarize } from '../../nodes/shared/engine/log/summarize';
import { dashboard, dashboardText, expand, type Look, Reader, readme } from './support/grafana';
import { reported } from './support/grafanaReport';
import { HARD, HARD_NAMES, ROWS, traceOf } from './support/grafanaRows';
import { type Change, HOUR, SEND, T0 } from './support/logRows';
import { PostgresServer } from './support/postgres';

const MINUTE = 60_000;
const DAY = 24 * HOUR;
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const variables = dashboard.templating.list;
const sqlOf = (title: string) =>
	panels.find((panel) => panel.title === title)?.targets?.[0]?.rawSql ?? `No panel "${title}"`;

let server: PostgresServer;
let log: PostgresLog;
let reader: Reader;
let rows = 0;

async function write(changes: Change[]): Promise<void> {
	await log.write(
		changes.map((change) => ({
			id: (rows += 1),
			...Object.fromEntries(
				Object.entries({ ...SEND, ...change }).map(([field, value]) => [columnName(field), value]),
			),
		})),
	);
}

beforeAll(async () => {
	server = await PostgresServer.start();
	log = new PostgresLog(server.url());
	await write(ROWS);
	// The user that the README makes sees what the dashboard needs.
	server.sql(readme.match(/```sql\n(.*?)```/s)?.[1] ?? 'No SQL in the README');
	reader = new Reader(server.url('grafana'));
	await reader.open();
});
afterAll(async () => {
	await reader.close();
	await server.remove();
});

const shown = async (title: string, look: Look) =>
	(await reader.frame(expand(sqlOf(title), look))).rows;

/** The values that a variable offers, by what is read in its list. */
async function optionsOf(name: string, look: Look): Promise<Map<string, string>> {
	const query =
		variables.find((variable) => variable.name === name)?.query ?? `No variable ${name}`;
	const found = await reader.frame(expand(query, look));
	return new Map(found.rows.map((row) => [String(row.__text), String(row.__value)]));
}

/** The report keeps windows in the order in which they were told; here it does not matter. */
const inOrder = (title: string, list: object[]) =>
	title.startsWith('Quota')
		? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
		: list;

const RANGES: Array<[string, Look]> = [
	['three hours', { from: T0, to: T0 + 3 * HOUR, interval: '1m' }],
	['two days', { from: T0, to: T0 + 2 * DAY, interval: '1h' }],
	['nine days', { from: T0, to: T0 + 9 * DAY, interval: '1d' }],
];
const NINE_DAYS: Look = { from: T0, to: T0 + 9 * DAY, interval: '1d' };

describe.each(RANGES)('what is shown of %s is what the report says of', (_, range) => {
	test.each<[string, Look['chosen']]>([
		['everything', {}],
		['two vendors', { vendor: ['HubSpot', 'Clay'] }],
		['a workflow', { workflow: ['workflow-1'] }],
		['two nodes', { node: ['Node 1', 'Node 4'] }],
		['all of it together', { vendor: ['Apollo'], workflow: ['workflow-1'], node: ['Node 3'] }],
		['what is not there', { vendor: ['Nobody'] }],
	])('%s', async (__, chosen) => {
		const look = { ...range, chosen };
		const expected = await reported(log, look);
		expect(Object.keys(expected).sort()).toEqual(panels.map(({ title }) => title).sort());
		for (const { title } of panels) {
			const found = { title, rows: inOrder(title, await shown(title, look)) };
			expect(found).toMatchObject({ title, rows: inOrder(title, expected[title] ?? []) });
		}
	});
});

test('the known rows have something for each panel', async () => {
	for (const { title } of panels) {
		expect([title, (await shown(title, NINE_DAYS)).length]).not.toEqual([title, 0]);
	}
	// 120 that are sent twice, one repeated after a hold, two without a trace, and one of each hard name.
	const [request] = await shown('By request', NINE_DAYS);
	expect(request).toEqual({ Requests: 133, 'Failed in the end': 60 });
});

test('an error is told with its reason, the beginning of the answer, and its workflow', async () => {
	const look = { ...NINE_DAYS, chosen: { vendor: ['HubSpot'] } };
	const errors = await shown('Last errors', look);
	const reasons = new Map(errors.map((error) => [error.Status, error.Reason]));
	expect(reasons.get(404)).toBe('rejected');
	expect(reasons.get(0)).toBe('unknown-outcome');
	const notFound = errors.find(({ Status }) => Status === 404);
	expect(notFound).toMatchObject({
		Answer: '{"message":"no such\nrecord"}',
		Workflow: expect.stringMatching(/^workflow-\d$/),
	});
});

test('an open row tells for how long', async () => {
	const before = Date.now();
	for (const row of await shown('Open rows', NINE_DAYS)) {
		// Rows of a time to come are open for 0 ms.
		const least = Math.max(0, before - Number(row.Time));
		expect(Number(row['Open for'])).toBeGreaterThanOrEqual(least);
		expect(Number(row['Open for'])).toBeLessThan(least + HOUR);
	}
});

describe('a variable', () => {
	test('offers what is in the time range, and what fits those before it', async () => {
		const vendors = await optionsOf('vendor', NINE_DAYS);
		expect([...vendors.keys()].sort()).toEqual(['Apollo', 'Clay', 'HubSpot', ...HARD_NAMES].sort());
		const chosen = { vendor: ['Apollo'], account: ['account 1'], workflow: ['workflow-3'] };
		const look = { ...NINE_DAYS, chosen };
		expect((await optionsOf('account', look)).size).toBe(5);
		expect([...(await optionsOf('workflow', look)).keys()].sort()).toEqual(
			['workflow-0', 'workflow-1', 'workflow-2', 'workflow-3'].sort(),
		);
		const nodes = await summarize(log, {
			filter: { from: look.from, to: look.to, vendors: ['Apollo'], workflows: ['workflow-3'] },
			by: ['account', 'node'],
		});
		expect([...(await optionsOf('node', look)).keys()].sort()).toEqual(
			nodes
				.filter(({ group }) => group.account === 'account 1')
				.map(({ group }) => group.node)
				.sort(),
		);
	});

	test.each(HARD)('of accounts and nodes finds %j', async (name) => {
		for (const variable of ['account', 'node'] as const) {
			const value = (await optionsOf(variable, NINE_DAYS)).get(name);
			if (value === undefined) throw new Error(`No option "${name}" of ${variable}`);
			const look = { ...NINE_DAYS, chosen: { [variable]: [value] } };
			const filter = { from: look.from, to: look.to };
			const sums = await summarize(log, { filter, by: [variable] });
			const sum = sums.find(({ group }) => group[variable] === name);
			expect(await shown('By call', look)).toMatchObject([
				{ 'Calls, with repetitions': sum?.calls, 'Over a rate limit': sum?.rateLimited },
			]);
			for (const { title } of panels) await shown(title, look);
			for (const other of variables) await optionsOf(other.name, look);
		}
	});

	test.each(HARD_NAMES)('of providers and workflows finds %j', async (name) => {
		for (const variable of ['vendor', 'workflow']) {
			const value = (await optionsOf(variable, NINE_DAYS)).get(name);
			const look = { ...NINE_DAYS, chosen: { [variable]: [value ?? 'No such option'] } };
			expect(await shown('By call', look)).toMatchObject([{ 'Calls, with repetitions': 1 }]);
			for (const { title } of panels) await shown(title, look);
			for (const other of variables) await optionsOf(other.name, look);
		}
	});

	test('with all of its values chosen shows what All shows', async () => {
		const chosen: Record<string, string[]> = {};
		for (const { name } of variables) {
			chosen[name] = [...(await optionsOf(name, NINE_DAYS)).values()];
		}
		for (const { title } of panels.filter((panel) => panel.title !== 'Open rows')) {
			const one = await shown(title, { ...NINE_DAYS, chosen });
			expect(one).toEqual(await shown(title, NINE_DAYS));
		}
	});
});

test.each(panels.map((panel) => [panel.title, panel]))(
	'%s has the columns that Grafana needs',
	async (title, { targets = [], fieldConfig, type }) => {
		expect(targets).toHaveLength(1);
		const [query] = targets;
		const { columns, rows: found } = await reader.frame(expand(sqlOf(title), NINE_DAYS));
		const names = columns.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		// Looks are given by the names of columns.
		for (const { matcher } of fieldConfig?.overrides ?? []) {
			if (matcher.id === 'byName') expect(names).toContain(matcher.options);
			// For all columns.
			else expect(matcher).toEqual({ id: 'byRegexp', options: '/.*/' });
		}
		expect(query?.format).toBe(type === 'timeseries' ? 'time_series' : 'table');
		if (type !== 'timeseries') return;
		expect(columns[0]).toEqual({ name: 'time', kind: 'number' });
		// Seconds since 1970, in rising order.
		const times = found.map(({ time }) => Number(time));
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(times.every((time) => time * 1_000 > T0 - DAY && time * 1_000 < T0 + 9 * DAY)).toBe(
			true,
		);
		const others = columns.slice(1);
		const texts = others.filter(({ kind }) => kind === 'text');
		// One column of names and one of numbers, or numbers alone.
		if (texts.length > 0) expect(names).toEqual(['time', 'metric', 'value']);
		expect(others.filter(({ kind }) => kind === 'number')).toHaveLength(
			others.length - texts.length,
		);
	},
);

test('the user of the README may read the log, and nothing else', async () => {
	await expect(reader.frame('DELETE FROM gtm_api_log')).rejects.toThrow(
		/permission denied|read-only/,
	);
	await reader.frame('SET default_transaction_read_only = off');
	await expect(reader.frame('DELETE FROM gtm_api_log')).rejects.toThrow('permission denied');
	await expect(reader.frame('SELECT * FROM gtm_api_log_version')).rejects.toThrow(
		'permission denied',
	);
});

test('an empty table is shown without an error', async () => {
	server.sql('TRUNCATE gtm_api_log');
	for (const { title } of panels) {
		const found = await shown(title, NINE_DAYS);
		expect([title, found.length]).toEqual([title, title.startsWith('By ') ? 1 : 0]);
	}
	for (const { name } of variables) expect((await optionsOf(name, NINE_DAYS)).size).toBe(0);
});

test('no query reads the whole table: the indexes serve', async () => {
	const many = Array.from({ length: 30_000 }, (_, place) => ({
		startedAt: T0 + place * MINUTE,
		traceId: traceOf(place),
		vendor: ['HubSpot', 'Apollo'][place % 2],
	}));
	await write(many);
	server.sql('VACUUM ANALYZE gtm_api_log');
	const look: Look = { from: T0 + 9 * DAY, to: T0 + 9 * DAY + 3 * HOUR };
	const queries = [
		...panels.map(({ title }) => sqlOf(title)),
		...variables.map((each) => each.query),
	];
	const choices: Array<Look['chosen']> = [{}, { vendor: ['Apollo'], node: ['HubSpot GTM'] }];
	for (const chosen of choices) {
		for (const sql of queries) {
			const plan = await reader.readsAll(expand(sql, { ...look, chosen }));
			expect([sql, plan]).toEqual([sql, false]);
		}
	}
	expect(await reader.readsAll('SELECT count(path) FROM gtm_api_log')).toBe(true);
});

describe('the file', () => {
	const DATA_SOURCE = { type: 'grafana-postgresql-datasource', uid: '${DS_POSTGRES}' };

	test('asks for one data source, and uses no other', () => {
		expect(dashboard.__inputs).toMatchObject([
			{ name: 'DS_POSTGRES', type: 'datasource', pluginId: DATA_SOURCE.type },
		]);
		for (const { datasource, targets = [] } of panels) {
			expect(datasource).toEqual(DATA_SOURCE);
			for (const query of targets) expect(query.datasource).toEqual(DATA_SOURCE);
		}
		for (const { datasource } of variables) expect(datasource).toEqual(DATA_SOURCE);
		const needed = new Set([...panels.map(({ type }) => type), 'grafana', DATA_SOURCE.type]);
		expect(dashboard.__requires.map(({ id }) => id).sort()).toEqual([...needed].sort());
	});

	test('gives each panel an ID, a title and a description of its own', () => {
		const { panels: all } = dashboard;
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
		expect(panels.filter(({ description = '' }) => description === '')).toEqual([]);
	});

	test('fills the page without overlaps and gaps', () => {
		const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
			Array.from({ length: w * h }, (_, cell) => (y + Math.floor(cell / w)) * 24 + x + (cell % w)),
		);
		expect(taken.toSorted((a, b) => a - b)).toEqual(taken.map((_, cell) => cell));
		expect(taken.length % 24).toBe(0);
		expect(dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
	});

	test('lets each panel obey the time range and all variables', () => {
		const parts = ['${__from}', '${__to}', ...variables.map(({ name }) => `\${${name}:sqlstring}`)];
		for (const { title } of panels) {
			expect([title, parts.filter((part) => !sqlOf(title).includes(part))]).toEqual([title, []]);
		}
	});

	test('has variables that are read anew with the time range, of several values or All', () => {
		expect(variables.map(({ name }) => name)).toEqual(['vendor', 'account', 'workflow', 'node']);
		for (const variable of variables) {
			expect(variable).toMatchObject({ multi: true, includeAll: true, refresh: 2 });
			expect(variable.definition).toBe(variable.query);
		}
	});

	test('makes no step shorter than a minute, which Grafana could not fill', () => {
		for (const { type, interval } of panels) {
			if (type === 'timeseries') expect(interval).toBe('1m');
		}
	});

	test('holds no address, no secret, no alert and no ID of another Grafana', () => {
		expect(dashboardText).not.toMatch(/[a-z]+:\/\/|password|token|secret|"alert"/i);
		const uids = [...dashboardText.matchAll(/"uid": "(.*?)"/g)].map(([, uid]) => uid);
		expect([...new Set(uids)].sort()).toEqual(
			['${DS_POSTGRES}', '-- Grafana --', 'n8n-nodes-gtm-api-log'].sort(),
		);
	});
});
