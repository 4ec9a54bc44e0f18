import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import type { SandboxOptions } from '../../sandbox';
import { json, mapped, ownLog, Rig, runApollo } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const id = (number: number) => String(number).padStart(24, '0');

describe('the requests of a write', () => {
	let server: FaultServer;
	beforeEach(async () => {
		server = await FaultServer.start(systemClock);
		server.afterwards(({ body, path }) => answerTo(path, body));
	});
	afterEach(async () => await server.close());

	/** A server that agrees with everything. */
	function answerTo(path: string, body: string) {
		const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
		const rows = (sent.contacts ?? sent.contact_attributes ?? sent.account_attributes) as unknown[];
		if (path.includes('bulk_create')) return reply(200, { created_contacts: rows });
		if (path.includes('contact_attributes') || sent.contact_attributes) {
			return reply(200, { contacts: rows });
		}
		if (sent.account_attributes) return reply(200, { accounts: rows });
		if (path.includes('update_stages')) {
			const ids = new URL(path, server.url).searchParams.getAll('contact_ids[]');
			return reply(200, { contacts: ids.map((each) => ({ id: each })) });
		}
		const [, kind] = /\/(contact|account)s/.exec(path) ?? [];
		return reply(200, { [kind ?? 'contact']: { id: path.split('/').at(-1), ...sent } });
	}

	const sent = () =>
		server.arrivals.map(({ method, path, body }) => ({
			call: `${method} ${path.split('?')[0] ?? ''}`,
			body: body === '' ? undefined : (JSON.parse(body) as IDataObject),
		}));
	const contact = async (parameters: IDataObject, items: IDataObject[]) =>
		await runApollo(server.url, { resource: 'contact', ...parameters }, items, goOn);

	test('create: one request for each owner and each set of labels', async () => {
		const parameters = {
			operation: 'create',
			fields: mapped({ email: '={{ $json.email }}', owner_id: '={{ $json.owner }}' }),
			labels: '={{ $json.labels }}',
		};
		await contact(parameters, [
			{ email: 'a@x.example', owner: id(1), labels: ['B', 'A'] },
			{ email: 'b@x.example', owner: id(2), labels: ['A', 'B'] },
			{ email: 'c@x.example', owner: id(1), labels: 'A,B' },
		]);
		expect(sent()).toEqual([
			{
				call: 'POST /contacts/bulk_create',
				body: {
					contacts: [{ email: 'a@x.example' }, { email: 'c@x.example' }],
					owner_id: id(1),
					append_label_names: ['A', 'B'],
					run_dedupe: true,
				},
			},
			{
				call: 'POST /contacts/bulk_create',
				body: {
					contacts: [{ email: 'b@x.example' }],
					owner_id: id(2),
					append_label_names: ['A', 'B'],
					run_dedupe: true,
				},
			},
		]);
	});

	test.each([
		['keep', 'POST /contacts/bulk_create', true],
		['another', 'POST /contacts/bulk_create', false],
		['update', 'POST /contacts', true],
	])('create, if it exists: %s -> %s, run_dedupe %s', async (ifExists, call, runDedupe) => {
		const fields = mapped({ email: 'a@x.example' });
		const { outputs } = await contact({ operation: 'create', ifExists, fields }, [{}]);
		expect(outputs[0]).toHaveLength(1);
		expect(sent()).toMatchObject([{ call, body: { run_dedupe: runDedupe } }]);
	});

	test('update: a stage alone goes for a hundred contacts at once', async () => {
		const fields = mapped({ contact_stage_id: '={{ $json.stage }}' });
		const items = [1, 2, 1].map((stage, at) => ({ id: id(at), stage: id(90 + stage) }));
		const { outputs } = await contact({ operation: 'update', fields }, items);
		expect(json(outputs[0]).map((each) => each.id)).toEqual(items.map((each) => each.id));
		const queries = server.arrivals.map(({ path }) => new URL(path, server.url).searchParams);
		expect(
			queries.map((query) => [query.getAll('contact_ids[]'), query.get('contact_stage_id')]),
		).toEqual([
			[[id(0), id(2)], id(91)],
			[[id(1)], id(92)],
		]);
	});

	test('update: what no bulk update takes goes by a request of its own, all in one', async () => {
		const fields = mapped({ title: 'CEO', mobile_phone: '+1 555', contact_stage_id: id(9) });
		await contact({ operation: 'update', fields, labels: ['A'] }, [{ id: id(1) }]);
		expect(sent()).toEqual([
			{
				call: `PATCH /contacts/${id(1)}`,
				body: {
					title: 'CEO',
					mobile_phone: '+1 555',
					contact_stage_id: id(9),
					label_names: ['A'],
				},
			},
		]);
	});

	test('update: fields that no single request takes are set by two, one after the other', async () => {
		const fields = mapped({ owner_id: id(7), mobile_phone: '+1 555', [id(4)]: 42 });
		const { outputs } = await contact({ operation: 'update', fields }, [{ id: id(1) }]);
		expect(sent()).toEqual([
			{
				call: 'POST /contacts/bulk_update',
				body: {
					contact_attributes: [
						{ id: id(1), owner_id: id(7), typed_custom_fields: { [id(4)]: 42 } },
					],
				},
			},
			{ call: `PATCH /contacts/${id(1)}`, body: { mobile_phone: '+1 555' } },
		]);
		expect(json(outputs[0])).toEqual([{ result: 'updated', id: id(1) }]);
	});

	test('update: the first of the two fails, and the second is not sent', async () => {
		server.answers(reply(422, { error: 'Validation failed' }));
		const fields = mapped({ owner_id: id(7), mobile_phone: '+1 555' });
		const { outputs } = await contact({ operation: 'update', fields }, [{ id: id(1) }]);
		expect(outputs[1]).toHaveLength(1);
		expect(server.arrivals).toHaveLength(1);
	});

	test('update: the second of the two fails, and the item says what is done', async () => {
		server.answers(
			reply(200, { contacts: [{ id: id(1) }] }),
			reply(422, { error: 'Phone is wrong' }),
		);
		const fields = mapped({ owner_id: id(7), mobile_phone: 'x' });
		const { outputs } = await contact({ operation: 'update', fields }, [{ id: id(1) }]);
		expect(json(outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('Phone is wrong'),
				message: expect.stringContaining('owner_id had been set before this'),
			},
		]);
	});

	test('update: empty values are left out, or clear the field', async () => {
		const parameters = { operation: 'update', fields: mapped({ title: '', email: 'a@x.example' }) };
		await contact(parameters, [{ id: id(1) }]);
		await contact({ ...parameters, emptyValues: 'clear' }, [{ id: id(1) }]);
		expect(sent().map(({ body }) => body?.contact_attributes)).toEqual([
			[{ id: id(1), email: 'a@x.example' }],
			[{ id: id(1), title: '', email: 'a@x.example' }],
		]);
	});

	test('update: an account by its domain and stage', async () => {
		const parameters = {
			resource: 'account',
			operation: 'update',
			fields: mapped({ domain: 'https://www.X.example/about', account_stage_id: id(3) }),
		};
		await runApollo(server.url, parameters, [{ id: id(1) }]);
		expect(sent()).toEqual([
			{
				call: `PATCH /accounts/${id(1)}`,
				body: { domain: 'x.example', account_stage_id: id(3) },
			},
		]);
	});

	test.each<[string, IDataObject, IDataObject, string, string]>([
		[
			'a field that Apollo does not know',
			{ operation: 'create' },
			{ first_nam: 'A' },
			'"first_nam" is no field that Apollo lets be set of contacts, and it would ignore it',
			'first_name',
		],
		[
			'a field of the other endpoint',
			{ operation: 'create' },
			{ mobile_phone: '1' },
			'Apollo does not take mobile_phone (Mobile Phone) in this request, and would ignore it',
			'Update',
		],
		[
			'a value that is an object',
			{ operation: 'create' },
			{ title: { a: 1 } },
			'The value of title is an object',
			'expression',
		],
		['nothing at all', { operation: 'create' }, {}, 'The item sets no field', 'Fill'],
		[
			'an ID of the wrong form',
			{ operation: 'update', contactId: 'abc' },
			{ title: 'A' },
			'Contact ID is "abc", which is not an ID of Apollo',
			'24 digits',
		],
	])('%s: what to change, nothing sent', async (_, parameters, values, error, advice) => {
		const { outputs } = await contact({ ...parameters, fields: mapped(values) }, [{}]);
		expect(json(outputs[1])).toMatchObject([{ error, message: expect.stringContaining(advice) }]);
		expect(server.arrivals).toEqual([]);
	});

	test('mapped by name: fields of the item that Apollo does not know are left out', async () => {
		const fields = { mappingMode: 'autoMapInputData', value: null, schema: [] };
		const item = { first_name: 'A', score: 5, [`contact.${id(4)}`]: 'x' };
		await contact({ operation: 'create', fields }, [item]);
		expect(sent()[0]?.body?.contacts).toEqual([
			{ first_name: 'A', typed_custom_fields: { [id(4)]: 'x' } },
		]);
	});

	test('all items have set what is refused: it is not sent item by item', async () => {
		server.afterwards(
			reply(422, { error: `Parameters misconfigured. ${id(9)} is not a valid ID` }),
		);
		const fields = mapped({ email: '={{ $json.email }}', account_id: id(9) });
		const items = Array.from({ length: 8 }, (_, at) => ({ email: `p${at}@x.example` }));
		const { outputs } = await contact({ operation: 'create', fields }, items);
		expect(outputs[1]).toHaveLength(8);
		expect(server.arrivals).toHaveLength(1);
	});

	test.each([
		['another', 1],
		['keep', 2],
	])('a create whose answer is lost, if it exists: %s -> %i requests', async (ifExists, count) => {
		server.answers(reset);
		const fields = mapped({ email: 'a@x.example' });
		const { outputs } = await contact({ operation: 'create', ifExists, fields }, [{}]);
		expect(server.arrivals).toHaveLength(count);
		const { details = {} } = json(outputs[1])[0] ?? {};
		expect(details).toMatchObject(count === 1 ? { outcome: 'unknown' } : {});
	});

	test('a contact without an email has nothing to be found by: its create is not repeated', async () => {
		server.answers(reset);
		const fields = mapped({ first_name: 'A' });
		const { outputs } = await contact({ operation: 'create', fields }, [{}]);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(server.arrivals).toHaveLength(1);
	});

	test.each([
		['contact', 'get', {}],
		['contact', 'update', { fields: mapped({ mobile_phone: '1' }) }],
		['organization', 'get', {}],
		['deal', 'create', { fields: mapped({ name: 'A' }) }],
	])('%s, %s: an answer without the record is no success', async (resource, operation, more) => {
		server.answers(reply(200, { something: 'else' }));
		const { outputs } = await contact({ resource, operation, ...more }, [{ id: id(1) }]);
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1])).toMatchObject([
			{
				error: expect.stringMatching(/The answer holds no (contact|organization|opportunity)/),
				details: { reason: 'row-unanswered' },
			},
		]);
	});

	test('a date that is none: its item is told, the others go through', async () => {
		const title = '={{ new Date($json.at) }}';
		const items = [
			{ id: id(1), at: 'nonsense' },
			{ id: id(2), at: '2026-01-31' },
		];
		const { outputs } = await contact({ operation: 'update', fields: mapped({ title }) }, items);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual(['The value of title is an object']);
		expect(sent()).toMatchObject([
			{ body: { contact_attributes: [{ id: id(2), title: '2026-01-31T00:00:00.000Z' }] } },
		]);
	});

	test('a label whose expression gives nothing is no label of that name', async () => {
		server.answers(reply(200, { created_contacts: [{ id: id(1), first_name: 'A' }] }));
		const labels = '={{ [$json.label] }}';
		const create = { operation: 'create', fields: mapped({ first_name: 'A' }), labels };
		await contact(create, [{}]);
		expect(JSON.parse(server.arrivals[0].body)).toEqual({
			contacts: [{ first_name: 'A' }],
			run_dedupe: true,
		});
	});

	test('an answer that lacks a record: its item is reported, the others are done', async () => {
		server.answers(
			reply(200, {
				created_contacts: [{ id: id(1), email: 'b@x.example' }],
				existing_contacts: [
					{ id: id(2), email: 'old@x.example', contact_emails: [{ email: 'C@x.example' }] },
				],
			}),
		);
		const fields = mapped({ email: '={{ $json.email }}' });
		const items = ['a', 'b', 'c'].map((name) => ({ email: `${name}@x.example` }));
		const { outputs } = await contact({ operation: 'create', fields }, items);
		expect(json(outputs[0])).toMatchObject([
			{ result: 'created', id: id(1) },
			{ result: 'existing', id: id(2) },
		]);
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'row-unanswered' });
	});

	test('two contacts of one name at two companies: each has its own', async () => {
		server.answers(
			reply(200, {
				created_contacts: [
					{ id: id(2), first_name: 'Ann', last_name: 'Lee', organization_name: 'Y' },
					{ id: id(1), first_name: 'Ann', last_name: 'Lee', organization_name: 'X' },
				],
			}),
		);
		const names = {
			first_name: 'Ann',
			last_name: 'Lee',
			organization_name: '={{ $json.company }}',
		};
		const parameters = { operation: 'create', fields: mapped(names) };
		const { outputs } = await contact(parameters, [{ company: 'X' }, { company: 'Y' }]);
		expect(json(outputs[0]).map((each) => each.id)).toEqual([id(1), id(2)]);
	});
});

