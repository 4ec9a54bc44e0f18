import type { INode } from 'n8n-workflow';
import { HubSpot } from '../../nodes/HubSpot/HubSpot.node';
import { SANDBOX_HUBSPOT_TOKEN } from '../../sandbox';
import { People, type, types } from './support/associations';
import { editorOf } from './support/editor';
import { ownLog } from './support/setup';

const log = ownLog();
let people: People;
beforeEach(async () => (people = await People.start()));
afterEach(async () => await people.rig.stop());
afterAll(() => log.remove());

const node = new HubSpot();
const { loadOptions, listSearch } = node.methods;
function editor(parameters: INode['parameters']) {
	const baseUrl = people.rig.sandbox.urls.hubspot;
	const gtmHubSpotApi = { accessToken: SANDBOX_HUBSPOT_TOKEN, plan: 'professional', baseUrl };
	const shown = { resource: 'association', operation: 'create', ...parameters };
	return editorOf(node, shown, { gtmHubSpotApi });
}

test('the labels between the two types that are chosen', async () => {
	const advisor = await people.newLabel('Advisor');
	expect(await loadOptions.getAssociationLabels.call(editor(types))).toEqual([
		{ name: `Advisor (${advisor})`, value: `USER_DEFINED:${advisor}` },
		{ name: 'Primary (1)', value: 'HUBSPOT_DEFINED:1' },
	]);
});

test('no labels while a type is missing', async () => {
	const parameters = { ...types, toObjectType: type('') };
	expect(await loadOptions.getAssociationLabels.call(editor(parameters))).toEqual([]);
	expect(people.rig.requests()).toEqual([]);
});

test('the types of records to choose from: with activities and custom objects', async () => {
	const { results } = await listSearch.getObjectTypes.call(editor({}));
	expect(results.map(({ value }) => value)).toEqual([
		'calls',
		'2-1001',
		'companies',
		'contacts',
		'deals',
		'emails',
		'leads',
		'meetings',
		'notes',
		'tasks',
		'tickets',
	]);
});
