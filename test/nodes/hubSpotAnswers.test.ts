import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { contact, json, mapped, ownLog, runHubSpot } from './support/setup';

const log = ownLog();
let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const contacts = (count: number) => Array.from({ length: count }, (_, index) => contact(index));
const EMAIL = '={{ $json.email }}';
const upsert = {
	operation: 'createOrUpdate',
	fields: mapped({ email: EMAIL, firstname: '={{ $json.firstname }}' }, ['email']),
};

interface Input {
	id: string;
	properties: Record<string, string>;
	objectWriteTraceId: string;
}

const inputsOf = ({ body }: Seen): Input[] => JSON.parse(body).inputs;
const records = (inputs: Input[], trace: boolean) => ({
	results: inputs.map(({ properties, objectWriteTraceId }, index) => ({
		id: String(index),
		properties,
		new: true,
		...(trace ? { objectWriteTraceId } : {}),
	})),
});

test('an unknown property refuses the whole batch: it is sent once, each item says which', async () => {
	const message = 'Property values were not valid';
	const errors = [
		{ message, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['firstname'] } },
	];
	server.afterwards(reply(400, { category: 'VALIDATION_ERROR', message, errors }));
	const { outputs } = await runHubSpot(server.url, upsert, contacts(100), goOn);
	expect(server.arrivals.map(({ method }) => method)).toEqual(['POST', 'GET']);
	expect(outputs[1]).toHaveLength(100);
	expect(json(outputs[1])[99]).toMatchObject({
		message: expect.stringContaining('Check the internal name of the property (firstname)'),
		details: { code: 'PROPERTY_DOESNT_EXIST', fields: ['firstname'], outcome: 'not done' },
	});
});

test('a refused token: the rest of 1,000 items is not sent, and says why', async () => {
	server.afterwards(reply(401, { category: 'INVALID_AUTHENTICATION', message: 'no' }));
	const one = { ...upsert, gtmInFlight: 1 };
	const { outputs } = await runHubSpot(server.url, one, contacts(1_000), goOn);
	expect(server.arrivals).toHaveLength(1);
	const reasons = json(outputs[1]).map(({ details }) => (details as { reason: string }).reason);
	expect(reasons).toEqual(Array(1_000).fill('unauthorized'));
});

test('an answer without trace ids: each row is found by its email', async () => {
	server.afterwards((seen) => reply(200, records(inputsOf(seen).toReversed(), false)));
	const { outputs } = await runHubSpot(server.url, upsert, contacts(3), goOn);
	expect(json(outputs[0]).map(({ properties }) => properties)).toMatchObject(contacts(3));
});

test('a contact that exists: the advice, and its ID', async () => {
	server.afterwards(
		reply(409, { category: 'CONFLICT', message: 'Contact already exists. Existing ID: 123' }),
	);
	const create = { operation: 'create', fields: mapped({ email: EMAIL }) };
	const { outputs } = await runHubSpot(server.url, create, [{ email: ' a@b.example ' }], goOn);
	expect(JSON.parse(server.arrivals[0].body).inputs[0].properties).toEqual({
		email: 'a@b.example',
	});
	expect(json(outputs[1])[0]).toMatchObject({
		message: expect.stringContaining('Use "Create or Update"'),
		details: { reason: 'conflict', existingId: '123' },
	});
});

test('the daily limit: stops at once, says when it resets, and is not asked again soon', async () => {
	const limited = { status: 'error', errorType: 'RATE_LIMIT', policyName: 'DAILY', message: 'no' };
	server
		.answers(reply(429, limited))
		.afterwards((seen) => reply(200, records(inputsOf(seen), true)));
	const first = await runHubSpot(server.url, upsert, contacts(1));
	expect(first.error?.description).toContain("resets at midnight in the account's time zone");
	const second = await runHubSpot(server.url, upsert, contacts(1));
	expect(second.error?.message).toContain('The limit of HubSpot is used up');
	expect(server.arrivals).toHaveLength(1);
});

describe('values', () => {
	test.each([
		['a list', '={{ ["a", "b"] }}', 'a;b'],
		[
			'a time',
			'={{ DateTime.fromISO("2026-01-02T03:04:05Z").toUTC() }}',
			'2026-01-02T03:04:05.000Z',
		],
		['a number', '={{ 0 }}', '0'],
		['false', '={{ false }}', 'false'],
	])('%s', async (_, value, sent) => {
		server.afterwards((seen) =>
			seen.method === 'GET'
				? reply(200, { results: [] })
				: reply(200, records(inputsOf(seen), true)),
		);
		const fields = mapped({ email: EMAIL, notes: value }, ['email']);
		await runHubSpot(server.url, { ...upsert, fields }, contacts(1));
		expect(inputsOf(server.arrivals.at(-1) as Seen)[0].properties.notes).toBe(sent);
	});

	test('an object: what to change, nothing sent', async () => {
		const fields = mapped({ email: EMAIL, notes: '={{ ({ a: 1 }) }}' }, ['email']);
		const { error } = await runHubSpot(server.url, { ...upsert, fields }, contacts(1));
		expect(error?.message).toBe('The value of the property notes is an object');
		expect(server.arrivals).toEqual([]);
	});

	test.each([
		['skip', ['email']],
		['clear', ['email', 'firstname']],
	])('an empty value, Empty Values %s', async (emptyValues, names) => {
		server.afterwards((seen) => reply(200, records(inputsOf(seen), true)));
		await runHubSpot(server.url, { ...upsert, emptyValues }, [{ email: 'a@b.example' }]);
		expect(Object.keys(inputsOf(server.arrivals[0])[0].properties).sort()).toEqual(names);
	});
});

