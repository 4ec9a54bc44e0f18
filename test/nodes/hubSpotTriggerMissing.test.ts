import { HubSpotTrigger } from '../../nodes/HubSpot/HubSpotTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { itemsOf } from './support/hubSpotTrigger';
import { poller } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const changedAt = '2026-11-23T09:00:00.000Z';
const properties = {
	hs_object_id: '301',
	createdate: changedAt,
	lastmodifieddate: changedAt,
	firstname: 'New',
};
const record = { id: '301', properties, createdAt: changedAt, updatedAt: changedAt };
const history = [{ value: 'New', timestamp: changedAt, sourceType: 'INTEGRATION' }];

/** One changed contact; `read` is what reading it by its ID answers. */
function answers(read: () => ReturnType<typeof reply>) {
	return ({ path }: Seen) =>
		path.endsWith('/search') ? reply(200, { total: 1, results: [record] }) : read();
}

test('a page that is not there says nothing of its records: the change is given once it answers', async () => {
	const server = await FaultServer.start(systemClock);
	let isThere = false;
	server.afterwards(
		answers(() =>
			isThere
				? reply(200, { results: [{ ...record, propertiesWithHistory: { firstname: history } }] })
				: reply(404, '<html>Not Found</html>', { 'content-type': 'text/html' }),
		),
	);
	const { poll } = poller(
		{
			authentication: 'token',
			resource: 'contact',
			events: ['propertyChanged'],
			watchedProperties: ['firstname'],
			simplify: true,
			propertiesToReturn: [],
			begin: 'all',
			gtmOptions: { firstWait: 0.01 },
		},
		{
			gtmHubSpotApi: {
				accessToken: 'pat-0123456789',
				plan: 'professional',
				apiVersion: '2026-03',
				baseUrl: server.url,
				account: server.url,
			},
		},
		{ type: new HubSpotTrigger() },
	);
	await expect(poll()).rejects.toThrow(/nothing at this address/);
	isThere = true;
	expect(itemsOf(await poll())).toMatchObject([
		{ event: 'propertyChanged', id: '301', change: { property: 'firstname', newValue: 'New' } },
	]);
	await server.close();
});
