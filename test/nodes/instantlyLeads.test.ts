import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule, InstantlyOptions } from '../../sandbox';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const start = async (options: InstantlyOptions, ...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start(options, ...rules));
const once503: FaultRule = { kind: 'status-503', at: [1] };
const lostOnce: FaultRule = { kind: 'drop-after', at: [1] };
const GONE = '0199b1de-ffff-7000-8000-0000000000ff';
const email = (number: number) => `lead${number}@company.example`;

describe('Lead: Get Many', () => {
	const getAll = { operation: 'getAll', returnAll: true };

	test('success: all pages, the cursor in the body', async () => {
		await start({ leads: 250 });
		const { outputs } = await rig.run(getAll, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(rig.ids('leads'));
		expect(json(outputs[0])[0]).toMatchObject({ status: 1, status_name: 'Active' });
		expect(rig.requests()).toEqual(Array(4).fill('POST /leads/list -> 200'));
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await start({ leads: 20 });
		const parameters = { ...getAll, returnAll: false, limit: '={{ $json.limit }}' };
		const { outputs } = await rig.run(parameters, [{ limit: 'ten' }, { limit: 7 }]);
		expect(outputs[0]).toHaveLength(7);
		expect(json(outputs[1])[0].error).toContain('Limit is ten');
		expect(rig.requests()).toHaveLength(1);
	});

	test('a retry after 503: no page twice', async () => {
		await start({ leads: 150 }, once503);
		const { outputs } = await rig.run(getAll, [{}]);
		expect(outputs[0]).toHaveLength(150);
		expect(rig.requests()).toHaveLength(4);
	});

	test('filters go into the body as the API wants them', async () => {
		await start({});
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { items: [] }));
		const [campaign] = rig.ids('campaigns');
		const filters = {
			campaign: by(campaign),
			contacts: `${email(1)}, ${email(2)}`,
			distinct_contacts: true,
			search: '  ',
			enrichment_status: 11,
		};
		await runInstantly(server.url, { ...getAll, filters }, [{}]);
		await server.close();
		expect(JSON.parse(server.arrivals[0].body)).toEqual({
			campaign,
			contacts: [email(1), email(2)],
			distinct_contacts: true,
			enrichment_status: 11,
			limit: 100,
		});
	});

	test('emails, a search, a campaign without leads', async () => {
		await start({ leads: 12 });
		const count = async (filters: IDataObject) =>
			(await rig.run({ ...getAll, filters }, [{}])).outputs[0].length;
		expect(await count({ contacts: [email(3), email(4)] })).toBe(2);
		expect(await count({ search: 'first 1' })).toBe(4);
		expect(await count({ campaign: by(rig.ids('campaigns')[1]) })).toBe(0);
	});
});

describe('Lead: Merge', () => {
	const merge = {
		operation: 'merge',
		leadId: '={{ $json.id }}',
		intoLeadId: '={{ $json.into }}',
	};

	test('success: the lead that is left over', async () => {
		await start({ leads: 2 });
		const [id, into] = rig.ids('leads');
		const { outputs } = await rig.run(merge, [{ id, into }]);
		expect(json(outputs[0])).toMatchObject([{ id: into, email: email(2) }]);
		expect(rig.ids('leads')).toEqual([into]);
		expect(rig.requests()).toEqual(['POST /leads/merge -> 200']);
	});

	test('a rejected row among good ones: twice the same lead, and one that is gone', async () => {
		await start({ leads: 2 });
		const [id, into] = rig.ids('leads');
		const { outputs } = await rig.run(merge, [
			{ id, into: id },
			{ id: GONE, into },
			{ id, into },
		]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'Lead ID and Into Lead ID are the same' },
			{ details: { reason: 'not-found' } },
		]);
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		await start(
			{ leads: 3 },
			{ kind: 'burst-429', at: [1], length: 1 },
			{ kind: 'drop-after', at: [3] },
		);
		const [a, b, c] = rig.ids('leads');
		expect((await rig.run(merge, [{ id: a, into: b }])).outputs[0]).toHaveLength(1);
		const { outputs } = await rig.run(merge, [{ id: b, into: c }]);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
		expect(rig.requests()).toHaveLength(3);
	});
});

