import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, Rig, runApollo } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const NOBODY = 'f'.repeat(24);
const fault503: SandboxOptions = { faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] } };
const companies = () => [...new Set(rig.sandbox.people().map(({ company }) => company))];
const byId = (id: string) => ({ __rl: true, mode: 'id', value: id });

async function open(options: SandboxOptions = {}): Promise<void> {
	rig = await Rig.start({ people: 60, ...options });
}

describe('Organization: Search', () => {
	const search = { resource: 'organization', operation: 'search', returnAll: true };

	test('success: all pages, saved companies too, a credit for each page', async () => {
		await open({ people: 1_300, apollo: { team: { accounts: 3 } } });
		const { outputs, hints } = await rig.apollo(search, [{}]);
		const all = companies().map(({ id }) => id);
		expect(
			json(outputs[0])
				.map(({ id }) => String(id))
				.toSorted(),
		).toEqual(all.toSorted());
		expect(json(outputs[0]).filter(({ account_id: saved }) => saved !== undefined)).toHaveLength(3);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(2);
		expect(hints.map(({ message }) => message)).toContain('Credits: 2 spent of 2 at most.');
	});

	test('a rejected row among good ones: a filter that is no range', async () => {
		await open();
		const parameters = { ...search, additionalFilters: '={{ $json.filter }}' };
		const { outputs } = await rig.apollo(
			parameters,
			[{ filter: '{"revenue_range": 5}' }, { filter: '{}' }],
			goOn,
		);
		expect(outputs[0].length).toBeGreaterThan(0);
		expect(json(outputs[1])[0].error).toBe('The filter revenue_range is no range');
	});

	test('a retry after 503: charged once', async () => {
		await open(fault503);
		const { outputs } = await rig.apollo(search, [{}]);
		expect(outputs[0]).toHaveLength(companies().length);
		expect(rig.requests()).toHaveLength(2);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(1);
	});

	test('a credit ceiling of 1: the first page, and where to go on', async () => {
		await open({ people: 1_300 });
		const first = await rig.apollo({ ...search, options: { creditCeiling: 1 } }, [{}], goOn);
		expect(first.outputs[0]).toHaveLength(100);
		const { reason, resumeFrom } = json(first.outputs[1])[0].details as IDataObject;
		expect(reason).toBe('credit-ceiling');
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(1);
		const rest = await rig.apollo({ ...search, resumeFrom }, [{}]);
		expect(rest.outputs[0]).toHaveLength(companies().length - 100);
	});
});

describe('Organization: Enrich', () => {
	const enrich = { resource: 'organization', operation: 'enrich', domain: '={{ $json.domain }}' };
	const domains = () => companies().map(({ domain }) => ({ domain }));

	test('success: ten in a request, in any order, each answer on its own item', async () => {
		await open({ people: 120 });
		const items = [...domains().reverse(), { domain: 'nobody.example' }];
		const { outputs } = await rig.apollo(enrich, items);
		expect(
			json(outputs[0]).map(({ matched, primary_domain: domain }) => [matched, domain ?? null]),
		).toEqual(
			items.map(({ domain }) => (domain === 'nobody.example' ? [false, null] : [true, domain])),
		);
		expect(rig.requests()).toEqual(
			Array(Math.ceil(items.length / 10)).fill('POST /api/v1/organizations/bulk_enrich -> 200'),
		);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(items.length - 1);
	});

	test('a rejected row among good ones: nothing that tells the company', async () => {
		await open();
		const { outputs } = await rig.apollo(enrich, [{}, ...domains()], goOn);
		expect(outputs[0]).toHaveLength(domains().length);
		expect(json(outputs[1])[0].error).toContain('are all empty');
	});

	test('a retry after 503: charged once', async () => {
		await open(fault503);
		await rig.apollo(enrich, domains());
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(domains().length);
	});

	test('one company by its domain and by its page: both items have it, for one credit', async () => {
		await open();
		const [{ domain, linkedinUrl, id }] = companies();
		const parameters = { ...enrich, linkedinUrl: '={{ $json.page }}' };
		const { outputs } = await rig.apollo(parameters, [{ domain }, { page: linkedinUrl }]);
		expect(json(outputs[0]).map((each) => each.id)).toEqual([id, id]);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(1);
	});
});

