import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN, type SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, mapped, ownLog, Rig, runHubSpot } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const SEQUENCES = '/automation/sequences/2026-03';
const USER = '9586001';
const SENDER = 'owner1@sandbox.example';

const by = (value: string) => ({ __rl: true, mode: 'id', value });
const faults = (...rules: NonNullable<Exclude<SandboxOptions['faults'], string>>['rules']) => ({
	faults: { seed: 1, rules },
});
const start = async (contacts = 0, options: SandboxOptions = {}) => {
	rig = await Rig.start({ people: contacts, seedContacts: contacts, ...options });
	return rig.sandbox.contacts().map(({ id }) => id);
};
const run = async (operation: string, parameters: IDataObject, items: IDataObject[], rest = {}) =>
	await rig.hubSpot({ resource: 'sequence', operation, ...parameters }, items, {
		...goOn,
		...rest,
	});
const requestsTo = (end: string) => rig.requests().filter((each) => each.includes(end));

describe('Sequence: Get Many', () => {
	const getAll = { returnAll: true, user: by('={{ $json.user }}') };

	test('success: all sequences of a user', async () => {
		await start();
		const { outputs, hints } = await run('getAll', getAll, [{ user: USER }]);
		expect(outputs[0]).toHaveLength(12);
		expect(json(outputs[0])[11]).toEqual({
			id: '5010012',
			name: 'Sequence 12',
			userId: USER,
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
		});
		expect(hints[0].message).toBe('Complete: 12 of 12 records in 1 page.');
	});

	test('a rejected row among good ones: no user, and the email of one', async () => {
		await start();
		const { outputs } = await run('getAll', getAll, [{}, { user: SENDER }, { user: USER }]);
		expect(outputs[0]).toHaveLength(12);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'User is empty', message: expect.stringContaining('"Owner: Get Many"') },
			{ error: `User is "${SENDER}", which is not an ID of HubSpot` },
		]);
	});

	test('a retry after 503', async () => {
		await start(0, faults({ kind: 'status-503', at: [1] }));
		const { outputs } = await run('getAll', getAll, [{ user: USER }]);
		expect(outputs[0]).toHaveLength(12);
		expect(requestsTo(SEQUENCES)).toHaveLength(2);
	});

	test('Name Contains', async () => {
		await start();
		const parameters = { ...getAll, nameContains: 'sequence 1' };
		const { outputs } = await run('getAll', parameters, [{ user: USER }]);
		expect(json(outputs[0]).map(({ name }) => name)).toEqual([
			'Sequence 1',
			'Sequence 10',
			'Sequence 11',
			'Sequence 12',
		]);
	});

	test('a user with more than a page of them', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		const results = Array.from({ length: 100 }, (_, at) => ({ id: String(at) }));
		server
			.answers(reply(200, { total: 101, results, paging: { next: { after: 'a' } } }))
			.afterwards(reply(200, { total: 101, results: [{ id: '100' }] }));
		const parameters = { resource: 'sequence', operation: 'getAll', ...getAll };
		const { outputs } = await runHubSpot(server.url, parameters, [{ user: USER }]);
		await server.close();
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(101);
		expect(server.arrivals.map(({ path }) => path)).toEqual([
			`${SEQUENCES}?userId=${USER}&limit=100`,
			`${SEQUENCES}?userId=${USER}&limit=100&after=a`,
		]);
	});
});