describe('Lead: Update', () => {
	const update = { operation: 'update', leadId: '={{ $json.id }}' };

	test('custom variables are added, empty values left out or cleared', async () => {
		await start({ leads: 1 });
		const [id] = rig.ids('leads');
		const fields = { first_name: '', company_name: 'Example Ltd' };
		const variables = { variable: [{ name: 'plan', value: 'pro' }] };
		await rig.run({ ...update, fields, variables }, [{ id }]);
		expect(rig.records('leads')[0]).toMatchObject({
			first_name: 'First 1',
			company_name: 'Example Ltd',
			payload: { plan: 'pro' },
		});
		await rig.run({ ...update, fields, emptyValues: 'clear' }, [{ id }]);
		expect(rig.records('leads')[0]).toMatchObject({ first_name: null, payload: { plan: 'pro' } });
	});

	test.each([
		['', 'Interest Status is empty, and "Update" cannot clear it'],
		[[], 'Interest Status is "a list", which is no number'],
		[false, 'Interest Status is "false", which is no number'],
	])('bad input: an interest status of %j is not out of office', async (given, message) => {
		await start({ leads: 1 });
		const fields = { lt_interest_status: given };
		const parameters = { ...update, fields, emptyValues: 'clear' };
		const { outputs } = await rig.run(parameters, [{ id: rig.ids('leads')[0] }]);
		expect(json(outputs[1])[0].error).toBe(message);
		expect(rig.requests()).toEqual([]);
	});

	test('an interest status of blanks is empty: it is not sent', async () => {
		await start({ leads: 1 });
		const fields = { lt_interest_status: ' ', company_name: 'Example Ltd' };
		await rig.run({ ...update, fields }, [{ id: rig.ids('leads')[0] }]);
		const [{ lt_interest_status, company_name }] = rig.records('leads');
		expect([lt_interest_status ?? null, company_name]).toEqual([null, 'Example Ltd']);
	});

	test('bad input: nothing to change', async () => {
		await start({ leads: 1 });
		const { outputs } = await rig.run(update, [{ id: rig.ids('leads')[0] }]);
		expect(json(outputs[1])[0].error).toBe('There is nothing to change');
		expect(rig.requests()).toEqual([]);
	});
});

