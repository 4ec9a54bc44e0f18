import type { SalesforceOrg } from './salesforceOrg';
import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

interface Searching extends SalesforceOrg {
	sosl(search: string): ReturnType<SalesforceOrg['api']>;
	/** What was found, as `Object: name`. */
	found(search: string): Promise<string[]>;
}

type Row = { attributes: { type: string }; Name?: string };

function named(text: string): string[] {
	const rows: Row[] = JSON.parse(text).searchRecords;
	return rows.map(({ attributes, Name }) => `${attributes.type}: ${Name ?? 'no name'}`);
}

async function acme(): Promise<Searching> {
	const started = await org();
	await started.created('Account', { Name: 'Acme Works', Phone: '+49 30 555' });
	await started.created('Contact', {
		LastName: 'Lee',
		FirstName: 'Ann',
		Email: 'ann@acme.example',
	});
	await started.created('Contact', { LastName: 'Acme', Title: 'CEO' });
	await started.created('Lead', { LastName: 'Roe', Company: 'Acme' });
	const sosl: Searching['sosl'] = async (search) =>
		await started.api(`GET /search?q=${encodeURIComponent(search)}`);
	const found: Searching['found'] = async (search) => named((await sosl(search)).text);
	return { ...started, sosl, found };
}

describe('Salesforce: SOSL', () => {
	it('looks in the objects named, with the fields named', async () => {
		const { found } = await acme();
		const returning = 'RETURNING Account(Id, Name), Contact(Name), Lead(Name)';
		expect(await found(`FIND {acme} IN ALL FIELDS ${returning}`)).toEqual([
			'Account: Acme Works',
			'Contact: Ann Lee',
			'Contact: Acme',
			'Lead: Roe',
		]);
		expect(await found(`FIND {acme} IN NAME FIELDS ${returning}`)).toEqual([
			'Account: Acme Works',
			'Contact: Acme',
		]);
		expect(await found('FIND {ann} IN EMAIL FIELDS RETURNING Contact(Name)')).toEqual([
			'Contact: Ann Lee',
		]);
		expect(await found('FIND {acme}')).toEqual([
			'Account: no name',
			'Contact: no name',
			'Contact: no name',
			'Lead: no name',
		]);
	});

	it('matches whole words, wildcards and phrases', async () => {
		const { found } = await acme();
		const account = async (text: string) =>
			(await found(`FIND {${text}} RETURNING Account(Name)`)).length;
		expect(await account('acm')).toBe(0);
		expect(await account('acm*')).toBe(1);
		expect(await account('a?me')).toBe(1);
		expect(await account('works acme')).toBe(1);
		expect(await account('"works acme"')).toBe(0);
		expect(await account('\\+49')).toBe(1);
	});

	it('takes conditions, orders and limits', async () => {
		const { found } = await acme();
		const inner = "Contact(Name WHERE Title = 'CEO')";
		expect(await found(`FIND {acme} RETURNING ${inner}`)).toEqual(['Contact: Acme']);
		expect(await found('FIND {acme} RETURNING Contact(Name ORDER BY Name LIMIT 1)')).toEqual([
			'Contact: Acme',
		]);
		expect(await found('FIND {acme} RETURNING Account(Name), Contact(Name) LIMIT 2')).toHaveLength(
			2,
		);
	});

	it.each([
		['acme', 'MALFORMED_SEARCH'],
		['FIND {a}', 'MALFORMED_SEARCH'],
		['FIND {acme} IN SOME FIELDS', 'MALFORMED_SEARCH'],
		['FIND {acme} RETURNING Contact(Nope)', 'INVALID_FIELD'],
		['FIND {acme} RETURNING Nope(Id)', 'INVALID_TYPE'],
	])('refuses %s', async (search, errorCode) => {
		const { sosl } = await acme();
		expect(await sosl(search)).toMatchObject({ status: 400, json: [{ errorCode }] });
	});

	it('finds nothing that is deleted', async () => {
		const { api, found, rows } = await acme();
		const [{ Id }] = await rows('SELECT Id FROM Lead');
		await api(`DELETE /sobjects/Lead/${String(Id)}`);
		expect(await found('FIND {acme} RETURNING Lead')).toEqual([]);
	});
});

describe('Salesforce: the search with parameters', () => {
	it('is the same by GET and by POST', async () => {
		const { api } = await acme();
		const query = 'q=acme&sobject=Contact&Contact.fields=Name&sobject=Lead&Lead.fields=Name';
		const byGet = await api(`GET /parameterizedSearch?${query}`);
		expect(named(byGet.text)).toEqual(['Contact: Ann Lee', 'Contact: Acme', 'Lead: Roe']);
		const body = { q: 'acme', fields: ['Name'], sobjects: [{ name: 'Contact' }, { name: 'Lead' }] };
		const byPost = await api('POST /parameterizedSearch', body);
		expect(byPost.text).toBe(byGet.text);
	});

	it('has limits for all and for each', async () => {
		const { api } = await acme();
		const count = async (more: object) => {
			const sobjects = [{ name: 'Contact' }, { name: 'Lead' }];
			const { text } = await api('POST /parameterizedSearch', { q: 'acme', sobjects, ...more });
			return JSON.parse(text).searchRecords.length;
		};
		expect(await count({})).toBe(3);
		expect(await count({ overallLimit: 2 })).toBe(2);
		expect(await count({ defaultLimit: 1 })).toBe(2);
		expect((await api('POST /parameterizedSearch', {})).status).toBe(400);
	});
});
