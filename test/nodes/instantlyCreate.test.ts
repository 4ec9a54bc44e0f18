import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule } from '../../sandbox';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
beforeEach(async () => (rig = await InstantlyRig.start()));
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const restart = async (...given: Parameters<typeof InstantlyRig.start>) => {
	await rig.stop();
	rig = await InstantlyRig.start(...given);
};
const person = (number: number): IDataObject => ({
	email: `person${number}@company.example`,
	first: `First ${number}`,
});
const people = (count: number) => Array.from({ length: count }, (_, at) => person(at + 1));
const create = (more: IDataObject = {}): IDataObject => ({
	operation: 'create',
	addTo: 'campaign',
	campaign: by(rig.ids('campaigns')[0]),
	fields: { first_name: '={{ $json.first }}' },
	...more,
});
const intoList = (more: IDataObject = {}) =>
	create({ addTo: 'list', leadList: by(rig.ids('leadLists')[0]), ...more });
const reasons = (items: IDataObject[]) => items.map(({ skipped = 'created' }) => skipped);

describe('Lead: Create', () => {
	test('success: all leads in one request, in order and paired', async () => {
		const [campaign] = rig.ids('campaigns');
		const { outputs } = await rig.run(create(), people(3));
		expect(json(outputs[0])).toEqual(
			people(3).map(({ email, first }) => ({
				created: true,
				id: expect.any(String),
				email,
				first_name: first,
				last_name: null,
				phone: null,
				campaign_id: campaign,
			})),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(rig.requests()).toEqual(['POST /leads/add -> 200']);
	});

	test('a rejected row among good ones: a lead without an email goes into no campaign', async () => {
		const items = [person(1), { first: 'Nobody' }, person(2)];
		const { outputs } = await rig.run(create(), items);
		expect(json(outputs[0]).map(({ email }) => email)).toEqual([
			'person1@company.example',
			'person2@company.example',
		]);
		expect(json(outputs[1])).toEqual([
			{
				first: 'Nobody',
				error: 'The lead has no email',
				message: 'Enter its address in Email: campaigns need it.',
				details: { reason: 'bad-input' },
			},
		]);
		expect(outputs[1][0].pairedItem).toEqual({ item: 1 });
	});

	test('a retry after 429, and none after 503: it may have been done', async () => {
		await restart({}, { kind: 'burst-429', at: [1], length: 1, retryAfter: 1 });
		expect((await rig.run(create(), people(2))).outputs[0]).toHaveLength(2);
		rig.sandbox.setFaults({ seed: 1, rules: [{ kind: 'status-503', at: [1] }] });
		const { outputs } = await rig.run(create(), [person(3)]);
		expect(json(outputs[1])).toMatchObject([
			{
				email: 'person3@company.example',
				error: 'Unknown outcome: Instantly may have done this: Service Unavailable',
				details: { reason: 'unknown-outcome', outcome: 'unknown', status: 503 },
			},
		]);
		expect(rig.requests()).toEqual([
			'POST /leads/add -> 429',
			'POST /leads/add -> 200',
			'POST /leads/add -> 503',
		]);
	});

	test('two campaigns are two requests, and so are other choices', async () => {
		const [one, other] = rig.ids('campaigns');
		const items = [
			{ ...person(1), to: one },
			{ ...person(2), to: other },
			{ ...person(3), to: one },
			{ ...person(4), to: other, skip: 'workspace' },
		];
		const skipIf = '={{ $json.skip ?? "place" }}';
		const { outputs } = await rig.run(create({ campaign: by('={{ $json.to }}'), skipIf }), items);
		expect(json(outputs[0]).map(({ campaign_id }) => campaign_id)).toEqual([
			one,
			other,
			one,
			other,
		]);
		expect(rig.requests()).toHaveLength(3);
	});

	test('custom variables: texts, numbers, booleans and null, by fields or as JSON', async () => {
		const variables = { plan: 'pro', seats: 12, trial: false, partner: null };
		await rig.run(create({ variablesAs: 'json', variablesJson: variables }), [person(1)]);
		const variable = Object.keys(variables).map((name) => ({
			name,
			value: `={{ $json.variables.${name} }}`,
		}));
		const items = [{ ...person(2), variables }];
		await rig.run(create({ variables: { variable } }), items);
		expect(rig.records('leads').map(({ payload }) => payload)).toEqual([variables, variables]);
	});

	test.each([
		[{ tags: ['a', 'b'] }, 'The custom variable "tags" is a list'],
		[{ owner: { id: 1 } }, 'The custom variable "owner" is an object'],
		['[1]', 'Custom Variables is no JSON object'],
	])('bad input: custom variables %j', async (variablesJson, message) => {
		const parameters = create({ variablesAs: 'json', variablesJson });
		const { outputs } = await rig.run(parameters, [person(1)]);
		expect(json(outputs[1])[0].error).toBe(message);
		expect(rig.requests()).toEqual([]);
	});

	test.each([
		[{ addTo: 'campaign and list' }, 'Add To is "campaign and list": Instantly takes a campaign'],
		[{ campaign: by('={{ $json.none }}') }, 'Campaign is empty'],
		[{ campaign: by('My campaign') }, 'Campaign is "My campaign", which is not an ID of Instantly'],
		[{ fields: { phone: ['1'] } }, 'Phone is a list, but has to be a text'],
		[{ fields: { lt_interest_status: 'hot' } }, 'Interest Status is "hot", which is no number'],
		[{ variables: { variable: [{ value: 1 }] } }, 'A custom variable has no name'],
	])('bad input %j: nothing is sent', async (more, message) => {
		const { outputs } = await rig.run(create(more), [person(1)]);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('a workspace without a paid plan: what to do, and nothing is sent again', async () => {
		await restart({ paid: false });
		const { outputs } = await rig.run(create({ gtmOptions: { itemsPerRequest: 1 } }), people(3));
		expect(json(outputs[1])).toHaveLength(3);
		expect(json(outputs[1])[0]).toMatchObject({
			error:
				'Instantly asks for payment or more credits: Workspace does not have an active paid plan',
			message: expect.stringContaining('The workspace needs a paid plan'),
			details: { reason: 'payment-required', outcome: 'not done', status: 402 },
		});
		expect(new Set(rig.requests())).toEqual(new Set(['POST /leads/add -> 402']));
	});

	test('a campaign that is not there', async () => {
		const gone = by('0199b1de-ca3b-7000-8000-0000000000ff');
		const { outputs } = await rig.run(create({ campaign: gone }), people(3));
		expect(json(outputs[1])[0].error).toContain('did not find what was asked for');
		expect(rig.requests()).toEqual(['POST /leads/add -> 404']);
	});

	test('a dry run: what would be sent, and nothing is', async () => {
		const items = [...people(3), person(1)];
		const { outputs } = await rig.run(create({ gtmOptions: { dryRun: true } }), items);
		expect(json(outputs[0])[0]).toMatchObject({ dryRun: true, request: 1, items: 4 });
		expect(rig.requests()).toEqual([]);
	});
});

describe('leads that Instantly skips', () => {
	const items = [
		person(1),
		{ email: 'blocked@company.example' },
		{ email: 'Somebody@Blocked.example' },
		{ email: 'not an address' },
		{ email: 'PERSON1@company.example' },
		person(2),
	];
	const blockList = ['blocked@company.example', 'blocked.example'];

	test('are given back marked, each with its reason', async () => {
		await restart({ blockList });
		const [campaign_id] = rig.ids('campaigns');
		const { outputs } = await rig.run(create(), items);
		const [first, second, third, fourth, fifth, sixth] = json(outputs[0]);
		const skipped = { created: false, first_name: undefined, campaign_id };
		delete skipped.first_name;
		expect([second, third, fourth]).toEqual([
			{ ...skipped, skipped: 'in_block_list', email: 'blocked@company.example' },
			{ ...skipped, skipped: 'in_block_list', email: 'Somebody@Blocked.example' },
			{ ...skipped, skipped: 'invalid_email', email: 'not an address' },
		]);
		// The lead that there is: its twin can be found by it.
		expect(fifth).toMatchObject({ created: false, skipped: 'duplicate_in_input', id: first.id });
		expect(sixth).toMatchObject({ created: true, email: 'person2@company.example' });
		expect(outputs[1] ?? []).toEqual([]);
		expect(rig.requests()).toHaveLength(1);
	});

	test('leave on the error output, where that is chosen', async () => {
		await restart({ blockList });
		const { outputs } = await rig.run(create({ skippedLeads: 'error' }), items);
		expect(json(outputs[0]).map(({ email }) => email)).toEqual([
			'person1@company.example',
			'person2@company.example',
		]);
		expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual(
			[1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(json(outputs[1]).map(({ error, details }) => [error, details])).toEqual([
			[
				'Instantly refused this item: the email or its domain is on the block list',
				expect.objectContaining({ reason: 'row-rejected', code: 'in_block_list' }),
			],
			[expect.any(String), expect.objectContaining({ code: 'in_block_list' })],
			[expect.any(String), expect.objectContaining({ code: 'invalid_email' })],
			[
				'Instantly refused this item: an earlier item has the same email',
				expect.objectContaining({ code: 'duplicate_in_input', outcome: 'not done' }),
			],
		]);
	});

	test('in the campaign already, in another one, in a list', async () => {
		await rig.run(create(), [person(1)]);
		expect(reasons(json((await rig.run(create(), people(2))).outputs[0]))).toEqual([
			'already_in_campaign',
			'created',
		]);
		const other = { campaign: by(rig.ids('campaigns')[1]) };
		const skippedFor = async (parameters: IDataObject, item: IDataObject) => {
			const { outputs } = await rig.run(parameters, [item]);
			return reasons(json(outputs[0]))[0];
		};
		expect(await skippedFor(create({ ...other, skipIf: 'campaigns' }), person(1))).toBe(
			'already_in_any_campaign',
		);
		expect(await skippedFor(create({ ...other, skipIf: 'workspace' }), person(1))).toBe(
			'already_in_workspace',
		);
		expect(await skippedFor(create({ ...other, skipIf: 'lists' }), person(1))).toBe('created');
		expect(await skippedFor(intoList(), person(3))).toBe('created');
		expect(await skippedFor(intoList(), person(3))).toBe('already_in_list');
		expect(await skippedFor(create({ skipIf: 'lists' }), person(3))).toBe('already_in_any_list');
	});

	test('for one of several reasons: the counts', async () => {
		await restart({ blockList });
		await rig.run(create(), [person(1)]);
		const mixed = [person(1), { email: 'blocked@company.example' }, { email: 'no' }, person(2)];
		const { outputs } = await rig.run(create(), mixed);
		const counts = { in_block_list: 1, invalid_email: 1, already_in_campaign: 1 };
		expect(json(outputs[0])).toMatchObject([
			{ created: false, skipped: 'skipped', skipped_counts: counts },
			{ created: false, skipped: 'skipped', skipped_counts: counts },
			{ created: false, skipped: 'invalid_email' },
			{ created: true },
		]);
		const failing = create({ skippedLeads: 'error' });
		const { outputs: failed } = await rig.run(failing, [person(1), mixed[1]]);
		expect(json(failed[1])[0].error).toBe(
			'Instantly refused this item: Instantly has skipped it, and does not say for which of these reasons: 1 in block list, 1 already in campaign',
		);
		// One by one, there is one reason.
		const alone = create({ gtmOptions: { itemsPerRequest: 1 } });
		const { outputs: each } = await rig.run(alone, mixed);
		expect(reasons(json(each[0]))).toEqual([
			'already_in_campaign',
			'in_block_list',
			'invalid_email',
			'already_in_campaign',
		]);
	});

	test('beyond the plan', async () => {
		await restart({ planLeads: 2 });
		const { outputs } = await rig.run(create(), people(3));
		expect(reasons(json(outputs[0]))).toEqual(['created', 'created', 'plan_used_up']);
	});

	test('a lead list: names are enough, and of those there may be several', async () => {
		const nobody = { email: '', first: '' };
		const named = { email: '', first: 'Ada' };
		const { outputs } = await rig.run(intoList(), [named, named, nobody, person(1)]);
		expect(json(outputs[0])).toMatchObject([
			{ created: true, email: null, first_name: 'Ada' },
			{ created: true, email: null, first_name: 'Ada' },
			{ created: true, email: 'person1@company.example' },
		]);
		expect(json(outputs[1])[0].error).toBe('The lead has neither an email nor a name');
		// Those without an email go apart: they could be created twice.
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('an answer that is lost', () => {
	const lost: FaultRule = { kind: 'drop-after', path: '/leads/add', at: [1] };
	const safe = () => create({ skipIf: 'campaigns' });

	test('of leads that may come twice: unknown, and nothing is sent again', async () => {
		await restart({}, lost);
		const { outputs } = await rig.run(create(), people(3));
		expect(json(outputs[1]).map(({ details }) => details)).toEqual(
			Array(3).fill(expect.objectContaining({ outcome: 'unknown', reason: 'unknown-outcome' })),
		);
		expect(rig.requests()).toEqual(['POST /leads/add -> none']);
		expect(rig.state.unanswered).toHaveLength(3);
	});

	test('of leads that Instantly skips the second time: sent again, and looked up', async () => {
		await restart({ blockList: ['blocked.example'] }, lost);
		const items = [...people(150), { email: 'x@blocked.example' }, { email: 'no' }];
		const { outputs } = await rig.run(safe(), items);
		const [first, ...rest] = json(outputs[0]);
		expect(first).toEqual({
			created: true,
			id: rig.ids('leads')[0],
			email: 'person1@company.example',
			first_name: 'First 1',
			looked_up: true,
			campaign_id: rig.ids('campaigns')[0],
		});
		expect(reasons(rest.slice(148))).toEqual(['created', 'in_block_list', 'invalid_email']);
		expect(json(outputs[0]).filter(({ created }) => created)).toHaveLength(150);
		expect(rig.requests()).toEqual([
			'POST /leads/add -> none',
			'POST /leads/add -> 200',
			'POST /leads/list -> 200',
			'POST /leads/list -> 200',
			'POST /leads/list -> 200',
		]);
		expect(rig.state).toMatchObject({ appliedTwice: 0, createsResent: 150 });
		expect(rig.state.records.leads.created).toBe(150);
	});

	test('leads that were there before are not called created', async () => {
		const server = await FaultServer.start(systemClock);
		const added = { leads_uploaded: 0, skipped_count: 2, remaining_in_plan: 9, created_leads: [] };
		const [old, fresh] = people(2);
		const found = [
			{ id: 'old', email: old.email, timestamp_created: '2020-01-01T00:00:00Z' },
			{ id: 'new', email: fresh.email, timestamp_created: new Date().toISOString() },
		];
		server
			.answers(reply(500, {}), reply(200, added), reply(200, { items: found }))
			.afterwards(reply(200, { items: [] }));
		const { outputs } = await runInstantly(server.url, safe(), [old, fresh]);
		await server.close();
		expect(json(outputs[0])).toMatchObject([
			{ created: false, skipped: 'already_in_campaign', id: 'old' },
			{ created: true, looked_up: true, id: 'new' },
		]);
	});

	test('whose leads cannot be looked up: unknown', async () => {
		await restart({}, lost, { kind: 'status-503', path: '/leads/list', share: 1 });
		const { outputs } = await rig.run({ ...safe(), gtmRetries: 1 }, people(2));
		expect(json(outputs[1]).map(({ details }) => details)).toEqual(
			Array(2).fill(expect.objectContaining({ reason: 'row-unanswered', outcome: 'unknown' })),
		);
	});

	test('with Resend Creates: sent again, and looked up as well', async () => {
		await restart({}, lost);
		const gtmOptions = { firstWait: 0.01, resendCreates: 'always' };
		const { outputs } = await rig.run(create({ gtmOptions }), people(2));
		expect(json(outputs[0])).toMatchObject([
			{ created: true, looked_up: true },
			{ created: true, looked_up: true },
		]);
		expect(rig.state.appliedTwice).toBe(0);
	});

	test('of leads without an email: unknown, whatever is skipped', async () => {
		await restart({}, lost);
		const { outputs } = await rig.run(intoList({ skipIf: 'workspace' }), [
			{ email: '', first: 'Ada' },
		]);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(rig.requests()).toHaveLength(1);
	});
});

describe('an answer that does not add up', () => {
	let server: FaultServer;
	beforeEach(async () => (server = await FaultServer.start(systemClock)));
	afterEach(async () => await server.close());
	const lead = (index: number, email: unknown = `person${index + 1}@company.example`) => ({
		index,
		id: `id ${index}`,
		email,
	});
	const run = async (answer: IDataObject, count = 2) => {
		server.afterwards(reply(200, { status: 'success', remaining_in_plan: 5, ...answer }));
		const { outputs } = await runInstantly(server.url, create(), people(count), {
			onError: 'continueErrorOutput',
		});
		return [json(outputs[0]), json(outputs[1]).map(({ details }) => details)];
	};
	const unanswered = { reason: 'row-unanswered', outcome: 'unknown' };

	test('more were created than are named: the others are not called skipped', async () => {
		const [done, failed] = await run({ leads_uploaded: 2, created_leads: [lead(1)] });
		expect(done).toMatchObject([{ created: true, id: 'id 1', email: 'person2@company.example' }]);
		expect(failed).toMatchObject([unanswered]);
	});

	test('a place in the request holds another lead', async () => {
		const created_leads = [lead(0, 'other@company.example'), lead(1)];
		const [done, failed] = await run({ leads_uploaded: 2, created_leads });
		expect(done).toMatchObject([{ id: 'id 1' }]);
		expect(failed).toMatchObject([unanswered]);
	});

	test('no leads are named at all', async () => {
		expect((await run({ leads_uploaded: 0 }))[1]).toMatchObject([unanswered, unanswered]);
	});

	test('skipped, and no count says why', async () => {
		const [done] = await run({ leads_uploaded: 1, created_leads: [lead(0)] });
		expect(done).toMatchObject([{}, { skipped: 'skipped', skipped_counts: {} }]);
	});

	test('a refusal that names a lead: it alone fails', async () => {
		const refuses = ({ body }: Seen) => {
			const { leads } = JSON.parse(body) as { leads: IDataObject[] };
			const bad = leads.findIndex(({ email }) => email === 'person3@company.example');
			if (bad >= 0) {
				const message = `body/leads/${bad}/phone must be string,null`;
				return reply(400, { statusCode: 400, error: 'Bad Request', message });
			}
			const created_leads = leads.map(({ email }, index) => lead(index, email));
			return reply(200, { leads_uploaded: leads.length, created_leads });
		};
		server.afterwards(refuses);
		const { outputs } = await runInstantly(server.url, create(), people(4), {
			onError: 'continueErrorOutput',
		});
		expect(outputs[0]).toHaveLength(3);
		expect(json(outputs[1])).toMatchObject([
			{ email: 'person3@company.example', details: { fields: ['leads.0.phone'] } },
		]);
	});
});
