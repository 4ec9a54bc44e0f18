import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IDataObject } from 'n8n-workflow';
import { ApiLog } from '../../nodes/ApiLog/ApiLog.node';
import { failed, HOUR, writeRows, type Change } from '../engine/support/logRows';
import { runNode, type NodeRun, type NodeSetup } from './support/runNode';
import { json, type Rest } from './support/setup';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let file = '';
let files = 0;
beforeEach(() => {
	file = join(folder, `${(files += 1)}.sqlite`);
	process.env.GTM_LOG_FILE = file;
});

const goOn = { onError: 'continueErrorOutput' } as const;

async function create(parameters: IDataObject = {}, items: IDataObject[] = [{}], rest: Rest = {}) {
	return await runNode({
		node: new ApiLog(),
		parameters: {
			resource: 'report',
			operation: 'create',
			...parameters,
		} as NodeSetup['parameters'],
		credentials: {},
		items,
		...rest,
	});
}

const NOW = Math.floor(Date.now() / HOUR) * HOUR;
const write = (changes: Change[]) =>
	writeRows(
		file,
		changes.map((change, place) => ({
			startedAt: NOW - 10 * HOUR + place,
			traceId: String(place).padStart(32, '0'),
			...change,
		})),
	);

function pageOf({ outputs }: NodeRun, field = 'data'): string {
	const file = outputs[0]?.[0]?.binary?.[field];
	return Buffer.from(file?.data ?? '', 'base64').toString('utf8');
}