describe('Lead: Update Interest Status', () => {
	const update = {
		operation: 'updateInterestStatus',
		email: '={{ $json.email }}',
		interestStatus: '={{ $json.status }}',
		label: by('={{ $json.label }}'),
	};

	test('success: it is accepted', async () => {
		await start({ leads: 3 });
		const items = [
			{ email: email(1), status: 2 },
			{ email: email(2), status: 'custom', label: '6' },
			{ email: email(3), status: 'lead' },
		];
		const { outputs } = await rig.run(update, items);
		expect(json(outputs[0])).toEqual([
			{ email: email(1), interest_status: 2, result: 'accepted' },
			{ email: email(2), interest_status: 6, result: 'accepted' },
			{ email: email(3), interest_status: null, result: 'accepted' },
		]);
		expect(rig.records('leads').map((lead) => lead.lt_interest_status)).toEqual([2, 6, null]);
		expect(rig.requests()).toEqual(Array(3).fill('POST /leads/update-interest-status -> 202'));
	});

	test('a rejected row among good ones: no address, no lead, no label', async () => {
		await start({ leads: 1 });
		const items = [
			{ email: 'somebody', status: 1 },
			{ email: 'nobody@company.example', status: 1 },
			{ email: email(1), status: 'custom', label: '' },
			{ email: email(1), status: -4 },
		];
		const { outputs } = await rig.run({ ...update, gtmInFlight: 1 }, items);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'Email is "somebody", which is not an email address' },
			{ details: { reason: 'not-found' } },
			{ error: 'Interest Status is empty' },
		]);
	});

	test('a retry after an answer that was lost: the same status once more', async () => {
		await start({ leads: 1 }, lostOnce);
		const { outputs } = await rig.run(update, [{ email: email(1), status: 1 }]);
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Lead: Move', () => {
	const move = (more: IDataObject = {}): IDataObject => ({
		operation: 'move',
		moveFrom: 'campaign',
		fromCampaign: by(rig.ids('campaigns')[0]),
		moveTo: 'list',
		toLeadList: by(rig.ids('leadLists')[0]),
		email: '={{ $json.email }}',
		...more,
	});
	const items = [{ email: email(1) }, { email: email(2).toUpperCase() }];
	const job = { job_id: expect.any(String), job_status: 'success' };
	const inList = () => rig.records('leads').filter(({ list_id }) => list_id !== null);

	test('success: one job, and it is waited for', async () => {
		await start({ leads: 3, jobPolls: 3 });
		const { outputs } = await rig.run(move(), items);
		const [from] = rig.ids('campaigns');
		const [to] = rig.ids('leadLists');
		expect(json(outputs[0])).toEqual([
			{ email: email(1), from, to, result: 'moved', ...job },
			{ email: email(2), from, to, result: 'moved', ...job },
		]);
		expect(inList()).toHaveLength(2);
		const looks = rig.requests().filter((each) => each.startsWith('GET /background-jobs/'));
		expect(rig.requests()[0]).toBe('POST /leads/move -> 200');
		// Three looks until it is done, and one that reads who has moved.
		expect(looks).toHaveLength(4);
	});

	test('a rejected row among good ones: leads that are elsewhere have not moved', async () => {
		await start({ leads: 2 });
		const strangers = [{ email: 'stranger@company.example' }, { email: 'no address' }];
		const { outputs } = await rig.run(move(), [...items, ...strangers]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['moved', 'moved']);
		expect(json(outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('is done and has not moved this lead'),
				message: expect.stringContaining('Check that the lead is in the place given in From'),
				details: { reason: 'row-rejected' },
			},
			{ error: 'Email is "no address", which is not an email address' },
		]);
	});

	test('a retry after an answer that was lost: they move once', async () => {
		await start({ leads: 2, jobPolls: 1 }, lostOnce);
		const { outputs } = await rig.run(move(), items);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['moved', 'moved']);
		expect(rig.requests().filter((each) => each.startsWith('POST'))).toHaveLength(2);
		expect(inList()).toHaveLength(2);
	});

	test('what an attempt whose answer was lost has moved is not called left behind', async () => {
		await start({});
		const server = await FaultServer.start(systemClock);
		const done = { id: 'a', status: 'success', data: { moved_lead_emails: [], moved_leads: 0 } };
		server.answers(reset).afterwards(reply(200, done));
		const { outputs } = await runInstantly(server.url, move(), items, {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'row-unanswered', outcome: 'unknown' },
			{ reason: 'row-unanswered', outcome: 'unknown' },
		]);
	});

	test('a job that is done and tells of no lead: nobody knows', async () => {
		await start({});
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { id: 'a', status: 'success' }));
		const { outputs } = await runInstantly(server.url, move(), items, {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'row-unanswered', outcome: 'unknown' },
			{ reason: 'row-unanswered', outcome: 'unknown' },
		]);
	});

	test('a copy is not made twice', async () => {
		await start({ leads: 2 }, lostOnce);
		const { outputs } = await rig.run(move({ options: { copy_leads: true } }), items);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'unknown' },
		]);
		expect(rig.requests()).toHaveLength(1);
	});

	test('by ID, all of them', async () => {
		await start({ leads: 2 });
		const ids = rig.ids('leads').map((id) => ({ id }));
		const byId = move({ leadBy: 'id', leadId: '={{ $json.id }}' });
		const { outputs } = await rig.run(byId, ids);
		expect(json(outputs[0])).toMatchObject(ids.map(({ id }) => ({ id, result: 'moved' })));
	});

	test('by ID, not all of them: nobody knows which', async () => {
		await start({ leads: 1 });
		const byId = move({ leadBy: 'id', leadId: '={{ $json.id }}' });
		const { outputs } = await rig.run(byId, [{ id: rig.ids('leads')[0] }, { id: GONE }]);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'row-unanswered' },
			{ reason: 'row-unanswered' },
		]);
	});

	test('without waiting: the job', async () => {
		await start({ leads: 2 });
		const { outputs } = await rig.run(move({ waitForJob: false }), items);
		expect(json(outputs[0])[0]).toMatchObject({ result: 'accepted', job_status: 'pending' });
		expect(rig.requests()).toEqual(['POST /leads/move -> 200']);
		expect(inList()).toEqual([]);
	});

	test('a job that fails, and one that takes too long', async () => {
		await start({ leads: 2, jobsFail: true });
		const { outputs: failed } = await rig.run(move(), items);
		expect(json(failed[1])[0]).toMatchObject({
			error: expect.stringMatching(/job 0+1 has failed: The job ran out of memory$/),
			details: { outcome: 'unknown' },
		});
		await rig.stop();
		await start({ leads: 2, jobPolls: 1_000 });
		const waitOptions = { firstLook: 0.01, longestWait: 0.002 };
		const { outputs: late } = await rig.run(move({ waitOptions }), items);
		expect(json(late[1])[0]).toMatchObject({
			error: expect.stringContaining('is not done after 0 s'),
			message: expect.stringContaining('raise Longest Wait in Wait Options'),
			details: { reason: 'deadline', outcome: 'unknown' },
		});
	});

	test.each([
		[{ moveTo: 'nowhere' }, 'To is "nowhere": Instantly takes a campaign or a list, not both'],
		[{ waitOptions: { firstLook: -1 } }, 'First Look After or Longest Wait is not a number'],
	])('bad input %j: nothing is sent', async (more, message) => {
		await start({ leads: 2 });
		const { outputs } = await rig.run(move(more), items);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('bad input: from a place to itself', async () => {
		await start({ leads: 2 });
		const { outputs } = await rig.run(
			move({ moveTo: 'campaign', toCampaign: by(rig.ids('campaigns')[0]) }),
			items,
		);
		expect(json(outputs[1])[0].error).toBe('From and To are the same');
	});
});
