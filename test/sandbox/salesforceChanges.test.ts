import type { SalesforceOrg } from './salesforceOrg';
import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const MINUTE_MS = 60_000;

function at(away: number): string {
	return encodeURIComponent(new Date(Date.now() + away).toISOString());
}

async function between(
	{ api }: SalesforceOrg,
	what: 'updated' | 'deleted',
	from: number,
	until: number,
) {
	return await api(`GET /sobjects/Lead/${what}/?start=${at(from)}&end=${at(until)}`);
}

describe('Salesforce: changed records', () => {
	it('are those of the time asked for; deleted ones have a list of their own', async () => {
		const started = await org();
		const kept = await started.created('Lead', { LastName: 'A', Company: 'X' });
		const gone = await started.created('Lead', { LastName: 'B', Company: 'X' });
		await started.api(`DELETE /sobjects/Lead/${gone}`);
		const span = [-2 * MINUTE_MS, 2 * MINUTE_MS] as const;
		const stamp = expect.stringMatching(/:00\.000\+0000$/);
		expect((await between(started, 'updated', ...span)).json).toEqual({
			ids: [kept],
			latestDateCovered: stamp,
		});
		expect((await between(started, 'deleted', ...span)).json).toEqual({
			deletedRecords: [{ id: gone, deletedDate: expect.stringMatching(/\+0000$/) }],
			earliestDateAvailable: expect.any(String),
			latestDateCovered: stamp,
		});
		expect((await between(started, 'updated', -9 * MINUTE_MS, -3 * MINUTE_MS)).json).toMatchObject({
			ids: [],
		});
	});

	it('are covered no further than the clock of the server', async () => {
		const started = await org();
		const { text } = await between(started, 'updated', -MINUTE_MS, 60 * MINUTE_MS);
		expect(Date.parse(JSON.parse(text).latestDateCovered)).toBeLessThanOrEqual(Date.now());
	});

	it.each([
		['less than a minute', -1000, 0],
		['a time that ends before it starts', 0, -5 * MINUTE_MS],
		['more than thirty days', -31 * 24 * 60 * MINUTE_MS, 0],
	])('refuses %s', async (_what, from, until) => {
		const started = await org();
		expect(await between(started, 'updated', from, until)).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALID_REPLICATION_DATE' }],
		});
	});

	it('refuses dates that are none or missing', async () => {
		const { api } = await org();
		const bad = `GET /sobjects/Lead/updated?start=yesterday&end=${at(0)}`;
		expect((await api(bad)).json).toMatchObject([{ errorCode: 'INVALID_REPLICATION_DATE' }]);
		expect((await api('GET /sobjects/Lead/updated')).status).toBe(400);
	});
});