describe('Sequence: Enroll Contact', () => {
	const enroll = {
		user: by(USER),
		sequence: by('={{ $json.sequence ?? 5010001 }}'),
		senderEmail: '={{ $json.sender ?? "owner1@sandbox.example" }}',
	};
	const asItems = (ids: string[]) => ids.map((id): IDataObject => ({ id }));

	test('success: one request for each contact', async () => {
		const ids = await start(3);
		const { outputs } = await run('enrollContact', enroll, asItems(ids));
		const emails = rig.sandbox.contacts().map(({ properties }) => properties.email);
		expect(json(outputs[0])).toEqual(
			ids.map((contactId, at) => ({
				id: expect.any(String),
				sequenceId: '5010001',
				contactId,
				toEmail: emails[at],
				enrolledAt: expect.any(String),
				updatedAt: expect.any(String),
				result: 'enrolled',
			})),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(rig.requests()).toEqual(Array(3).fill(`POST ${SEQUENCES}/enrollments -> 200`));
		expect(rig.sandbox.state().hubspot.enrollments).toBe(3);
	});

	test('a rejected row among good ones: enrolled already, and contacts that are not there', async () => {
		const [a, b] = await start(2);
		const one = { ...enroll, gtmInFlight: 1 };
		const { outputs } = await run('enrollContact', one, asItems([a, a, '999', b]));
		expect(json(outputs[0]).map(({ contactId }) => contactId)).toEqual([a, b]);
		expect(json(outputs[1])).toMatchObject([
			{
				id: a,
				error: expect.stringContaining('is enrolled in a sequence already'),
				message: expect.stringContaining('one sequence at a time'),
				details: { outcome: 'not done' },
			},
			{
				id: '999',
				message: expect.stringContaining('Check that the contact exists'),
				details: { reason: 'not-found' },
			},
		]);
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		const ids = await start(
			2,
			faults(
				{ kind: 'burst-429', at: [1], retryAfter: 1, length: 1 },
				{ kind: 'drop-after', at: [3] },
			),
		);
		const { outputs } = await run('enrollContact', { ...enroll, gtmInFlight: 1 }, asItems(ids));
		expect(json(outputs[0])).toMatchObject([{ contactId: ids[0] }]);
		expect(json(outputs[1])).toMatchObject([{ id: ids[1], details: { outcome: 'unknown' } }]);
		expect(requestsTo('/enrollments')).toHaveLength(3);
		expect(rig.sandbox.state().hubspot.enrollments).toBe(2);
	});

	test.each([
		[{ sender: 'owner2@sandbox.example' }, 'Use an address in Sender Email whose inbox'],
		[{ sequence: '5010099' }, 'that the sequence is one that the user may use'],
	])('refused %j: what to change', async (item, advice) => {
		const [id] = await start(1);
		const { outputs } = await run('enrollContact', enroll, [{ id, ...item }]);
		expect(json(outputs[1])[0].message).toContain(advice);
	});

	test('a contact without an email address', async () => {
		const [id] = await start(1);
		const fields = mapped({ hs_object_id: id, email: '' }, ['hs_object_id']);
		const update = { operation: 'update', emptyValues: 'clear', fields };
		await rig.hubSpot(update, [{}]);
		const { outputs } = await run('enrollContact', enroll, [{ id }]);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('has no email address'),
			message: expect.stringContaining('that the contact has an email address'),
		});
	});

	test.each([
		[{ sender: '' }, 'Sender Email is empty'],
		[{ sender: 'me' }, 'The sender "me" is not an email address'],
		[{ sequence: 'Welcome' }, 'Sequence is "Welcome", which is not an ID of HubSpot'],
		[{ id: '' }, 'The item has no Contact'],
	])('bad input %j: nothing is sent', async (item, message) => {
		const [id] = await start(1);
		const { outputs } = await run('enrollContact', enroll, [{ id, ...item }]);
		expect(json(outputs[1])[0].error).toBe(message);
		expect(rig.requests()).toEqual([]);
	});

	test('a token without the scope: which one', async () => {
		const ids = await start(1);
		const credential = { accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN };
		const { outputs } = await run('enrollContact', enroll, asItems(ids), { credential });
		expect(json(outputs[1])[0].message).toContain('Add automation.sequences.enrollments.write');
	});

	test.each(['v3', '2026-09'])('API version %s', async (apiVersion) => {
		const ids = await start(1);
		const rest = { credential: { apiVersion } };
		const { outputs } = await run('enrollContact', enroll, asItems(ids), rest);
		expect(outputs[0]).toHaveLength(1);
	});
});
