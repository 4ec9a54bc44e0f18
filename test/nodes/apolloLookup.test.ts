import type {
	IDataObject,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { Apollo } from '../../nodes/Apollo/Apollo.node';
import { SANDBOX_APOLLO_KEY, SANDBOX_APOLLO_SEARCH_ONLY_KEY } from '../../sandbox';
import type { SandboxOptions } from '../../sandbox';
import { editorOf } from './support/editor';
import { ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const node = new Apollo();
const { loadOptions, listSearch, resourceMapping } = node.methods;

async function open(options: SandboxOptions = {}): Promise<void> {
	rig = await Rig.start(options);
}

function editor(parameters: IDataObject, apiKey = SANDBOX_APOLLO_KEY) {
	const baseUrl = rig.sandbox.urls.apollo;
	const gtmApolloApi = { apiKey, plan: 'paid', baseUrl, account: baseUrl };
	return editorOf(node, parameters as Parameters<typeof editorOf>[1], { gtmApolloApi });
}

const names = (options: INodePropertyOptions[]) => options.map(({ name }) => name);

describe('dropdowns', () => {
	test('stages of the record that is shown', async () => {
		await open();
		const stages = async (resource: string) =>
			names(await loadOptions.getStages.call(editor({ resource })));
		expect(await stages('contact')).toEqual(['New', 'Approaching', 'Replied', 'Interested']);
		expect(await stages('account')).toContain('Current Client');
		expect(await stages('deal')).toContain('Closed Won');
	});

	test('users, over all pages, by their names', async () => {
		await open({ apollo: { team: { users: 130 } } });
		const users = await loadOptions.getUsers.call(editor({ resource: 'sequence' }));
		expect(users).toHaveLength(130);
		expect(users[0].name).toBe('User 1 (user1@team.example)');
	});

	test('labels: by ID where they are looked for, by name where they are set', async () => {
		await open();
		const byId = await loadOptions.getLabels.call(editor({ resource: 'contact' }));
		const byName = await loadOptions.getLabelNames.call(editor({ resource: 'account' }));
		expect(byId).toEqual([{ name: 'Conference', value: expect.stringMatching(/^[0-9a-f]{24}$/) }]);
		expect(byName).toEqual([{ name: 'Key Accounts', value: 'Key Accounts' }]);
	});

	test('email accounts, and which of them are inactive', async () => {
		await open();
		const accounts = await loadOptions.getEmailAccounts.call(editor({ resource: 'sequence' }));
		expect(names(accounts)).toEqual([
			'sender1@team.example',
			'sender2@team.example',
			'sender3@team.example (inactive)',
		]);
	});

	test("a key without access: Apollo's own words, and what to do", async () => {
		await open();
		const shown = editor({ resource: 'contact' }, SANDBOX_APOLLO_SEARCH_ONLY_KEY);
		await expect(loadOptions.getStages.call(shown)).rejects.toMatchObject({
			message: expect.stringContaining('not authorized to access api/v1/contact_stages/index'),
			description: expect.stringContaining('Give the API key access to this endpoint'),
		});
	});
});

describe('pickers', () => {
	const pick = async (parameters: IDataObject, filter?: string, token?: string) =>
		(await listSearch.getRecords.call(editor(parameters), filter, token)) as INodeListSearchResult;

	test('contacts, page by page, and by a word', async () => {
		await open({ people: 120, apollo: { team: { contacts: 120 } } });
		const first = await pick({ resource: 'contact' });
		expect(first.results).toHaveLength(50);
		const last = await pick({ resource: 'contact' }, '', '3');
		expect(last.results).toHaveLength(20);
		expect(last.paginationToken).toBeUndefined();
		const [{ firstName, lastName, email }] = rig.sandbox.people();
		const found = await pick({ resource: 'contact' }, email);
		expect(found.results).toMatchObject([{ name: `${firstName} ${lastName} (${email})` }]);
	});

	test('accounts by name and domain, deals by name', async () => {
		await open({ people: 9, apollo: { team: { accounts: 1, deals: 2 } } });
		const [{ company }] = rig.sandbox.people();
		const accounts = await pick({ resource: 'account' }, company.name);
		expect(accounts.results).toMatchObject([{ name: `${company.name} (${company.domain})` }]);
		expect((await pick({ resource: 'deal' })).results).toMatchObject([
			{ name: 'Deal 1' },
			{ name: 'Deal 2' },
		]);
	});

	test('sequences by a part of the name', async () => {
		await open();
		const { results } = await listSearch.getSequences.call(
			editor({ resource: 'sequence' }),
			'back',
		);
		expect(results).toMatchObject([{ name: 'Win Back' }]);
	});
});

describe('the field mapper', () => {
	const fields = async (parameters: IDataObject, apiKey?: string) => {
		const mapper = resourceMapping.getFields.call(editor(parameters, apiKey));
		return ((await mapper) as ResourceMapperFields).fields;
	};
	const ids = async (parameters: IDataObject) => (await fields(parameters)).map(({ id }) => id);

	test('only what the chosen request takes', async () => {
		await open();
		const created = await ids({ resource: 'contact', operation: 'create', ifExists: 'keep' });
		expect(created).toContain('linkedin_url');
		expect(created).not.toContain('mobile_phone');
		const upserted = await ids({ resource: 'contact', operation: 'create', ifExists: 'update' });
		expect(upserted).toContain('mobile_phone');
		expect(upserted).not.toContain('linkedin_url');
		const updated = await ids({ resource: 'contact', operation: 'update' });
		expect(updated).toEqual(expect.arrayContaining(['linkedin_url', 'mobile_phone', 'owner_id']));
	});

	test("owners and stages to choose from, and the team's own fields at the end", async () => {
		await open();
		const all = await fields({ resource: 'contact', operation: 'update' });
		expect(all.find(({ id }) => id === 'owner_id')).toMatchObject({
			type: 'options',
			options: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]),
		});
		expect(all.find(({ id }) => id === 'contact_stage_id')?.options).toHaveLength(4);
		expect(all.slice(-2)).toMatchObject([
			{ displayName: 'Launch Date', type: 'dateTime', id: expect.stringMatching(/^[0-9a-f]{24}$/) },
			{ displayName: 'Lead Score', type: 'number' },
		]);
	});

	test('of a deal: a name is required for a new one', async () => {
		await open();
		const required = async (operation: string) =>
			(await fields({ resource: 'deal', operation }))
				.filter((field) => field.required)
				.map(({ id }) => id);
		expect(await required('create')).toEqual(['name']);
		expect(await required('update')).toEqual([]);
	});

	test('a key without access to users, stages and fields: the names of the fields at least', async () => {
		await open();
		const parameters = { resource: 'account', operation: 'update' };
		const own = await fields(parameters, SANDBOX_APOLLO_SEARCH_ONLY_KEY);
		expect(own.map(({ id }) => id)).toEqual([
			'name',
			'domain',
			'account_stage_id',
			'owner_id',
			'phone',
			'raw_address',
		]);
		expect(own.every(({ type }) => type === 'string')).toBe(true);
	});
});