describe.each([
	['Organization: Get', 'get', (id: string) => `GET /api/v1/organizations/${id} -> 200`],
	[
		'Organization: Get Job Postings',
		'getJobPostings',
		(id: string) => `GET /api/v1/organizations/${id}/job_postings -> 200`,
	],
])('%s', (_, operation, request) => {
	const parameters = { resource: 'organization', operation, returnAll: true };
	const ids = () => companies().map(({ id }) => ({ id }));

	test('success: one request and one credit for each company', async () => {
		await open();
		const { outputs } = await rig.apollo(parameters, ids());
		expect(rig.requests().toSorted()).toEqual(
			ids()
				.map(({ id }) => request(id))
				.toSorted(),
		);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(ids().length);
		expect(outputs[0].length).toBeGreaterThan(0);
		for (const item of outputs[0]) expect(item.json.id).toEqual(expect.any(String));
	});

	test('a rejected row among good ones: an ID that is none', async () => {
		await open();
		const { outputs } = await rig.apollo(parameters, [{ id: 'x' }, ...ids()], goOn);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'Organization ID is "x", which is not an ID of Apollo' },
		]);
		expect(rig.requests()).toHaveLength(ids().length);
	});

	test('a retry after 503: charged once', async () => {
		await open(fault503);
		await rig.apollo(parameters, ids().slice(0, 1));
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(1);
		expect(rig.requests()).toHaveLength(2);
	});

	test('a credit ceiling of 2 for many companies: two are paid for', async () => {
		await open();
		const { outputs } = await rig.apollo(
			{ ...parameters, options: { creditCeiling: 2 } },
			ids(),
			goOn,
		);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(2);
		expect(outputs[1]).toHaveLength(ids().length - 2);
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'credit-ceiling' });
	});
});

describe('Sequence: Search', () => {
	const search = { resource: 'sequence', operation: 'search', returnAll: true };

	test('success: by a part of the name', async () => {
		await open();
		const all = await rig.apollo(search, [{}]);
		expect(all.outputs[0]).toHaveLength(3);
		const { outputs } = await rig.apollo({ ...search, sequenceName: 'back' }, [{}]);
		expect(json(outputs[0])).toMatchObject([{ name: 'Win Back' }]);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await open();
		const parameters = { resource: 'sequence', operation: 'search', limit: '={{ $json.limit }}' };
		const { outputs } = await rig.apollo(parameters, [{ limit: -1 }, { limit: 2 }], goOn);
		expect(outputs.map(({ length }) => length)).toEqual([2, 1]);
	});

	test('a retry after 503', async () => {
		await open(fault503);
		const { outputs } = await rig.apollo(search, [{}]);
		expect(outputs[0]).toHaveLength(3);
	});
});

