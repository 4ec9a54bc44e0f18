import type { INode } from 'n8n-workflow';
import { Instantly } from '../../nodes/Instantly/Instantly.node';
import { InstantlyTrigger } from '../../nodes/Instantly/InstantlyTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { InstantlyOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { editorOf } from './support/editor';
import { InstantlyRig, instantlyCredential } from './support/instantlyNode';
import type { NodeSetup } from './support/runNode';
import { ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const { listSearch } = new Instantly().methods;
const start = async (options: InstantlyOptions = {}) => (rig = await InstantlyRig.start(options));
const editor = (baseUrl = rig.url, parameters: INode['parameters'] = { resource: 'lead' }) =>
	editorOf(new Instantly(), parameters, {
		gtmInstantlyApi: instantlyCredential(baseUrl),
	} as NodeSetup['credentials']);
type Search = keyof typeof listSearch;
const search = async (name: Search, filter?: string, token?: string) =>
	await listSearch[name].call(editor(), filter, token);

describe('lists to pick from', () => {
	test.each<[Search, string, string]>([
		['getCampaigns', 'Campaign 1', 'campaigns'],
		['getLeadLists', 'List 1', 'leadLists'],
		['getLeadLabels', 'Label 1', 'leadLabels'],
	])('%s: names, with the IDs behind them', async (name, first, records) => {
		await start();
		const { results } = await search(name);
		const [id] = rig.ids(records as 'campaigns');
		expect(results[0]).toEqual({ name: first, value: id });
	});

	test('mailboxes go by their addresses, labels by the numbers that leads hold', async () => {
		await start();
		expect((await search('getAccounts')).results[1]).toEqual({
			name: 'box2+sales@sandbox.example',
			value: 'box2+sales@sandbox.example',
		});
		expect((await search('getLabelStatuses')).results).toEqual([
			{ name: 'Label 1', value: '5' },
			{ name: 'Label 2', value: '6' },
		]);
	});

	test('page by page, until there is no more', async () => {
		await start({ campaigns: 60 });
		const first = await search('getCampaigns');
		const second = await search('getCampaigns', '', first.paginationToken as string);
		const third = await search('getCampaigns', '', second.paginationToken as string);
		expect([first, second, third].map(({ results }) => results.length)).toEqual([50, 10, 0]);
		expect(third.paginationToken).toBeUndefined();
	});

	test('the search is done by Instantly', async () => {
		await start({ campaigns: 60 });
		expect((await search('getCampaigns', 'campaign 5')).results).toHaveLength(11);
	});

	test('a refusal is shown as it is', async () => {
		await start({ paid: false });
		await expect(search('getCampaigns')).rejects.toThrow('does not have an active paid plan');
	});

	test('labels of the trigger', async () => {
		await start({ leadLabels: 120 });
		const trigger = new InstantlyTrigger();
		const shown = editorOf(trigger, {}, {
			gtmInstantlyApi: instantlyCredential(rig.url),
		} as NodeSetup['credentials']);
		const options = await trigger.methods.loadOptions.getLabels.call(shown);
		expect(options).toHaveLength(120);
		expect(options[0]).toEqual({ name: 'Label 1', value: '5' });
	});

	test('a record without a name goes by its ID', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { items: [{ id: 'a', name: '' }] }));
		const { results } = await listSearch.getCampaigns.call(editor(server.url));
		await server.close();
		expect(results).toEqual([{ name: 'a', value: 'a' }]);
	});
});
