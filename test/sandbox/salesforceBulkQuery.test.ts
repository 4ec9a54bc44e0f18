import { parse } from 'csv-parse/sync';

import type { SalesforceOptions } from '../../sandbox';
import type { SalesforceOrg } from './salesforceOrg';
import { org, VERSION } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

interface QueryJobs extends SalesforceOrg {
	/** A job that has been looked at so often. */
	queried(query: string, looks?: number, operation?: string): Promise<string>;
}

async function jobs(bulk: SalesforceOptions['bulk'] = {}, contacts = 5): Promise<QueryJobs> {
	const started = await org({ bulk, records: { Account: 2, Contact: contacts } });
	const queried: QueryJobs['queried'] = async (query, looks = 2, operation = 'query') => {
		const { status, text } = await started.api('POST /jobs/query', { operation, query });
		if (status !== 200) throw new Error(`${status} ${text}`);
		const { id } = JSON.parse(text);
		for (let look = 0; look < looks; look++) await started.api(`GET /jobs/query/${id}`);
		return id;
	};
	return { ...started, queried };
}

describe('Salesforce: query jobs', () => {
	it('go through their states and give CSV, parents in columns of their own', async () => {
		const { api, queried } = await jobs();
		const soql = 'SELECT Id, Name, Account.Name, Birthdate, DoNotCall FROM Contact ORDER BY Name';
		const id = await queried(soql, 0);
		const look = async () => (await api(`GET /jobs/query/${id}`)).json;
		expect(await look()).toMatchObject({ state: 'InProgress', jobType: 'V2Query' });
		expect(await look()).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 5 });
		const answer = await api(`GET /jobs/query/${id}/results`);
		expect(answer.headers.get('content-type')).toContain('text/csv');
		expect(answer.headers.get('sforce-locator')).toBe('null');
		expect(answer.headers.get('sforce-numberofrecords')).toBe('5');
		const rows = parse(answer.text, { columns: true });
		expect(rows).toHaveLength(5);
		expect(rows[0]).toEqual({
			Id: expect.stringMatching(/^003/),
			Name: 'Seeded Contact 1',
			'Account.Name': 'Account 1',
			Birthdate: '',
			DoNotCall: 'false',
		});
	});

	it('give their results page by page, the header line with each', async () => {
		const { api, queried } = await jobs({ resultPage: 4 }, 10);
		const id = await queried('SELECT Id FROM Contact');
		const seen: string[] = [];
		const sizes: number[] = [];
		let locator: string | null = '';
		while (locator !== null && locator !== 'null') {
			const more: string = locator === '' ? '' : `&locator=${locator}`;
			const answer = await api(`GET /jobs/query/${id}/results?maxRecords=100${more}`);
			const page = parse<{ Id: string }>(answer.text, { columns: true }).map(({ Id }) => Id);
			expect(answer.headers.get('sforce-numberofrecords')).toBe(String(page.length));
			sizes.push(page.length);
			seen.push(...page);
			locator = answer.headers.get('sforce-locator');
		}
		expect(sizes).toEqual([4, 4, 2]);
		expect(new Set(seen).size).toBe(10);
		const bad = await api(`GET /jobs/query/${id}/results?locator=zzz`);
		expect(bad.json).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
	});

	it('give their pages side by side, five at a time', async () => {
		const { api, call, queried } = await jobs({ resultPage: 2 }, 13);
		const id = await queried('SELECT Id FROM Contact');
		const first = JSON.parse((await api(`GET /jobs/query/${id}/resultPages`)).text);
		expect(first.resultPages).toHaveLength(5);
		expect(first.done).toBe(false);
		const second = JSON.parse((await call(`GET ${first.nextRecordsUrl}`)).text);
		expect(second).toMatchObject({ done: true });
		expect(second.nextRecordsUrl).toBeUndefined();
		const ids = new Set<string>();
		for (const { resultUrl } of [...first.resultPages, ...second.resultPages]) {
			const { text } = await call(`GET ${resultUrl}`);
			const page = parse<{ Id: string }>(text, { columns: true });
			for (const { Id } of page.slice(0, 2)) ids.add(Id);
		}
		expect(ids.size).toBe(13);
	});

	it('give results to the version that made them alone', async () => {
		const { call, queried } = await jobs();
		const id = await queried('SELECT Id FROM Contact');
		const other = VERSION.replace('66', '67');
		expect((await call(`GET ${other}/jobs/query/${id}/results`)).status).toBe(409);
		expect((await call(`GET ${VERSION}/jobs/query/${id}/results`)).status).toBe(200);
	});

	it('see deleted records with queryAll', async () => {
		const { api, queried, rows } = await jobs();
		const [{ Id }] = await rows('SELECT Id FROM Contact');
		await api(`DELETE /sobjects/Contact/${String(Id)}`);
		const count = async (operation: string) => {
			const id = await queried('SELECT Id, IsDeleted FROM Contact', 2, operation);
			const { text } = await api(`GET /jobs/query/${id}/results`);
			return parse(text, { columns: true }).length;
		};
		expect(await count('query')).toBe(4);
		expect(await count('queryAll')).toBe(5);
	});

	it('have no results before they are complete, nor after an abort', async () => {
		const { api, queried } = await jobs({ neverEnds: true });
		const id = await queried('SELECT Id FROM Contact', 3);
		const results = async () => (await api(`GET /jobs/query/${id}/results`)).status;
		expect(await results()).toBe(400);
		const aborted = await api(`PATCH /jobs/query/${id}`, { state: 'Aborted' });
		expect(aborted.json).toMatchObject({ state: 'Aborted' });
		expect(await results()).toBe(400);
		expect((await api(`DELETE /jobs/query/${id}`)).status).toBe(204);
		expect((await api(`GET /jobs/query/${id}`)).status).toBe(404);
	});

	it.each([
		['an address', 'SELECT Id, MailingAddress FROM Contact', 'FEATURENOTENABLED'],
		['a count', 'SELECT COUNT() FROM Contact', 'API_ERROR'],
		['an object that Bulk does not take', 'SELECT Id FROM TaskStatus', 'INVALIDENTITY'],
		['an unknown field', 'SELECT Id, Nope FROM Contact', 'INVALID_FIELD'],
		['no SOQL', 'SELECT', 'MALFORMED_QUERY'],
	])('are not opened for %s', async (_what, query, errorCode) => {
		const { api } = await jobs();
		expect(await api('POST /jobs/query', { operation: 'query', query })).toMatchObject({
			status: 400,
			json: [{ errorCode }],
		});
	});

	it('are so many in a day, and 400 after that', async () => {
		const { api, queried } = await jobs({ dailyQueryJobs: 2 });
		await queried('SELECT Id FROM Contact', 0);
		await queried('SELECT Id FROM Contact', 0);
		const body = { operation: 'query', query: 'SELECT Id FROM Contact' };
		expect(await api('POST /jobs/query', body)).toMatchObject({
			status: 400,
			json: [
				{
					errorCode: 'LIMIT_EXCEEDED',
					message: 'Max bulk v2 query jobs (2) per 24 hrs has been reached (3)',
				},
			],
		});
	});
});
