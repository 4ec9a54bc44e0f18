import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN } from '../../sandbox';
import { contact, json, mapped, ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const values = { email: '={{ $json.email }}', firstname: '={{ $json.firstname }}' };
const upsert = {
	operation: 'createOrUpdate',
	fields: mapped(values, ['email']),
};
const create = { operation: 'create', fields: mapped(values) };
const contacts = (count: number) => Array.from({ length: count }, (_, index) => contact(index));
const groups = (...all: object[][]) => ({
	group: all.map((filter) => ({ filters: { filter } })),
});
const goOn = { onError: 'continueErrorOutput' } as const;

describe('Contact: Create or Update', () => {
	test('250 items: 3 requests, one output item each, in order and paired', async () => {
		rig = await Rig.start();
		const { outputs, hints } = await rig.hubSpot(upsert, contacts(250));
		expect(rig.requests()).toEqual(
			Array(3).fill('POST /crm/objects/2026-03/contacts/batch/upsert -> 200'),
		);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(250).fill('created'));
		outputs[0].forEach((item, index) => {
			expect(item.pairedItem).toEqual({ item: index });
			expect(item.json.properties).toMatchObject(contact(index));
		});
		expect(hints[0].message).toBe('250 items in 3 requests.');
	});

	test('tells created from updated', async () => {
		rig = await Rig.start();
		await rig.hubSpot(upsert, contacts(2));
		const { outputs } = await rig.hubSpot(upsert, contacts(3));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['updated', 'updated', 'created']);
	});

	test('twins never travel together, and the last one wins', async () => {
		rig = await Rig.start();
		const twins = [
			{ email: 'a@x.example', firstname: 'One' },
			{ email: 'A@x.example', firstname: 'Two' },
		];
		const { outputs } = await rig.hubSpot(upsert, twins);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['created', 'updated']);
		expect(rig.sandbox.contacts().map(({ properties }) => properties.firstname)).toEqual(['Two']);
	});

	test('one malformed email: the others are written, it leaves with the property named', async () => {
		rig = await Rig.start();
		const items = contacts(150);
		items[37].email = 'no-email';
		const { outputs } = await rig.hubSpot(upsert, items, goOn);
		expect(outputs[0]).toHaveLength(149);
		expect(json(outputs[1])).toEqual([
			{
				...items[37],
				error: 'The property email is "no-email", which is not an email address',
				message: 'Correct the email of this item.',
				details: { reason: 'bad-input' },
			},
		]);
		expect(rig.sandbox.state().hubspot.contacts).toBe(149);
	});

	test('an email that only HubSpot refuses: 99 written once, the row on the error output', async () => {
		rig = await Rig.start();
		const items = contacts(100);
		items[37].email = 'odd@-dash.example';
		const { outputs } = await rig.hubSpot(upsert, items, goOn);
		expect(outputs[0]).toHaveLength(99);
		const [refused] = json(outputs[1]);
		expect(refused.error).toContain('odd@-dash.example');
		expect(refused.details).toMatchObject({ code: 'INVALID_EMAIL', fields: ['email'] });
	});

	test('an unknown property: each row says which one and what to change', async () => {
		rig = await Rig.start();
		const parameters = {
			...upsert,
			fields: mapped({ email: values.email, shoe_size: '43' }, ['email']),
		};
		const { outputs } = await rig.hubSpot(parameters, contacts(3), goOn);
		expect(outputs[0]).toHaveLength(0);
		for (const { error, message, details } of json(outputs[1])) {
			expect(error).toContain('shoe_size');
			expect(message).toContain('Check the internal name of the property (shoe_size)');
			expect(details).toMatchObject({ code: 'PROPERTY_DOESNT_EXIST', fields: ['shoe_size'] });
		}
	});

	test('an item without the key field', async () => {
		rig = await Rig.start();
		const { outputs } = await rig.hubSpot(upsert, [{ firstname: 'x' }, contact(1)], goOn);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])[0].error).toBe('The item has no email');
	});

	test('0 items: no request, no error', async () => {
		rig = await Rig.start();
		const { outputs, error } = await rig.hubSpot(upsert, []);
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
		expect(rig.requests()).toEqual([]);
	});

	test('503, drops and cut answers on the way: all written once', async () => {
		rig = await Rig.start({
			faults: {
				seed: 3,
				rules: [
					{ kind: 'status-503', at: [1, 5] },
					{ kind: 'drop-after', at: [3] },
					{ kind: 'drop-before', at: [6] },
					{ kind: 'cut-body', at: [8] },
				],
			},
		});
		const { outputs } = await rig.hubSpot(upsert, contacts(1_000));
		expect(outputs[0]).toHaveLength(1_000);
		const state = rig.sandbox.state();
		expect(state).toMatchObject({ appliedTwice: 0, hubspot: { contacts: 1_000 } });
		expect(state.hubspot.requests).toBe(15);
	});
});

