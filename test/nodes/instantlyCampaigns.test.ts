import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const start = async (...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start({ leads: 50 }, ...rules));
const lostOnce: FaultRule = { kind: 'drop-after', at: [1] };
const GONE = '0199b1de-ffff-7000-8000-0000000000ff';
const run = async (operation: string, more: IDataObject, items: IDataObject[] = [{}]) =>
	await rig.run({ resource: 'campaign', operation, ...more }, items);
const campaign = by('={{ $json.id }}');

describe.each([
	['Activate', 'activate', 1, 'Active'],
	['Pause', 'pause', 2, 'Paused'],
] as const)('Campaign: %s', (_, operation, status, status_name) => {
	test('success: the campaign as it is now', async () => {
		await start();
		const [id, other] = rig.ids('campaigns');
		const { outputs } = await run(operation, { campaign }, [{ id }, { id: other }]);
		expect(json(outputs[0])).toMatchObject([
			{ id, status, status_name },
			{ id: other, status, status_name },
		]);
	});

	test('a rejected row among good ones: one that is not there', async () => {
		await start();
		const [id] = rig.ids('campaigns');
		const { outputs } = await run(operation, { campaign }, [{ id: GONE }, { id }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([{ id: GONE, details: { reason: 'not-found' } }]);
	});

	test('a retry after an answer that was lost', async () => {
		await start(lostOnce);
		const [id] = rig.ids('campaigns');
		const { outputs } = await run(operation, { campaign }, [{ id }]);
		expect(json(outputs[0])).toMatchObject([{ status }]);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Campaign: Duplicate', () => {
	const duplicate = { campaign, name: '={{ $json.name }}' };

	test('success: a draft with another name', async () => {
		await start();
		const [id] = rig.ids('campaigns');
		const { outputs } = await run('duplicate', duplicate, [{ id }, { id, name: 'Again' }]);
		expect(json(outputs[0])).toMatchObject([
			{ name: 'Campaign 1 (copy)', status: 0, status_name: 'Draft' },
			{ name: 'Again', status: 0 },
		]);
	});

	test('a rejected row among good ones: one that is not there', async () => {
		await start();
		const [id] = rig.ids('campaigns');
		const { outputs } = await run('duplicate', duplicate, [{ id: GONE }, { id }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		await start({ kind: 'burst-429', at: [1], length: 1 }, { kind: 'drop-after', at: [3] });
		const [id] = rig.ids('campaigns');
		expect((await run('duplicate', duplicate, [{ id }])).outputs[0]).toHaveLength(1);
		const { outputs } = await run('duplicate', duplicate, [{ id }]);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
		expect(rig.requests()).toHaveLength(3);
	});
});

describe('Campaign: Get Analytics', () => {
	const range = { startDate: '2026-11-01', endDate: '2026-11-03' };

	test('success: in all, by campaign, by day, by step', async () => {
		await start();
		const [id] = rig.ids('campaigns');
		const { outputs } = await run(
			'getAnalytics',
			{ analytics: '={{ $json.kind }}', campaign: by(id), ...range },
			['overview', 'campaigns', 'daily', 'steps'].map((kind) => ({ kind })),
		);
		const items = json(outputs[0]);
		expect(items[0]).toMatchObject({ emails_sent_count: 100, contacted_count: 50 });
		expect(items[1]).toMatchObject({ campaign_id: id, leads_count: 50 });
		expect(items.slice(2, 5).map(({ date }) => date)).toEqual([
			'2026-11-01',
			'2026-11-02',
			'2026-11-03',
		]);
		expect(items.slice(5).map(({ step }) => step)).toEqual(['0', '1']);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 2, 2, 3, 3].map((item) => ({ item })),
		);
	});

	test('a rejected row among good ones: dates that are none, or the wrong way round', async () => {
		await start();
		const dates = { startDate: '={{ $json.from }}', endDate: '={{ $json.to }}' };
		const { outputs } = await run('getAnalytics', dates, [
			{ from: 'soon' },
			{ from: '2026-11-03', to: '2026-11-01' },
			{ from: '2026-11-01' },
		]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			'Start Date is "soon", which is no date',
			'Start Date 2026-11-03 is later than End Date 2026-11-01',
		]);
	});

	test('a retry after 503', async () => {
		await start({ kind: 'status-503', at: [1] });
		expect((await run('getAnalytics', {})).outputs[0]).toHaveLength(1);
		expect(rig.requests()).toEqual(
			[503, 200].map((status) => `GET /campaigns/analytics/overview -> ${status}`),
		);
	});

	test('each way to count has its own names for what is asked', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, []));
		const id = rig.ids('campaigns')[0];
		const ask = async (more: IDataObject) =>
			await runInstantly(
				server.url,
				{ resource: 'campaign', operation: 'getAnalytics', campaign: by(id), ...more },
				[{}],
			);
		await ask({ analytics: 'campaigns', campaignStatus: '1' });
		await ask({ analytics: 'daily', campaignStatus: '1' });
		await ask({ analytics: 'steps', countOpportunities: true });
		await server.close();
		expect(server.arrivals.map(({ path }) => path.replace('/api/v2/campaigns', ''))).toEqual([
			`/analytics?id=${id}`,
			`/analytics/daily?campaign_id=${id}&campaign_status=1`,
			`/analytics/steps?campaign_id=${id}&include_opportunities_count=true`,
		]);
	});
});

