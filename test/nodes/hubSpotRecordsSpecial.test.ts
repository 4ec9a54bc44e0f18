import type { IDataObject } from 'n8n-workflow';
import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN, type SandboxOptions } from '../../sandbox';
import { json, mapped, ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const own = (names: string[]) =>
	Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));
const bodies = (end: string) =>
	rig.sandbox.arrivals().filter(({ path }) => path.includes(end)).length;
const start = async (options: SandboxOptions = {}) => (rig = await Rig.start(options));
const company = async (parameters: IDataObject, items: IDataObject[]) =>
	await rig.hubSpot({ resource: 'company', ...parameters }, items, goOn);
const contact = async (parameters: IDataObject, items: IDataObject[]) =>
	await rig.hubSpot({ resource: 'contact', ...parameters }, items, goOn);
const companies = () => rig.sandbox.records('companies').map(({ properties }) => properties);

describe('Company: Create or Update by domain', () => {
	const upsert = {
		operation: 'createOrUpdate',
		fields: mapped(own(['domain', 'name', 'city']), ['domain']),
	};
	const search = 'POST /crm/objects/2026-03/companies/search -> 200';

	test('250 new domains: 3 searches, 3 creates; a second run updates them all', async () => {
		await start();
		const items = Array.from({ length: 250 }, (_, at) => ({
			domain: `c${at}.example`,
			name: `C${at}`,
		}));
		const first = await company(upsert, items);
		expect(json(first.outputs[0]).map(({ result }) => result)).toEqual(Array(250).fill('created'));
		expect(rig.requests().filter((request) => request === search)).toHaveLength(3);
		expect(bodies('/batch/create')).toBe(3);
		const second = await company(upsert, items);
		expect(json(second.outputs[0]).map(({ result }) => result)).toEqual(Array(250).fill('updated'));
		expect(companies()).toHaveLength(250);
	});

	test('the same domain in several forms: one create, then updates in order', async () => {
		await start({ hubspot: { indexLagMs: 60_000 } });
		const { outputs } = await company(upsert, [
			{ domain: 'https://www.Acme.example/about', name: 'One' },
			{ domain: 'ACME.example', name: 'Two' },
			{ domain: 'http://acme.example:8080', name: 'Three' },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['created', 'updated', 'updated']);
		expect(companies()).toMatchObject([{ domain: 'acme.example', name: 'Three' }]);
	});

	test('a domain that stands twice in HubSpot fails with both IDs, the others go on', async () => {
		await start();
		const create = { operation: 'create', fields: mapped(own(['domain'])) };
		const made = await company(create, [{ domain: 'twice.example' }, { domain: 'twice.example' }]);
		const ids = json(made.outputs[0]).map(({ id }) => String(id));
		const { outputs } = await company(upsert, [
			{ domain: 'twice.example' },
			{ domain: 'new.example' },
		]);
		expect(json(outputs[0])).toMatchObject([{ result: 'created' }]);
		const [failed] = json(outputs[1]);
		for (const id of ids) expect(String(failed.error)).toContain(id);
		expect(failed.details).toMatchObject({ reason: 'conflict', outcome: 'not done' });
	});

	test('a create whose answer is lost: a later item of the domain does not create it again', async () => {
		await start({
			hubspot: { indexLagMs: 60_000 },
			faults: { seed: 1, rules: [{ kind: 'drop-after', path: '/batch/create$', at: [1] }] },
		});
		const { outputs } = await company(upsert, [{ domain: 'a.example' }, { domain: 'a.example' }]);
		expect(outputs[0]).toHaveLength(0);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'not done' },
		]);
		expect(companies()).toHaveLength(1);
	});

	test('what is no domain, and a domain that is missing', async () => {
		await start();
		const { outputs } = await company(upsert, [{ domain: 'acme' }, { name: 'x' }]);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			'The domain "acme" is none',
			'The item has no domain',
		]);
	});

	test('Only Fill Empty Fields: what the company holds stays', async () => {
		await start();
		await company(upsert, [{ domain: 'a.example', name: 'Kept' }]);
		const { outputs } = await company({ ...upsert, onlyFillEmpty: true }, [
			{ domain: 'a.example', name: 'New', city: 'Bonn' },
			{ domain: 'b.example', name: 'B' },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['updated', 'created']);
		expect(companies()).toMatchObject([{ name: 'Kept', city: 'Bonn' }, { name: 'B' }]);
	});
});