describe('an expression that fails for one item', () => {
	const broken = {
		...upsert,
		fields: mapped(
			{ email: '={{ $itemIndex === 1 ? $("Nowhere").item.json.email : $json.email }}' },
			['email'],
		),
	};

	test('the others are written, it leaves on the error output', async () => {
		server.afterwards((seen) => reply(200, records(inputsOf(seen), true)));
		const { outputs } = await runHubSpot(server.url, broken, contacts(3), goOn);
		expect(outputs.map((output) => output.length)).toEqual([2, 1]);
		expect(json(outputs[1])[0].error).toContain('The parameter "fields" could not be read');
	});

	test('Stop Workflow: nothing is sent', async () => {
		const { error } = await runHubSpot(server.url, broken, contacts(3));
		expect(error?.message).toContain('The parameter "fields" could not be read');
		expect(server.arrivals).toEqual([]);
	});
});

test('no credential: every item leaves on the error output, nothing is sent', async () => {
	const { outputs } = await runHubSpot(server.url, upsert, contacts(3), {
		...goOn,
		credential: { accessToken: '' },
	});
	expect(outputs.map((output) => output.length)).toEqual([0, 3]);
});

test('fields of the input called message and details survive a failure', async () => {
	server.afterwards(reply(401, {}));
	const item = { ...contact(1), message: 'lead text', details: { a: 1 } };
	const { outputs } = await runHubSpot(server.url, upsert, [item], goOn);
	expect(json(outputs[1])[0]).toMatchObject({
		email: item.email,
		details: { input: { message: 'lead text', details: { a: 1 } } },
	});
});

test('Continue (on the main output): the failed item still says which contact it was', async () => {
	server.afterwards(reply(401, {}));
	const { outputs } = await runHubSpot(server.url, upsert, contacts(1), {
		onError: 'continueRegularOutput',
	});
	expect(json(outputs[0])[0]).toMatchObject({ email: contact(0).email, error: expect.any(String) });
});

describe('lists', () => {
	const search = { operation: 'getAll', returnAll: true };

	test('Stop Workflow: after the first list has failed, no other is read', async () => {
		server.afterwards(reply(400, { message: 'no' }));
		const { error } = await runHubSpot(server.url, { ...search, gtmInFlight: 1 }, [{}, {}, {}]);
		expect(server.arrivals).toHaveLength(1);
		expect(error?.description).toContain('2 were not sent');
	});

	test('Requests in Flight: several lists are read side by side', async () => {
		let under = 0;
		let most = 0;
		server.afterwards(() => {
			most = Math.max(most, (under += 1));
			setTimeout(() => (under -= 1), 40);
			return { ...reply(200, { results: [] }), delayMs: 40 };
		});
		await runHubSpot(server.url, search, Array(10).fill({}));
		expect(most).toBe(5);
	});

	test('a page that fails with Stop Workflow: how many records were read, and how to go on', async () => {
		server
			.answers(reply(200, { results: [{ id: '1' }], paging: { next: { after: 'a' } } }))
			.afterwards(reply(400, { message: 'no' }));
		const { error } = await runHubSpot(server.url, search, [{}]);
		expect(error?.description).toMatch(/1 record had been read: .* put \w+ into Resume From/);
	});

	test('a read that failed is not called unknown', async () => {
		server.afterwards(reply(500));
		const { outputs } = await runHubSpot(server.url, { ...search, gtmRetries: 1 }, [{}], goOn);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'not done' });
	});
});

test.each([
	['gtmOwnLimit', '={{ "abc" }}', 'Requests per Window is not a number, but has to be 1 or more'],
	['gtmInFlight', 90, 'Requests in Flight is 90, but has to be from 1 to 50'],
])('the setting %s is %s', async (name, value, message) => {
	const parameters = { ...upsert, gtmRateLimit: 'own', [name]: value };
	const { error } = await runHubSpot(server.url, parameters, contacts(1));
	expect(error?.message).toBe(message);
	expect(server.arrivals).toEqual([]);
});