describe('a campaign that is created', () => {
	const create = async (more: IDataObject) => {
		await start();
		return await run('create', { name: 'New', ...more });
	};

	test('schedule, sequence and settings by fields', async () => {
		const { outputs } = await create({
			days: ['1', '0'],
			sendFrom: '08:30',
			sendTo: '18:00',
			timezone: 'Europe/Belgrade',
			firstDay: '2026-12-01T00:00:00',
			steps: {
				step: [
					{ subject: 'Hello', body: 'Hi {{firstName}}', delay: 3, delayUnit: 'hours' },
					{ body: 'Again' },
				],
			},
			settings: { email_list: 'a@b.example, c@d.example', daily_limit: 40, stop_on_reply: true },
			additionalFields: '{"auto_variant_select": {"trigger": "reply_rate"}}',
			simplify: false,
		});
		expect(json(outputs[0])[0]).toMatchObject({
			name: 'New',
			campaign_schedule: {
				start_date: '2026-12-01',
				schedules: [
					{
						timing: { from: '08:30', to: '18:00' },
						days: { 0: true, 1: true, 2: false, 3: false, 4: false, 5: false, 6: false },
						timezone: 'Europe/Belgrade',
					},
				],
			},
			sequences: [
				{
					steps: [
						{
							type: 'email',
							delay: 3,
							delay_unit: 'hours',
							variants: [{ subject: 'Hello', body: 'Hi {{firstName}}' }],
						},
						{ delay: 2, delay_unit: 'days', variants: [{ subject: '', body: 'Again' }] },
					],
				},
			],
			email_list: ['a@b.example', 'c@d.example'],
			daily_limit: 40,
			stop_on_reply: true,
			auto_variant_select: { trigger: 'reply_rate' },
		});
	});

	test('schedule and steps as JSON', async () => {
		const schedule = {
			schedules: [
				{
					name: 'Mornings',
					timing: { from: '06:00', to: '09:00' },
					days: { 1: true },
					timezone: 'Etc/GMT+12',
				},
			],
		};
		const steps = [{ type: 'email', delay: 1, variants: [{ subject: 'A', body: 'B' }] }];
		const { outputs } = await create({
			scheduleAs: 'json',
			scheduleJson: schedule,
			sequenceAs: 'json',
			stepsJson: JSON.stringify(steps),
			simplify: false,
		});
		expect(json(outputs[0])[0]).toMatchObject({
			campaign_schedule: schedule,
			sequences: [{ steps }],
		});
	});

	test.each([
		[{ sendFrom: '9' }, 'The time "9" is none'],
		[{ sendFrom: '18:00' }, 'From is 18:00, but To is 17:00'],
		[{ days: '={{ [] }}' }, 'Days is empty'],
		[{ scheduleAs: 'json', scheduleJson: '{}' }, 'Schedule JSON holds no schedules'],
		[{ scheduleAs: 'json', scheduleJson: 'x' }, 'Schedule JSON is no JSON object'],
		[{ sequenceAs: 'json', stepsJson: '{}' }, 'Steps is no JSON list'],
		[{ steps: { step: [{ subject: 'Hello' }] } }, 'Email 1 of the sequence has no body'],
		[{ steps: { step: [{ body: 'a', delay: -1 }] } }, 'The delay of email 1 is -1'],
		[{ settings: { daily_limit: 'many' } }, 'Daily Limit is "many"'],
		[{ additionalFields: '[]' }, 'Additional Fields is no JSON object'],
	])('bad input %j: nothing is sent', async (more, message) => {
		const { outputs } = await create(more);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('what Instantly refuses is said in its words', async () => {
		const { outputs } = await create({ timezone: '={{ "Europe/Nowhere" }}' });
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining(
				'body/campaign_schedule/schedules/0/timezone must be equal to one of the allowed values',
			),
			details: { fields: ['campaign_schedule.schedules.0.timezone'], status: 400 },
		});
	});
});

describe('Lead List: Get Verification Stats', () => {
	const stats = {
		resource: 'leadList',
		operation: 'getVerificationStats',
		leadList: by('={{ $json.id }}'),
	};

	test('success: the counts beside each other', async () => {
		await start();
		const [id] = rig.ids('leadLists');
		const { outputs } = await rig.run(stats, [{ id }]);
		expect(json(outputs[0])).toEqual([
			{ id, total_leads: 0, verified: 0, invalid: 0, risky: 0, catch_all: 0 },
		]);
		expect(rig.requests()).toEqual([`GET /lead-lists/${id}/verification-stats -> 200`]);
	});

	test('a rejected row among good ones: a list that is not there', async () => {
		await start();
		const { outputs } = await rig.run(stats, [{ id: GONE }, { id: rig.ids('leadLists')[0] }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
	});

	test('a retry after 503', async () => {
		await start({ kind: 'status-503', at: [1] });
		const { outputs } = await rig.run(stats, [{ id: rig.ids('leadLists')[0] }]);
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('a label that is deleted', () => {
	const remove = { resource: 'leadLabel', operation: 'delete', leadLabel: campaign };

	test('gives its leads another status, if that is asked for', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, {}));
		const [id] = rig.ids('leadLabels');
		await runInstantly(server.url, { ...remove, reassignTo: '-1' }, [{ id }]);
		await runInstantly(server.url, remove, [{ id }]);
		await server.close();
		expect(server.arrivals.map(({ body }) => body)).toEqual(['{"reassigned_status":-1}', '']);
		// An empty body has no type: Instantly would refuse the one without the other.
		expect(server.arrivals[1].headers['content-type']).toBeUndefined();
	});

	test('bad input: a status that is no number', async () => {
		await start();
		const { outputs } = await rig.run({ ...remove, reassignTo: 'won' }, [
			{ id: rig.ids('leadLabels')[0] },
		]);
		expect(json(outputs[1])[0].error).toContain('Reassign to Status is "won"');
	});
});