describe('Only Fill Empty Fields', () => {
	const names = ['email', 'firstname', 'city'];
	const upsert = { operation: 'createOrUpdate', fields: mapped(own(names), ['email']) };
	const fill = { ...upsert, onlyFillEmpty: true };

	test('reads a hundred records in a request, and sends what is empty', async () => {
		await start();
		const items = Array.from({ length: 150 }, (_, at) => ({
			email: `p${at}@a.example`,
			firstname: 'Old',
		}));
		await contact(upsert, items.slice(0, 120));
		const changed = items.map((item) => ({ ...item, firstname: 'New', city: 'Bonn' }));
		const { outputs } = await contact(fill, changed);
		expect(outputs[0]).toHaveLength(150);
		expect(bodies('/batch/read')).toBe(2);
		const held = rig.sandbox.contacts().map(({ properties }) => properties);
		expect(held.filter(({ firstname }) => firstname === 'Old')).toHaveLength(120);
		expect(held.every(({ city }) => city === 'Bonn')).toBe(true);
	});

	test('nothing is empty: the record is not written, and says so', async () => {
		await start();
		await contact(upsert, [{ email: 'a@a.example', firstname: 'Old' }]);
		const { outputs } = await contact(fill, [{ email: 'A@a.example', firstname: 'New' }]);
		expect(json(outputs[0])).toMatchObject([{ result: 'unchanged' }]);
		expect(bodies('/batch/upsert')).toBe(1);
	});

	test('twins: the second fills what the first has left', async () => {
		await start();
		const { outputs } = await contact(fill, [
			{ email: 'a@a.example', firstname: 'One' },
			{ email: 'a@a.example', firstname: 'Two', city: 'Bonn' },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['created', 'updated']);
		expect(rig.sandbox.contacts()[0].properties).toMatchObject({ firstname: 'One', city: 'Bonn' });
	});

	test('Update by Record ID', async () => {
		await start({ hubspot: { records: { deals: 2 } } });
		const ids = rig.sandbox.records('deals').map(({ id }) => id);
		const fields = mapped({ ...own(['hs_object_id']), dealname: 'New', description: 'Filled' }, [
			'hs_object_id',
		]);
		const parameters = { resource: 'deal', operation: 'update', onlyFillEmpty: true, fields };
		await rig.hubSpot(
			parameters,
			ids.map((id) => ({ hs_object_id: id })),
			goOn,
		);
		expect(rig.sandbox.records('deals').map(({ properties }) => properties)).toMatchObject([
			{ dealname: 'Deal 1', description: 'Filled' },
			{ dealname: 'Deal 2', description: 'Filled' },
		]);
	});
});

describe('associations', () => {
	const to = (recordId: string, rest: IDataObject = {}) => ({
		association: [{ toObjectType: byId('companies'), recordId, ...rest }],
	});
	const upsert = {
		operation: 'createOrUpdate',
		fields: mapped(own(['email']), ['email']),
		associations: to('={{ $json.companyId }}'),
	};
	const open = async () => {
		await start({ hubspot: { records: { companies: 2 } } });
		return rig.sandbox.records('companies').map(({ id }) => id);
	};

	test('on create they travel with the record', async () => {
		const [companyId] = await open();
		const create = { ...upsert, operation: 'create', fields: mapped(own(['email'])) };
		const { outputs } = await contact(create, [{ email: 'a@a.example', companyId }]);
		expect(outputs[0]).toHaveLength(1);
		expect(rig.sandbox.state().hubspot.associations).toBe(1);
		expect(rig.requests().map((request) => request.split(' ')[1])).toEqual([
			'/crm/associations/2026-03/contacts/companies/labels',
			'/crm/objects/2026-03/contacts/batch/create',
		]);
	});

	test('on upsert they follow in one batch; an item without a company has none', async () => {
		const [one, two] = await open();
		const { outputs } = await contact(upsert, [
			{ email: 'a@a.example', companyId: one },
			{ email: 'b@a.example', companyId: two },
			{ email: 'c@a.example' },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('created'));
		expect(rig.sandbox.state().hubspot.associations).toBe(2);
		expect(bodies('/batch/associate/default')).toBe(1);
	});

	test('with a label', async () => {
		const [companyId] = await open();
		const associations = to(companyId, { typeId: '1', category: 'HUBSPOT_DEFINED' });
		const { outputs } = await contact({ ...upsert, associations }, [{ email: 'a@a.example' }]);
		expect(outputs[0]).toHaveLength(1);
		expect(bodies('contacts/companies/batch/create')).toBe(1);
	});

	test.each(['company', 'Companies', '0-2', 'companies'])(
		'the type of the other record as %s',
		async (name) => {
			const [companyId] = await open();
			const { association } = to(companyId);
			const associations = { association: [{ ...association[0], toObjectType: byId(name) }] };
			const { outputs } = await contact({ ...upsert, associations }, [{ email: 'a@a.example' }]);
			expect(outputs[0]).toHaveLength(1);
			expect(bodies('contacts/companies/batch/associate/default')).toBe(1);
		},
	);

	test('refused: the item is written, but not associated, and names its record', async () => {
		const [companyId] = await open();
		const { outputs } = await contact(upsert, [
			{ email: 'a@a.example', companyId },
			{ email: 'b@a.example', companyId: '999999999' },
		]);
		expect(outputs[0]).toHaveLength(1);
		const written = rig.sandbox
			.contacts()
			.find(({ properties }) => properties.email === 'b@a.example');
		expect(json(outputs[1])[0]).toMatchObject({
			email: 'b@a.example',
			error: expect.stringContaining('was written'),
			details: { existingId: written?.id },
		});
		expect(String(json(outputs[1])[0].error)).toContain(
			'but not associated with companies 999999999',
		);
	});

	test('Stop Workflow: a record that is written is not counted as one that was not sent', async () => {
		const [companyId] = await open();
		const fields = mapped(own(['email', 'hubspot_owner_id']), ['email']);
		const { error } = await rig.hubSpot({ ...upsert, fields }, [
			{ email: 'a@a.example', hubspot_owner_id: 'nobody' },
			{ email: 'b@a.example', companyId },
		]);
		expect(rig.sandbox.contacts()).toHaveLength(1);
		expect(bodies('/batch/associate/default')).toBe(0);
		expect(error?.description).toContain(
			'Of 2 items, 0 were done, 2 failed, 0 have an unknown outcome and 0 were not sent.',
		);
	});

	test('a fault of HubSpot: the item says what is left to do, and asks for no other record', async () => {
		await start({
			hubspot: { records: { companies: 1 } },
			faults: { seed: 1, rules: [{ kind: 'status-503', path: '/associate/', share: 1 }] },
		});
		const [{ id: companyId }] = rig.sandbox.records('companies');
		const { outputs } = await contact({ ...upsert, gtmRetries: 1 }, [
			{ email: 'a@a.example', companyId },
		]);
		const [{ error, message }] = json(outputs[1]);
		expect(error).toContain('was written');
		expect(message).toMatch(/^Associate the two, or run the item again\./);
	});

	test.each([
		[{ recordId: 'abc' }, 'The Record ID of an association is "abc"'],
		[{ recordId: '1', toObjectType: byId('') }, 'An association has no To Object Type'],
		[{ recordId: '1', typeId: 'x' }, 'Association Type ID is "x"'],
	])('bad input %j: nothing is sent', async (entry, message) => {
		await open();
		const associations = { association: [{ toObjectType: byId('companies'), ...entry }] };
		const { outputs } = await contact({ ...upsert, associations }, [{ email: 'a@a.example' }]);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});
});

describe('reading', () => {
	const people = { people: 30, seedContacts: 30 };

	test('Get by email, whatever its case, and what is not there', async () => {
		await start(people);
		const [first] = rig.sandbox.contacts();
		const { email = '' } = first.properties;
		const parameters = {
			operation: 'get',
			findBy: 'property',
			idProperty: 'email',
			idValue: '={{ $json.email }}',
		};
		const { outputs } = await contact(parameters, [
			{ email: email.toUpperCase() },
			{ email: 'nobody@a.example' },
			{ email: 'nobody' },
			{},
		]);
		expect(json(outputs[0])).toMatchObject([{ id: first.id, email }]);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			expect.stringContaining('no contact with the email nobody@a.example'),
			'The property email is "nobody", which is not an email address',
			'The item has no email',
		]);
	});

	test('Get by an ID that was merged away gives the record that is left', async () => {
		await start({ hubspot: { records: { companies: 3 } } });
		const [a, b] = rig.sandbox.records('companies').map(({ id }) => id);
		await company({ operation: 'merge', primaryId: byId(a), mergedId: byId(b) }, [{}]);
		const { outputs } = await company({ operation: 'get', recordId: byId('={{ $json.id }}') }, [
			{ id: a },
			{ id: b },
		]);
		const [one, two] = json(outputs[0]);
		expect(one).toEqual(two);
		expect(one).toMatchObject({ name: 'Company 1' });
	});

	test('raw, and exactly the properties asked for: by a list, or a text', async () => {
		await start(people);
		const getAll = { operation: 'getAll', limit: 1 };
		const raw = await contact({ ...getAll, simplify: false }, [{}]);
		expect(Object.keys(json(raw.outputs[0])[0])).toEqual([
			'id',
			'properties',
			'createdAt',
			'updatedAt',
			'archived',
		]);
		for (const propertiesToReturn of [
			['email', 'city'],
			'email, city',
			'={{ ["email", "city"] }}',
		]) {
			const flat = await contact({ ...getAll, propertiesToReturn }, [{}]);
			expect(Object.keys(json(flat.outputs[0])[0])).toEqual(['id', 'email', 'city']);
			const some = await contact({ ...getAll, propertiesToReturn, simplify: false }, [{}]);
			expect(Object.keys(json(some.outputs[0])[0].properties as object)).toEqual(['email', 'city']);
		}
	});

	test('more properties than an address holds: their values are read for each page', async () => {
		await start({ people: 150, seedContacts: 150 });
		const names = Array.from({ length: 600 }, (_, at) => `property_${at}`);
		const propertiesToReturn = ['email', ...names];
		const all = { operation: 'getAll', returnAll: true, propertiesToReturn };
		const { outputs, hints } = await contact(all, [{}]);
		expect(json(outputs[0]).every(({ email }) => typeof email === 'string')).toBe(true);
		expect(outputs[0]).toHaveLength(150);
		expect(bodies('/batch/read')).toBe(2);
		expect(hints[0].message).toContain('Complete: 150');
		const found = await contact({ ...all, operation: 'search' }, [{}]);
		expect(json(found.outputs[0]).every(({ email }) => typeof email === 'string')).toBe(true);
	});

	test('Archived', async () => {
		await start(people);
		const ids = rig.sandbox.contacts().map(({ id }) => id);
		await contact({ operation: 'delete', recordId: byId(ids[0]) }, [{}]);
		const { outputs } = await contact({ operation: 'getAll', archived: true, returnAll: true }, [
			{},
		]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual([ids[0]]);
	});
});

describe('Search', () => {
	const groups = (...sizes: number[]) => ({
		group: sizes.map((size) => ({
			filters: {
				filter: Array(size).fill({
					propertyName: 'email',
					operator: 'HAS_PROPERTY',
				}) as IDataObject[],
			},
		})),
	});

	test.each([
		[groups(1, 1, 1, 1, 1, 1), 'There are 6 filter groups, but HubSpot takes 5'],
		[groups(7), 'There are 7 filters in a group, but HubSpot takes 6'],
		[groups(6, 6, 6, 6), 'There are 24 filters, but HubSpot takes 18'],
	])('too many filters', async (filterGroups, message) => {
		await start();
		const { outputs } = await contact({ operation: 'search', filterGroups }, [{}]);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('a search that is too long for HubSpot', async () => {
		await start();
		const values = Array.from({ length: 300 }, (_, at) => `person${at}@a.example`).join(',');
		const filter = [{ propertyName: 'email', operator: 'IN', value: values }];
		const filterGroups = { group: [{ filters: { filter } }] };
		const { outputs } = await contact({ operation: 'search', filterGroups }, [{}]);
		expect(json(outputs[1])[0].error).toMatch(/The search has \d+ characters/);
	});

	test('sorted: in that order, also downwards', async () => {
		await start({ people: 30, seedContacts: 30 });
		const sorted = { operation: 'search', returnAll: true, sortBy: 'email' };
		const up = await contact({ ...sorted, sortDirection: 'ASCENDING' }, [{}]);
		const down = await contact({ ...sorted, sortDirection: 'DESCENDING' }, [{}]);
		const emails = json(up.outputs[0]).map(({ email }) => email);
		expect(emails).toEqual(emails.toSorted());
		expect(json(down.outputs[0]).map(({ email }) => email)).toEqual(emails.toReversed());
	});

	test('more than 10,000 with a sort: ends there, and says why', async () => {
		await start({ people: 10_200, seedContacts: 10_200, hubspot: { searchPerSecond: 1_000 } });
		const parameters = {
			operation: 'search',
			returnAll: true,
			sortBy: 'email',
			gtmRateLimit: 'off',
		};
		const { outputs, hints } = await contact(parameters, [{}]);
		expect(outputs[0]).toHaveLength(10_000);
		const messages = hints.map(({ message }) => message).join(' ');
		expect(messages).toContain('Leave Sort By empty to get all of them');
		expect(messages).toContain('Incomplete: 10,000 of 10,200 records');
	});
});

describe('bad input', () => {
	const values = (value: IDataObject) => mapped({ email: 'a@a.example', ...value }, ['email']);
	const upsert = (value: IDataObject) => ({ operation: 'createOrUpdate', fields: values(value) });

	test('an unknown property: the nearest names, its definitions read once', async () => {
		await start();
		const items = Array.from({ length: 250 }, () => ({}));
		const fields = mapped({ email: '={{ "p" + $itemIndex + "@a.example" }}', job_titel: 'CEO' }, [
			'email',
		]);
		const { outputs } = await contact({ operation: 'createOrUpdate', fields }, items);
		expect(outputs[1]).toHaveLength(250);
		expect(json(outputs[1])[249].message).toContain(
			'The nearest to job_titel: jobtitle (Job Title)',
		);
		expect(bodies('/crm/properties/')).toBe(1);
	});

	test.each([
		['an option that is not allowed', { lifecyclestage: 'Leads' }, 'INVALID_OPTION', /lead, /],
		[
			'a date in the wrong form',
			{ closedate: '31.01.2026' },
			'INVALID_DATE',
			/2026-01-31T09:30:00Z/,
		],
		[
			'a property that HubSpot sets',
			{ num_notes: '3' },
			'READ_ONLY_VALUE',
			/Leave the property out/,
		],
	])('%s', async (_, value, code, text) => {
		await start();
		const { outputs } = await contact(upsert(value), [{}]);
		const [{ error, message, details }] = json(outputs[1]);
		expect(`${String(error)} ${String(message)}`).toMatch(text);
		expect(details).toMatchObject({ code });
	});

	test('options that the answer does not list are read from the definition', async () => {
		await start();
		const { outputs } = await contact(upsert({ hubspot_owner_id: 'me' }), [{}]);
		expect(json(outputs[1])[0].message).toContain('Use the internal value');
		expect(bodies('/crm/properties/')).toBe(1);
	});

	test('a unique value that another record has', async () => {
		await start();
		await contact(upsert({ external_id: 'X1' }), [{}]);
		const other = mapped({ email: 'b@a.example', external_id: 'X1' }, ['email']);
		const { outputs } = await contact({ operation: 'createOrUpdate', fields: other }, [{}]);
		const [contactOne] = rig.sandbox.contacts();
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('matched on external_id'),
			details: { code: 'CONFLICTING_UNIQUE_VALUE', existingId: contactOne.id },
		});
	});

	test('an update of a record that was merged away', async () => {
		await start({ hubspot: { records: { companies: 2 } } });
		const [a, b] = rig.sandbox.records('companies').map(({ id }) => id);
		await company({ operation: 'merge', primaryId: byId(a), mergedId: byId(b) }, [{}]);
		const fields = mapped({ hs_object_id: b, name: 'x' }, ['hs_object_id']);
		const { outputs } = await company({ operation: 'update', fields }, [{}]);
		expect(json(outputs[1])[0].message).toContain('after a merge it gives the record that is left');
	});

	test('a create that lacks what HubSpot wants: it names the properties', async () => {
		await start();
		const parameters = { resource: 'deal', operation: 'create', fields: mapped({ dealname: 'x' }) };
		const { outputs } = await rig.hubSpot(parameters, [{}], goOn);
		expect(json(outputs[1])[0].message).toContain('Set dealstage, pipeline in Fields.');
	});

	test('a lead without a contact', async () => {
		await start();
		const parameters = {
			resource: 'lead',
			operation: 'create',
			fields: mapped({ hs_lead_name: 'x' }),
		};
		const { outputs } = await rig.hubSpot(parameters, [{}], goOn);
		expect(json(outputs[1])[0].message).toContain('to Associations');
	});

	test('a token without the scope: which one', async () => {
		await start();
		const credential = { accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN };
		const parameters = { resource: 'company', operation: 'create', fields: mapped({ name: 'x' }) };
		const { error } = await rig.hubSpot(parameters, [{}], { credential });
		expect(error?.description).toContain('Add crm.objects.companies.write');
	});

	test.each([
		[{ operation: 'createOrUpdate', fields: mapped({ name: 'x' }) }, 'The item has no domain'],
		[{ operation: 'update', fields: mapped({ name: 'x' }) }, 'The item has no Record ID'],
		[{ operation: 'update', fields: mapped({ hs_object_id: 'x' }) }, 'Record ID is "x"'],
		[{ operation: 'update', fields: mapped({ hs_object_id: '1' }) }, 'The item sets no property'],
		[{ operation: 'create', fields: mapped({}) }, 'The item sets no property'],
		[{ operation: 'get', recordId: byId('={{ $json.none }}') }, 'The item has no Record ID'],
	])('%j: nothing is sent', async (parameters, message) => {
		await start();
		const { outputs } = await company(parameters, [{}]);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('a deal without a property to match on, and a custom object without a type', async () => {
		await start();
		const fields = mapped({ dealname: 'x' });
		const deal = await rig.hubSpot(
			{ resource: 'deal', operation: 'createOrUpdate', fields },
			[{}],
			goOn,
		);
		expect(json(deal.outputs[1])[0].error).toBe('Fields has no property to match on');
		const objectType = byId('={{ $json.none }}');
		const car = await rig.hubSpot(
			{ resource: 'customObject', operation: 'getAll', objectType },
			[{}],
			goOn,
		);
		expect(json(car.outputs[1])[0].error).toBe('Object Type is empty');
	});
});

describe('times', () => {
	const write = async (value: string) => {
		await start();
		const fields = mapped({ name: 'A', contract_end: value, closedate: value });
		const { outputs } = await company({ operation: 'create', fields }, [{}]);
		expect(outputs[1]).toEqual([]);
		const [{ contract_end: day, closedate: time }] = companies();
		return { day, time };
	};

	test.each([
		['2026-01-02', '2026-01-02', '2026-01-02'],
		['2026-01-02T00:00:00', '2026-01-02', '2026-01-02T00:00:00Z'],
		['2026-01-02T10:00:00+05:00', '2026-01-02', '2026-01-02T10:00:00+05:00'],
		[
			'={{ DateTime.fromISO("2026-01-02T03:04:05Z").toUTC() }}',
			'2026-01-02',
			'2026-01-02T03:04:05.000Z',
		],
		['={{ 1767312000000 }}', '1767312000000', '1767312000000'],
	])('%s', async (value, day, time) => {
		expect(await write(value)).toEqual({ day, time });
	});
});