describe('Stop Workflow', () => {
	test('a check that fails before the first send: nothing is sent', async () => {
		rig = await Rig.start();
		const { error } = await rig.hubSpot(upsert, [...contacts(300), { email: 'x' }]);
		expect(error?.message).toContain('The property email is "x"');
		expect(error?.description).toContain('Of 301 items, 0 were done, 1 failed');
		expect(rig.requests()).toEqual([]);
	});

	test('a refusal on the way: nothing more is sent, and the error says how many were written', async () => {
		rig = await Rig.start();
		const items = contacts(500);
		items[250].email = 'odd@-dash.example';
		const parameters = { ...upsert, gtmInFlight: 1 };
		const { error } = await rig.hubSpot(parameters, items);
		expect(error?.message).toContain('odd@-dash.example');
		expect(error?.description).toContain(
			'Of 500 items, 299 were done, 1 failed, 0 have an unknown outcome and 200 were not sent.',
		);
		expect(rig.sandbox.state().hubspot.contacts).toBe(299);
	});
});

describe('the credential', () => {
	test.each([
		[
			'a wrong token',
			{ accessToken: 'pat-wrong-token' },
			'did not accept the credential',
			'Check the key or token',
		],
		[
			'a missing scope',
			{ accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN },
			'lacks a permission',
			'Add crm.objects.contacts.write',
		],
		[
			'a base URL that is none',
			{ baseUrl: 'hubapi' },
			'The base URL "hubapi" is not a URL',
			'https://',
		],
		[
			'no token',
			{ accessToken: ' ' },
			'Access Token is empty',
			'Enter it in the HubSpot credential',
		],
	])('%s: what to change, and no more than one request', async (_, credential, what, how) => {
		rig = await Rig.start();
		const { error } = await rig.hubSpot(upsert, [contact(1)], { credential });
		expect(error?.message).toContain(what);
		expect(error?.description).toContain(how);
		expect(rig.requests().length).toBeLessThanOrEqual(1);
		expect(JSON.stringify(error)).not.toContain('pat-wrong-token');
	});
});

