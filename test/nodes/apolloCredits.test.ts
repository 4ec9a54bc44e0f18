import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import { json, ownLog, Rig, runApollo } from './support/setup';

const log = ownLog();
const folder = mkdtempSync(join(tmpdir(), 'gtm-ledger-'));
let rig: Rig;
let stores = 0;

beforeEach(() => {
	process.env.GTM_STORE_FILE = join(folder, `${(stores += 1)}.sqlite`);
});
afterEach(async () => await rig.stop());
afterAll(() => {
	delete process.env.GTM_STORE_FILE;
	log.remove();
	rmSync(folder, { recursive: true, force: true });
});

const goOn = { onError: 'continueErrorOutput' } as const;
const enrich = { operation: 'enrich', identifyBy: 'id', personId: '={{ $json.id }}' };
const keep = (days: number, more: IDataObject = {}) => ({
	...enrich,
	options: { reuseDays: days, ...more },
});
const ids = () => rig.sandbox.people().map(({ id }) => ({ id }));
const spent = () => rig.sandbox.state().apollo.creditsConsumed;
const messages = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.map(({ message }) => message);

describe('people who were paid for', () => {
	test('a second run within the days: the same answers, marked, without a request', async () => {
		rig = await Rig.start({ people: 12 });
		const first = await rig.apollo(keep(30), ids());
		const requests = rig.requests().length;
		const second = await rig.apollo(keep(30), ids());
		expect(spent()).toBe(12);
		expect(rig.requests()).toHaveLength(requests);
		expect(json(second.outputs[0])).toEqual(
			json(first.outputs[0]).map((item) => ({ ...item, fromLedger: true })),
		);
		expect(second.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			ids().map((_, item) => ({ item })),
		);
		expect(messages(second)).toContain('12 answers out of the ledger, which cost nothing.');
	});

	test('the kept answer is whole: other fields can be asked for', async () => {
		rig = await Rig.start({ people: 1 });
		await rig.apollo(keep(30), ids());
		const { outputs } = await rig.apollo({ ...keep(30), fieldsToReturn: 'headline' }, ids());
		const [{ title, company }] = rig.sandbox.people();
		expect(json(outputs[0])).toEqual([
			{ headline: `${title} at ${company.name}`, fromLedger: true },
		]);
	});

	test('the same person twice in one run is asked for once, in whatever spelling', async () => {
		rig = await Rig.start({ people: 1 });
		const [{ email }] = rig.sandbox.people();
		const parameters = { ...keep(30), identifyBy: 'email', email: '={{ $json.email }}' };
		const items = [{ email }, { email: email.toUpperCase() }, { email }];
		const { outputs } = await rig.apollo(parameters, items);
		expect(json(outputs[0]).map(({ fromLedger }) => fromLedger ?? false)).toEqual([
			false,
			true,
			true,
		]);
		expect(spent()).toBe(1);
	});

	test('who was not found is asked for again: that cost nothing', async () => {
		rig = await Rig.start({ people: 1 });
		const nobody = [{ id: 'f'.repeat(24) }];
		await rig.apollo(keep(30), nobody);
		const { outputs } = await rig.apollo(keep(30), nobody);
		expect(json(outputs[0])).toEqual([{ matched: false, id: 'f'.repeat(24) }]);
		expect(rig.requests()).toHaveLength(2);
	});

	test.each([
		['without the option', enrich, {}],
		['with 0 days', keep(0), {}],
		['of another account', keep(30), { credential: { account: 'another' } }],
		['with personal emails too', keep(30, { revealPersonalEmails: true }), {}],
	])('%s: paid for again', async (_, parameters, rest) => {
		rig = await Rig.start({ people: 1 });
		await rig.apollo(keep(30), ids());
		const { outputs } = await rig.apollo(parameters, ids(), rest);
		expect(json(outputs[0])[0].fromLedger).toBeUndefined();
		expect(spent()).toBe(2);
	});

	test('without the option nothing is kept either', async () => {
		rig = await Rig.start({ people: 1 });
		await rig.apollo(enrich, ids());
		await rig.apollo(keep(30), ids());
		expect(spent()).toBe(2);
	});

	test('without the option the same person twice is paid for once all the same', async () => {
		rig = await Rig.start({ people: 12 });
		const [first] = ids();
		const run = await rig.apollo(enrich, [...ids(), first, first]);
		expect(json(run.outputs[0]).map(({ id }) => id)).toEqual(
			[...ids(), first, first].map(({ id }) => id),
		);
		expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 14 }, (_, item) => ({ item })),
		);
		expect(json(run.outputs[0]).some(({ fromLedger }) => fromLedger !== undefined)).toBe(false);
		expect(spent()).toBe(12);
		expect(messages(run)).toContain('2 items asked for the same as another one: paid for once.');
	});

	test('days that are empty: what to change, nothing sent', async () => {
		rig = await Rig.start({ people: 1 });
		const options = { reuseDays: '={{ $json.days }}' };
		const { error } = await rig.apollo({ ...enrich, options }, ids());
		expect(error?.message).toBe('Reuse Answers for (Days) is empty, but has to be from 0 to 365');
		expect(rig.requests()).toEqual([]);
	});

	test.each([-1, 366, 'soon'])('%s days: what to change, nothing sent', async (days) => {
		rig = await Rig.start({ people: 1 });
		const { error } = await rig.apollo({ ...enrich, options: { reuseDays: days } }, ids());
		expect(error?.message).toBe(`Reuse Answers for (Days) is ${days}, but has to be from 0 to 365`);
		expect(rig.requests()).toEqual([]);
	});

	test('a store that cannot be written: the run goes on, and a hint says so', async () => {
		rig = await Rig.start({ people: 1 });
		process.env.GTM_STORE_FILE = '/dev/null/store.sqlite';
		const run = await rig.apollo(keep(30), ids());
		expect(json(run.outputs[0])).toMatchObject([{ matched: true }]);
		expect(messages(run).join()).toContain(
			'Paid answers could not be kept or looked up, so they may be paid for again',
		);
	});

	test('companies too', async () => {
		rig = await Rig.start({ people: 1 });
		const [{ company }] = rig.sandbox.people();
		const parameters = {
			resource: 'organization',
			operation: 'enrich',
			domain: company.domain,
			options: { reuseDays: 1 },
		};
		await rig.apollo(parameters, [{}]);
		const { outputs } = await rig.apollo(parameters, [{}]);
		expect(json(outputs[0])).toMatchObject([{ id: company.id, fromLedger: true }]);
		expect(spent()).toBe(1);
	});

	test('a ceiling counts only who is paid for', async () => {
		rig = await Rig.start({ people: 12 });
		await rig.apollo(keep(30), ids().slice(0, 8));
		const { outputs } = await rig.apollo(keep(30, { creditCeiling: 4 }), ids(), goOn);
		expect(outputs[0]).toHaveLength(12);
		expect(spent()).toBe(12);
	});
});