describe('Report: Create', () => {
	test('success: the numbers as an item, and a page that needs nothing else', async () => {
		write([
			{ durationMs: 100, quotaLeft: 'minute=9' },
			{ durationMs: 300, quotaLeft: 'minute=4' },
			{ durationMs: 200, quotaLeft: 'minute=7', startedAt: NOW - 8 * HOUR },
			{ ...failed(429), traceId: 'x'.repeat(32), waitedMs: 0 },
			{ traceId: 'x'.repeat(32), attempt: 2, waitedMs: 90_000, waitReason: 'rate-limited' },
			{
				...failed(404, { reason: 'not-found', requestId: 'req-7', execution: '55' }),
				vendor: 'Apollo',
				operation: 'person.enrich',
				errorBody: '{"message":"No such person"}',
			},
			{ workflow: 'other' },
		]);
		const run = await create();
		const [item] = json(run.outputs[0]);
		expect(item).toMatchObject({
			step: 'hour',
			requests: 5,
			failedRequests: 1,
			calls: 6,
			errors: 2,
			rateLimited: 1,
			retries: 1,
			waitedMs: 90_000,
			p50Ms: 100,
			waits: [{ node: 'HubSpot GTM', waitReason: 'rate-limited', calls: 1, waitedMs: 90_000 }],
			failing: [
				{ vendor: 'Apollo', operation: 'person.enrich', errorShare: 1 },
				{ vendor: 'HubSpot', operation: 'contact.createOrUpdate', errorShare: 0.2 },
			],
			quotas: [
				{
					vendor: 'HubSpot',
					account: '123',
					window: 'minute',
					lowest: 4,
					last: 7,
					overTime: [{ left: 4 }, { left: 7 }],
				},
			],
			lastErrors: [
				{
					logRow: 6,
					status: 404,
					requestId: 'req-7',
					message: 'Apollo did not find what was asked for: No such person',
					advice: 'Check the ID and the base URL in the credential.',
				},
			],
		});
		expect(item?.slowest).toMatchObject([{ p95Ms: 300 }, { p95Ms: 100 }]);
		expect(run.outputs[0]?.[0]?.binary?.data).toMatchObject({
			mimeType: 'text/html',
			fileName: expect.stringMatching(/^api-report-\d{4}-\d\d-\d\d\.html$/) as string,
		});
		const page = pageOf(run);
		expect(page).toContain('<title>API Report</title>');
		expect(page).toContain('No such person');
		expect(page).toContain('req-7');
		expect(page.match(/<svg /g)).toHaveLength(3);
		expect(page).not.toMatch(
			/<script|<link|<img|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/i,
		);
		expect(page).not.toMatch(/NaN|undefined/);
		expect(page).toContain('prefers-color-scheme: dark');
		expect(page).toContain('@media print');
	});

	test('a rejected row among good ones: no name for the file', async () => {
		write([{}]);
		const run = await create(
			{ binaryProperty: '={{ $json.field }}' },
			[{ field: 'page' }, { field: '' }],
			goOn,
		);
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(pageOf(run, 'page')).toContain('<!doctype html>');
		expect(json(run.outputs[1])[0]?.error).toBe('Put Output File in Field is empty');
	});

	test('a retry after the file was locked: the report is made', async () => {
		const holder = new DatabaseSync(file);
		holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
		expect(json((await create({}, [{}], goOn)).outputs[1])[0]?.error).toContain('keeps it locked');
		holder.close();
		rmSync(file);
		write([{}]);
		expect(pageOf(await create())).toContain('<!doctype html>');
	});

	test('what vendors wrote cannot become part of the page', async () => {
		const evil = '<script>alert("1")</script> & \'"\u0000\u0007';
		write([
			{
				...failed(400, { reason: 'bad-request', requestId: evil, errorBody: evil }),
				vendor: evil,
				operation: evil,
				node: evil,
				account: evil,
				waitedMs: 2_000,
				waitReason: evil,
				quotaLeft: `${evil.replaceAll('=', '')}=4`,
			},
		]);
		const page = pageOf(await create({ title: evil }));
		expect(page).not.toContain('<script');
		expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)');
		for (const sign of ['\u0000', '\u0007']) expect(page).not.toContain(sign);
	});

	test('of hours without calls has gaps, and of nothing has none', async () => {
		write([{ startedAt: NOW - 9 * HOUR }, { startedAt: NOW - 5 * HOUR }]);
		const page = pageOf(await create());
		expect(page.match(/<circle /g)).toHaveLength(6);
		const empty = await create({ filters: { vendor: 'Clay' } });
		expect(json(empty.outputs[0])).toMatchObject([{ calls: 0, requests: 0, p95Ms: null }]);
		expect(pageOf(empty)).toContain('No requests in this time range.');
		expect(pageOf(empty)).not.toMatch(/NaN|undefined|Infinity/);
	});

	test.each([
		['lastHour', 'minute'],
		['last24Hours', 'hour'],
		['last7Days', 'day'],
		['all', 'tenMinutes'],
	])('of %s counts by %s', async (timeRange, step) => {
		write([{}]);
		expect(json((await create({ timeRange })).outputs[0])).toMatchObject([{ step }]);
	});

	test.each([
		[60, 'second'],
		[600, 'tenSeconds'],
		[6_000, 'minute'],
		[40_000, 'tenMinutes'],
	])('of %s seconds counts by %s, and each step begins at a whole one', async (seconds, step) => {
		const begin = Date.parse('2026-03-04T10:00:00.500Z');
		write([{ startedAt: begin }, { startedAt: begin + seconds * 990 }]);
		const range = { from: new Date(begin).toISOString() };
		const to = { to: new Date(begin + seconds * 1_000).toISOString() };
		const run = await create({ timeRange: 'between', ...range, ...to });
		const [item] = json(run.outputs[0]);
		expect(item).toMatchObject({ step, calls: 2 });
		const [first] = item?.overTime as Array<{ at: string; calls: number }>;
		expect(first).toMatchObject({ at: '2026-03-04T10:00:00.000Z', calls: 1 });
		// Numbers for people, and times that differ from each other.
		expect(pageOf(run)).not.toMatch(/>\de\+\d/);
		const [chart = ''] = pageOf(run).split('</svg>');
		const axis = [...chart.matchAll(/text-anchor="middle">([^<]+)</g)].map(([, time]) => time);
		expect(axis.length).toBeGreaterThan(1);
		expect(new Set(axis).size).toBe(axis.length);
	});

	test('a reason of another version is shown as it is', async () => {
		write([failed(418, { reason: 'teapot', errorBody: 'short and stout' })]);
		const [item] = json((await create()).outputs[0]);
		expect(item?.lastErrors).toMatchObject([{ message: 'teapot: short and stout', advice: '' }]);
	});

	test('where nothing was logged yet, it says so', async () => {
		const run = await create({}, [{}], goOn);
		expect(json(run.outputs[1])[0]?.error).toBe(`There is no log yet in ${file}`);
	});
});