describe('contacts in sequences', () => {
	const contacts = (count: number, more: SandboxOptions = {}) =>
		open({ people: count, apollo: { team: { contacts: count } }, ...more });
	const ids = () => rig.sandbox.apolloRecords('contacts').map(({ id }) => ({ id }));
	async function sequence(): Promise<string> {
		const { outputs } = await rig.apollo({ resource: 'sequence', operation: 'search' }, [{}]);
		return String(json(outputs[0])[0].id);
	}
	async function sender(active: boolean): Promise<string> {
		const parameters = { resource: 'emailAccount', operation: 'getAll', returnAll: true };
		const { outputs } = await rig.apollo(parameters, [{}]);
		return String(json(outputs[0]).find((each) => each.active === active)?.id);
	}
	async function adding(more: IDataObject = {}): Promise<IDataObject> {
		return {
			resource: 'sequence',
			operation: 'addContacts',
			sequenceId: byId(await sequence()),
			emailAccountIds: [await sender(true)],
			...more,
		};
	}
	const arrivals = (end: string) => rig.requests().filter((each) => each.includes(end));

	describe('Sequence: Add Contacts', () => {
		test('success: 120 contacts in two requests', async () => {
			await contacts(120);
			const { outputs } = await rig.apollo(await adding(), ids());
			expect(json(outputs[0]).map(({ contact_id: id, added }) => [id, added])).toEqual(
				ids().map(({ id }) => [id, true]),
			);
			expect(arrivals('/add_contact_ids')).toHaveLength(2);
		});

		test('a rejected row among good ones: skipped, with the reason, and as an error where wanted', async () => {
			await contacts(3);
			const parameters = await adding();
			const [first] = ids();
			await rig.apollo(parameters, [first]);
			const items = [...ids(), { id: NOBODY }];
			const marked = await rig.apollo(parameters, items);
			expect(json(marked.outputs[0])).toMatchObject([
				{ added: false, reason: 'contacts_already_exists_in_current_campaign' },
				{ added: true },
				{ added: true },
				{ added: false, reason: 'contact_not_found' },
			]);
			expect(marked.hints[0]).toMatchObject({
				type: 'warning',
				message: expect.stringContaining('2 contacts of 4 not added to the sequence'),
			});
			const failing = { ...parameters, whenSkipped: 'fail' };
			const failed = await rig.apollo(failing, [{ id: NOBODY }], goOn);
			expect(json(failed.outputs[1])).toMatchObject([
				{
					error: expect.stringContaining('There is no contact with this ID in the team'),
					details: { code: 'contact_not_found', reason: 'row-rejected' },
				},
			]);
		});

		test('a retry whose first answer was lost: nobody is in it twice', async () => {
			await contacts(2, {
				faults: { seed: 1, rules: [{ kind: 'drop-after', path: 'add_contact_ids', at: [1] }] },
			});
			const { outputs } = await rig.apollo(await adding({ whenSkipped: 'fail' }), ids());
			// Apollo skips those whom the lost attempt has added: they are in it, and no error.
			expect(json(outputs[0])).toMatchObject([
				{ added: true, explanation: expect.stringContaining('whose answer was lost') },
				{ added: true, explanation: expect.stringContaining('whose answer was lost') },
			]);
			for (const { emailer_campaign_ids: sequences } of rig.sandbox.apolloRecords('contacts')) {
				expect(sequences).toHaveLength(1);
			}
		});

		test('an inactive mailbox, and a mailbox that is none', async () => {
			await contacts(1);
			const inactive = await adding({ emailAccountIds: [await sender(false)] });
			const { outputs } = await rig.apollo(inactive, ids(), goOn);
			expect(json(outputs[1])[0].error).toContain('These mailboxes are no longer active');
			const none = await rig.apollo(await adding({ emailAccountIds: '={{ [] }}' }), ids(), goOn);
			expect(json(none.outputs[1])[0].error).toBe('No email account is chosen');
		});

		test('a start without Paused, and one with it', async () => {
			await contacts(1);
			const at = { auto_unpause_at: '2026-12-01T09:00:00Z' };
			const { outputs } = await rig.apollo(await adding({ options: at }), ids(), goOn);
			expect(json(outputs[1])[0].error).toBe('Start At needs Paused');
			const paused = await adding({ options: { ...at, status: 'paused' } });
			const { outputs: right } = await rig.apollo(paused, ids());
			expect(json(right[0])).toMatchObject([{ added: true, status: 'paused' }]);
		});

		test.each([
			['2026-12-01T09:00:00', '2026-12-01T09:00:00.000Z'],
			['2026-12-01T09:00:00+02:00', '2026-12-01T07:00:00.000Z'],
			["={{ DateTime.fromISO('2026-12-01T09:00:00Z') }}", '2026-12-01T09:00:00.000Z'],
		])('a start at %s reaches Apollo as %s', async (start, sent) => {
			await contacts(1);
			const options = { auto_unpause_at: start, status: 'paused' };
			const server = await FaultServer.start(systemClock);
			server.afterwards(reply(200, { contacts: ids() }));
			await runApollo(server.url, await adding({ options }), ids());
			await server.close();
			const { searchParams } = new URL(server.arrivals[0].path, server.url);
			expect(searchParams.get('auto_unpause_at')).toBe(sent);
		});
	});

	describe('Sequence: Stop or Remove Contacts', () => {
		const stop = async (mode: string) => ({
			resource: 'sequence',
			operation: 'stopContacts',
			sequenceId: byId(await sequence()),
			mode,
		});

		test('success: stopped, finished, removed', async () => {
			await contacts(3);
			await rig.apollo(await adding(), ids());
			const [a, b, c] = ids();
			const stopped = await rig.apollo(await stop('stop'), [a]);
			const finished = await rig.apollo(await stop('mark_as_finished'), [b]);
			const removed = await rig.apollo(await stop('remove'), [c]);
			const all = [stopped, finished, removed].map(({ outputs }) => json(outputs[0])[0]);
			expect(all).toMatchObject([
				{ contact_id: a.id, result: 'done', status: 'stopped' },
				{ contact_id: b.id, result: 'done', status: 'finished' },
				{ contact_id: c.id, result: 'done', mode: 'remove' },
			]);
			expect(rig.sandbox.apolloRecords('contacts')[2].emailer_campaign_ids).toEqual([]);
		});

		test('a rejected row among good ones: a contact that the answer does not name', async () => {
			await contacts(1);
			const { outputs } = await rig.apollo(await stop('stop'), [...ids(), { id: NOBODY }], goOn);
			expect(outputs[0]).toHaveLength(1);
			expect(json(outputs[1])[0].details).toMatchObject({ reason: 'row-unanswered' });
		});

		test('a retry after a lost answer', async () => {
			await contacts(1, {
				faults: { seed: 1, rules: [{ kind: 'drop-after', path: 'remove_or_stop', at: [1] }] },
			});
			const { outputs } = await rig.apollo(await stop('stop'), ids());
			expect(outputs[0]).toHaveLength(1);
			expect(arrivals('remove_or_stop')).toHaveLength(2);
		});
	});
});