describe('Contact: Create', () => {
	test('an answer that is lost: 0 sent again, exactly these items have an unknown outcome', async () => {
		rig = await Rig.start({
			faults: { seed: 5, rules: [{ kind: 'drop-after', path: '/batch/create$', at: [2, 9] }] },
		});
		const parameters = { ...create, gtmOptions: { itemsPerRequest: 10 } };
		const { outputs } = await rig.hubSpot(parameters, contacts(100), goOn);
		const unknown = json(outputs[1]);
		expect(unknown).toHaveLength(20);
		expect(unknown[0]).toMatchObject({
			error: expect.stringContaining('Unknown outcome'),
			details: { reason: 'unknown-outcome', outcome: 'unknown' },
		});
		const { unanswered, createsResent, appliedTwice } = rig.sandbox.state();
		expect({ createsResent, appliedTwice }).toEqual({ createsResent: 0, appliedTwice: 0 });
		expect(unknown.map(({ email }) => email).sort()).toEqual(
			unanswered.map(({ key }) => key).sort(),
		);
	});

	test('a contact that exists is refused by itself', async () => {
		rig = await Rig.start();
		await rig.hubSpot(create, [contact(1)]);
		const { outputs } = await rig.hubSpot(create, contacts(3), goOn);
		expect(json(outputs[0])).toHaveLength(2);
		expect(json(outputs[1])[0].error).toContain('already exists');
	});

	test('429: the vendor did not process it, so it is sent again', async () => {
		rig = await Rig.start({
			faults: { seed: 1, rules: [{ kind: 'burst-429', at: [1], retryAfter: 1, length: 1 }] },
		});
		const { outputs } = await rig.hubSpot(create, contacts(2), goOn);
		expect(outputs[0]).toHaveLength(2);
		expect(rig.sandbox.state().createsResent).toBe(0);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Retry On Fail', () => {
	const again = { ...goOn, retryOnFail: true, maxTries: 5 };

	test('the first item failed: n8n executes the node 5 times, each item is sent once', async () => {
		rig = await Rig.start();
		const items = [{ email: 'odd@-dash.example' }, ...contacts(150)];
		const { outputs } = await rig.hubSpot(upsert, items, again);
		expect(outputs[0]).toHaveLength(150);
		expect(outputs[1]).toHaveLength(1);
		expect(rig.sandbox.state().hubspot.batchWrites).toBe(2);
	});

	test('Stop Workflow with a provider that is down for a while: only the rest is sent again', async () => {
		rig = await Rig.start({
			faults: { seed: 1, rules: [{ kind: 'status-503', at: [2, 3] }] },
		});
		const parameters = { ...upsert, gtmInFlight: 1, gtmRetries: 0 };
		const { outputs, error } = await rig.hubSpot(parameters, contacts(300), {
			retryOnFail: true,
			maxTries: 5,
		});
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(300);
		expect(rig.requests().map((request) => request.slice(-3))).toEqual([
			'200',
			'503',
			'503',
			'200',
			'200',
		]);
	});

	test('a create with an unknown outcome stays unsent', async () => {
		rig = await Rig.start({
			faults: { seed: 5, rules: [{ kind: 'drop-after', path: '/batch/create$', at: [1] }] },
		});
		const { outputs } = await rig.hubSpot(create, contacts(5), again);
		expect(json(outputs[1]).map(({ email }) => email)).toEqual(
			contacts(5).map(({ email }) => email),
		);
		expect(rig.sandbox.state()).toMatchObject({ createsResent: 0, hubspot: { batchWrites: 1 } });
	});
});

describe('Contact: Get Many', () => {
	test('all pages, and a hint that they are all', async () => {
		rig = await Rig.start({ people: 350, seedContacts: 350 });
		const { outputs, hints } = await rig.hubSpot({ operation: 'getAll', returnAll: true }, [{}]);
		expect(outputs[0]).toHaveLength(350);
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(350);
		expect(hints[0]).toMatchObject({ message: 'Complete: 350 records in 4 pages.', type: 'info' });
	});

	test.each([0, -1, 2.5])('Limit %s: what to change, nothing sent', async (limit) => {
		rig = await Rig.start();
		const { error } = await rig.hubSpot({ operation: 'getAll', limit }, [{}]);
		expect(error?.message).toBe(`Limit is ${limit}, but has to be a whole number of 1 or more`);
		expect(rig.requests()).toEqual([]);
	});

	test('Limit 120: exactly 120, in two pages', async () => {
		rig = await Rig.start({ people: 350, seedContacts: 350 });
		const { outputs } = await rig.hubSpot({ operation: 'getAll', limit: 120 }, [{}]);
		expect(outputs[0]).toHaveLength(120);
		expect(rig.requests()).toHaveLength(2);
	});

	test('page 3 fails for good: pages 1 and 2 leave, and the error item tells where to go on', async () => {
		rig = await Rig.start({
			people: 350,
			seedContacts: 350,
			faults: { seed: 1, rules: [{ kind: 'status-500', at: [3, 4] }] },
		});
		const parameters = { operation: 'getAll', returnAll: true, gtmRetries: 1 };
		const first = await rig.hubSpot(parameters, [{}], goOn);
		expect(first.outputs[0]).toHaveLength(200);
		expect(first.hints[0]).toMatchObject({ type: 'warning' });
		const [failed] = json(first.outputs[1]);
		const details = failed.details as { resumeFrom: string };
		const rest = await rig.hubSpot({ ...parameters, resumeFrom: details.resumeFrom }, [{}]);
		expect(rest.outputs[0]).toHaveLength(150);
		const ids = [...json(first.outputs[0]), ...json(rest.outputs[0])].map(({ id }) => id);
		expect(new Set(ids).size).toBe(350);
	});

	test('Retry On Fail goes on at the page that failed: no page is read twice', async () => {
		rig = await Rig.start({
			people: 350,
			seedContacts: 350,
			faults: { seed: 1, rules: [{ kind: 'status-500', at: [3] }] },
		});
		const parameters = { operation: 'getAll', returnAll: true, gtmRetries: 0 };
		const { outputs } = await rig.hubSpot(parameters, [{}], { retryOnFail: true });
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(350);
		expect(rig.requests()).toHaveLength(5);
	});
});

describe('Contact: Search', () => {
	test('goes on beyond the 10,000 of one search: each record once', async () => {
		rig = await Rig.start({
			people: 10_300,
			seedContacts: 10_300,
			hubspot: { searchPerSecond: 1_000 },
		});
		const parameters = { operation: 'search', returnAll: true, gtmRateLimit: 'off' };
		const { outputs, hints } = await rig.hubSpot(parameters, [{}]);
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(10_300);
		expect(hints[0].message).toBe('Complete: 10,300 of 10,300 records in 52 pages.');
	});

	test('keeps five searches a second, of which no header tells: no 429', async () => {
		rig = await Rig.start({ people: 2_200, seedContacts: 2_200 });
		const { outputs } = await rig.hubSpot({ operation: 'search', returnAll: true }, [{}]);
		expect(outputs[0]).toHaveLength(2_200);
		expect(rig.sandbox.state().hubspot.rateLimited).toBe(0);
	});

	test('filters that match', async () => {
		rig = await Rig.start();
		await rig.hubSpot(upsert, contacts(5));
		const parameters = {
			operation: 'search',
			returnAll: true,
			filterGroups: groups([{ propertyName: 'firstname', operator: 'EQ', value: 'First 3' }]),
			propertiesToReturn: 'email, firstname',
		};
		const { outputs } = await rig.hubSpot(parameters, [{}]);
		expect(json(outputs[0])).toEqual([{ id: expect.any(String), ...contact(3) }]);
	});

	test('a filter without a value: what to change', async () => {
		rig = await Rig.start();
		const filterGroups = groups([{ propertyName: 'email', operator: 'EQ', value: '' }]);
		const { error } = await rig.hubSpot({ operation: 'search', filterGroups }, [{}]);
		expect(error?.message).toBe('The filter on email has no value');
	});
});

describe('the log', () => {
	test('each arrival has a row with its span, and no secret stands in any', async () => {
		rig = await Rig.start({ faults: { seed: 2, rules: [{ kind: 'status-503', at: [1] }] } });
		await rig.hubSpot(upsert, contacts(150));
		const rows = log.rows();
		const spans = new Set(rows.map(({ span_id }) => span_id));
		const arrivals = rig.sandbox.arrivals();
		expect(arrivals).toHaveLength(3);
		for (const { spanId } of arrivals) expect(spans).toContain(spanId);
		expect(JSON.stringify(rows)).not.toContain('pat-');
		expect(rows.at(-1)).toMatchObject({ outcome: 'done', reason: 'ok', vendor: 'HubSpot' });
	});

	test('switched off: no row', async () => {
		rig = await Rig.start();
		const before = log.rows().length;
		await rig.hubSpot({ ...upsert, gtmLog: false }, [contact(1)]);
		expect(log.rows()).toHaveLength(before);
	});
});

test('the execution is stopped during a hold: it ends at once and sends nothing more', async () => {
	rig = await Rig.start({
		faults: { seed: 1, rules: [{ kind: 'burst-429', at: [1], retryAfter: 600, length: 5 }] },
	});
	const started = Date.now();
	await rig.hubSpot(upsert, contacts(300), { stopAfterMs: 300 });
	expect(Date.now() - started).toBeLessThan(20_000);
	expect(rig.requests().length).toBeLessThanOrEqual(3);
});