describe('in a team that holds records', () => {
	let rig: Rig;
	afterEach(async () => await rig.stop());
	const open = async (options: SandboxOptions = {}) =>
		(rig = await Rig.start({ people: 250, apollo: { team: { contacts: 250 } }, ...options }));
	const contact = async (parameters: IDataObject, items: IDataObject[]) =>
		await rig.apollo({ resource: 'contact', ...parameters }, items, goOn);
	const fields = mapped({ email: '={{ $json.email }}', title: '={{ $json.title }}' });
	const held = () => rig.sandbox.apolloRecords('contacts');

	test('existing contacts come back unchanged, however many of them', async () => {
		await open();
		const items = rig.sandbox.people().map(({ email }) => ({ email, title: 'New' }));
		const { outputs } = await contact({ operation: 'create', fields }, items);
		expect(json(outputs[0]).map(({ email, result }) => [email, result])).toEqual(
			items.map(({ email }) => [email, 'existing']),
		);
		expect(held().some(({ title }) => title === 'New')).toBe(false);
	});

	test('created all the same: they exist twice', async () => {
		await open();
		const [{ email }] = rig.sandbox.people();
		const parameters = { operation: 'create', ifExists: 'another', fields };
		const { outputs } = await contact(parameters, [{ email, title: 'New' }]);
		expect(json(outputs[0])).toMatchObject([{ result: 'created' }]);
		expect(held().filter((each) => each.email === email)).toHaveLength(2);
	});

	test('updated where they exist', async () => {
		await open();
		const [{ email }] = rig.sandbox.people();
		const parameters = { operation: 'create', ifExists: 'update', fields };
		const { outputs } = await contact(parameters, [{ email, title: 'New' }]);
		expect(json(outputs[0])).toMatchObject([{ result: 'saved', title: 'New' }]);
		expect(held()).toHaveLength(250);
	});

	test('the same new contact twice in one run: created once, then found', async () => {
		await open({ apollo: {} });
		const items = [
			{ email: 'New@x.example', title: 'A' },
			{ email: 'new@x.example', title: 'B' },
		];
		const { outputs } = await contact({ operation: 'create', fields }, items);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['created', 'existing']);
		expect(held()).toHaveLength(1);
	});

	test('in the background: 250 contacts in one request, and what is known of them', async () => {
		await open();
		const items = held().map(({ id: contactId }) => ({ id: contactId, title: 'New' }));
		const parameters = {
			operation: 'update',
			inBackground: true,
			fields: mapped({ title: '={{ $json.title }}' }),
		};
		const { outputs } = await contact(parameters, items);
		expect(json(outputs[0])[0]).toEqual({
			result: 'pending',
			jobId: expect.any(String),
			jobStatus: 'pending',
			id: items[0].id,
		});
		expect(outputs[0]).toHaveLength(250);
		expect(rig.requests()).toEqual(['POST /api/v1/contacts/bulk_update -> 200']);
		expect(held().every(({ title }) => title === 'New')).toBe(true);
	});

	test('a search by text, stage and label, in the order of changes', async () => {
		await open();
		const [a, b] = held();
		const change = { operation: 'update', fields: mapped({ title: 'Pilot' }), labels: ['VIP'] };
		await contact(change, [{ id: a.id }, { id: b.id }]);
		const labels = await rig.apollo({ resource: 'label', operation: 'getAll', returnAll: true }, [
			{},
		]);
		const vip = json(labels.outputs[0]).find(({ name }) => name === 'VIP')?.id;
		const parameters = {
			operation: 'search',
			returnAll: true,
			filters: { q_keywords: 'pilot', contact_label_ids: [vip] },
			sortBy: 'contact_updated_at',
			sortAscending: true,
		};
		const { outputs } = await contact(parameters, [{}]);
		expect(
			json(outputs[0])
				.map(({ id: contactId }) => contactId)
				.toSorted(),
		).toEqual([a.id, b.id].toSorted());
		const times = json(outputs[0]).map(({ updated_at: time }) => String(time));
		expect(times).toEqual(times.toSorted());
	});

	test('an empty filter: refused, it would find everything', async () => {
		await open();
		const parameters = { operation: 'search', filters: { contact_stage_ids: [] } };
		const { outputs } = await contact(parameters, [{}]);
		expect(json(outputs[1])[0].error).toBe('The filter "Stages" is empty');
		expect(rig.requests()).toEqual([]);
	});

	test('a filter whose expression gives nothing is empty too', async () => {
		await open({ people: 0, apollo: {} });
		const filters = { contact_stage_ids: '={{ [$json.stage] }}' };
		const { outputs } = await contact({ operation: 'search', filters }, [{}]);
		expect(json(outputs[1])[0].error).toBe('The filter "Stages" is empty');
		expect(rig.requests()).toEqual([]);
	});
});

describe('a plan without the endpoint', () => {
	test('said plainly, and not repeated', async () => {
		const rig = await Rig.start({ apollo: { plan: 'free' } });
		const { error } = await rig.apollo({ resource: 'contact', operation: 'search' }, [{}]);
		expect(error?.message).toContain('only available to Apollo users on paid plans');
		expect(error?.description).toContain('does not include this endpoint: choose a paid plan');
		expect(rig.requests()).toHaveLength(1);
		await rig.stop();
	});
});