describe.each([
	['Custom Field: Get Many', 'customField', 4],
	['Email Account: Get Many', 'emailAccount', 3],
	['Label: Get Many', 'label', 2],
	['Stage: Get Many', 'stage', 4],
	['User: Get Many', 'user', 120],
] as const)('%s', (_, resource, count) => {
	const parameters = { resource, operation: 'getAll', returnAll: true };
	const users: SandboxOptions = { apollo: { team: { users: 120 } } };

	test('success: all of them', async () => {
		await open(users);
		const { outputs, hints } = await rig.apollo(parameters, [{}]);
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(count);
		expect(hints[0].message).toMatch(/^Complete: /);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await open(users);
		const limited = { resource, operation: 'getAll', limit: '={{ $json.limit }}' };
		const { outputs } = await rig.apollo(limited, [{ limit: 0 }, { limit: 1 }], goOn);
		expect(outputs.map(({ length }) => length)).toEqual([1, 1]);
	});

	test('a retry after 503', async () => {
		await open({ ...users, ...fault503 });
		const { outputs } = await rig.apollo(parameters, [{}]);
		expect(outputs[0]).toHaveLength(count);
	});
});

test.each([
	['account', ['Review', 'Current Client', 'Dead Opportunity']],
	['deal', ['Qualify', 'Propose', 'Closed Won']],
])('stages: %s', async (stagesOf, names) => {
	await open();
	const parameters = { resource: 'stage', operation: 'getAll', returnAll: true, stagesOf };
	const { outputs } = await rig.apollo(parameters, [{}]);
	expect(json(outputs[0]).map(({ name }) => name)).toEqual(names);
});

describe('Usage: Get API Usage', () => {
	const parameters = { resource: 'usage', operation: 'getApiUsage' };

	test('success: the key of each endpoint is split into its parts', async () => {
		await open();
		await rig.apollo({ resource: 'label', operation: 'getAll' }, [{}]);
		const { outputs } = await rig.apollo(parameters, [{}]);
		const labels = json(outputs[0]).find(({ endpoint }) => endpoint === 'api/v1/labels');
		expect(labels).toEqual({
			endpoint: 'api/v1/labels',
			action: 'index',
			minute: { limit: 200, consumed: 1, left_over: 199 },
			hour: { limit: 600, consumed: 1, left_over: 599 },
			day: { limit: 6_000, consumed: 1, left_over: 5_999 },
		});
	});

	test('a rejected row: a key that is no master key', async () => {
		await open();
		const credential = { apiKey: 'sandbox-apollo-key-search-only' };
		const { outputs } = await rig.apollo(parameters, [{}], { ...goOn, credential });
		expect(json(outputs[1])).toMatchObject([
			{
				message: expect.stringContaining('Give the API key access to this endpoint'),
				details: { code: 'API_INACCESSIBLE' },
			},
		]);
	});

	test('a retry after 503', async () => {
		await open(fault503);
		const { outputs } = await rig.apollo(parameters, [{}]);
		expect(outputs[0].length).toBeGreaterThan(20);
	});
});

describe('Usage: Get Credit Usage', () => {
	const parameters = { resource: 'usage', operation: 'getCreditUsage' };

	test('success: one item for each kind of credit', async () => {
		await open({ apollo: { credits: 7 } });
		const { outputs } = await rig.apollo(parameters, [{}]);
		expect(json(outputs[0])[0]).toEqual({
			credit: 'lead_credit',
			limit: 7,
			consumed: 0,
			left_over: 7,
			cycle_start: expect.any(String),
			cycle_end: expect.any(String),
		});
		expect(outputs[0]).toHaveLength(3);
	});

	test('a rejected row: a wrong key', async () => {
		await open();
		const credential = { apiKey: 'wrong-key-1234' };
		const { outputs } = await rig.apollo(parameters, [{}], { ...goOn, credential });
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'unauthorized' });
	});

	test('a retry after 503', async () => {
		await open(fault503);
		const { outputs } = await rig.apollo(parameters, [{}]);
		expect(outputs[0]).toHaveLength(3);
	});
});