describe('what a run costs', () => {
	test.each([
		['person', 'enrich', 0],
		['organization', 'enrich', 0],
		['organization', 'search', 0],
		['organization', 'get', 1.5],
		['organization', 'getJobPostings', 'many'],
	])(
		'%s %s with a ceiling of %s: what to change, nothing sent',
		async (resource, operation, most) => {
			rig = await Rig.start({ people: 1 });
			const parameters = { resource, operation, personId: 'a', options: { creditCeiling: most } };
			const { error } = await rig.apollo(parameters, [{ id: 'a'.repeat(24), domain: 'x.example' }]);
			expect(error?.message).toBe(
				`Credit Ceiling is ${most}, but has to be a whole number of 1 or more`,
			);
			expect(rig.requests()).toEqual([]);
		},
	);

	test.each([
		['organization', 'enrich', undefined],
		['organization', 'search', undefined],
		['person', 'enrich', null],
		['person', 'enrich', ''],
	])('%s %s with a ceiling of %s: empty is not none', async (resource, operation, most) => {
		rig = await Rig.start({ people: 1 });
		const options = { creditCeiling: '={{ $json.most }}' };
		const items = [{ id: 'a'.repeat(24), domain: 'x.example', most }];
		const { error } = await rig.apollo({ ...enrich, resource, operation, options }, items);
		expect(error?.message).toBe(
			'Credit Ceiling is empty, but has to be a whole number of 1 or more',
		);
		expect(rig.requests()).toEqual([]);
	});

	test('a ceiling whose expression fails is not none either', async () => {
		rig = await Rig.start({ people: 1 });
		const options = { creditCeiling: "={{ $('Nobody').item.json.most }}" };
		const parameters = { resource: 'organization', operation: 'search' };
		const { error } = await rig.apollo({ ...parameters, options }, [{}]);
		expect(error?.message).toMatch(/^The parameter "options" could not be read/);
		expect(rig.requests()).toEqual([]);
	});

	test('a ceiling that cannot be read for one item: the one of the next holds for all', async () => {
		rig = await Rig.start({ people: 3 });
		const options = { creditCeiling: "={{ $json.bad ? $('Nobody').item.json.most : 1 }}" };
		const items = ids().map((item, at) => ({ ...item, bad: at === 0 }));
		const { outputs } = await rig.apollo({ ...enrich, options }, items, goOn);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(json(outputs[1]).map(({ error }) => String(error).slice(0, 23))).toEqual([
			'The parameter "options"',
			expect.stringContaining('credit'),
		]);
		expect(spent()).toBe(1);
	});

	test('is told against what it might have cost', async () => {
		rig = await Rig.start({ people: 3 });
		const items = [...ids(), { id: 'f'.repeat(24) }];
		expect(messages(await rig.apollo(enrich, items))).toContain('Credits: 3 spent of 4 at most.');
	});

	test('a lost answer may have been charged: told, and counted against the ceiling', async () => {
		rig = await Rig.start();
		const server = await FaultServer.start(systemClock);
		server.answers(reset).afterwards(({ body }) => {
			const { details } = JSON.parse(body) as { details: IDataObject[] };
			return reply(200, { credits_consumed: details.length, matches: details });
		});
		const items = Array.from({ length: 30 }, (_, at) => ({ id: String(at).padStart(24, '0') }));
		const parameters = { ...enrich, options: { creditCeiling: 25 }, gtmInFlight: 1 };
		const run = await runApollo(server.url, parameters, items, goOn);
		await server.close();
		// Ten by the first request, ten that may have been paid for twice, and five of the next.
		expect(run.outputs[0]).toHaveLength(15);
		expect(run.outputs[1]).toHaveLength(15);
		expect(messages(run)).toContain(
			'Credits: 15 spent of 15 at most, and up to 10 by requests whose answer was lost.',
		);
	});

	test('a request that was refused and sent again in parts is counted once', async () => {
		rig = await Rig.start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(({ body }) => {
			const { details } = JSON.parse(body) as { details: IDataObject[] };
			return details.some(({ id }) => id === 'none')
				? reply(422, { error: 'none is not a valid ID' })
				: reply(200, { credits_consumed: details.length, matches: details });
		});
		const run = await runApollo(
			server.url,
			enrich,
			['a', 'b', 'c', 'none'].map((id) => ({ id })),
			goOn,
		);
		await server.close();
		expect(run.outputs[0]).toHaveLength(3);
		expect(run.outputs[1]).toHaveLength(1);
		expect(messages(run)).toContain('Credits: 3 spent of 3 at most.');
	});

	test.each([
		['enrich', enrich, 'a'.repeat(24)],
		['search', { resource: 'organization', operation: 'search', returnAll: true }, 'x'],
	])(
		'%s: each lost answer of a request that failed in the end may have been charged',
		async (_, parameters, id) => {
			rig = await Rig.start();
			const server = await FaultServer.start(systemClock);
			server.afterwards(reset);
			const more = { options: { creditCeiling: 3 }, gtmRetries: 2, gtmInFlight: 1 };
			const items = [{ id }, { id: 'b'.repeat(24) }];
			const run = await runApollo(
				server.url,
				{ ...parameters, ...more, gtmOptions: { firstWait: 0.01, itemsPerRequest: 1 } },
				items,
				goOn,
			);
			const { length } = server.arrivals;
			await server.close();
			// Three times one credit: for the second item nothing is left.
			expect(length).toBe(3);
			expect(json(run.outputs[1]).map(({ details }) => details)).toMatchObject([
				{ reason: expect.any(String) },
				{ reason: 'credit-ceiling' },
			]);
		},
	);

	test('a fault of the provider is no lost answer', async () => {
		rig = await Rig.start({
			people: 10,
			faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] },
		});
		const run = await rig.apollo({ ...enrich, options: { creditCeiling: 10 } }, ids(), goOn);
		expect(run.outputs[0]).toHaveLength(10);
		expect(messages(run)).toContain('Credits: 10 spent of 10 at most.');
	});

	test("a placeholder is nobody's address", async () => {
		rig = await Rig.start();
		const server = await FaultServer.start(systemClock);
		const matches = [{ id: 'a', email: 'email_not_unlocked@domain.com', email_status: 'verified' }];
		server.afterwards(reply(200, { credits_consumed: 1, matches }));
		const { outputs } = await runApollo(server.url, enrich, [{ id: 'a' }]);
		await server.close();
		expect(json(outputs[0])).toEqual([
			{ matched: true, id: 'a', email: null, email_status: 'verified', email_locked: true },
		]);
	});
});
