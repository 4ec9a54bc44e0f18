import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiRequestTrigger } from '../../nodes/ApiRequest/ApiRequestTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { settingsFields } from '../../nodes/shared/node/settings';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { poller } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const trigger = (parameters: IDataObject = {}) =>
	poller({
		url: `${server.url}/people`,
		begin: 'all',
		gtmOptions: { firstWait: 0.01 },
		...parameters,
	});
const optionsOf = (fields: INodeProperties[]) => {
	const { options = [] } = fields.find(({ name }) => name === 'gtmOptions') ?? {};
	return options.map(({ name }) => name);
};

test('settings that do nothing in a poll are not shown; all others are', () => {
	const shown = new ApiRequestTrigger().description.properties;
	const names = new Set(shown.map(({ name }) => name));
	for (const { name } of settingsFields) expect(names).toContain(name);
	const without = ['dryRun', 'itemsPerRequest', 'resendCreates', 'whenIncomplete'];
	expect(optionsOf(shown)).toEqual(
		optionsOf(settingsFields).filter((name) => !without.includes(name)),
	);
});

test.each([
	[1, false],
	[3, true],
])('Requests in Flight %i: pages side by side: %s', async (gtmInFlight, isTogether) => {
	server.afterwards(({ path }) => {
		const page = Number(new URL(path, server.url).searchParams.get('page') ?? 1);
		return { ...reply(200, { items: [{ id: page }], total: 4 }), delayMs: 200 };
	});
	const { poll } = trigger({
		gtmInFlight,
		pagination: 'pageNumber',
		pageParameter: 'page',
		firstPage: 1,
		options: { totalPath: 'total' },
	});
	const items = await poll();
	expect(items?.[0]?.map(({ json }) => json.id)).toEqual([1, 2, 3, 4]);
	const [, second, , fourth] = server.arrivals;
	expect((fourth?.at ?? 0) - (second?.at ?? 0) < 150).toBe(isTogether);
});

describe('what Auto has found', () => {
	test('is in the log once; a guess is a warning each time', async () => {
		server.answers(
			reply(200, { items: [{ id: 1 }], next: `${server.url}/people?page=2` }),
			reply(200, { items: [{ id: 2 }], next: null }),
			reply(200, { items: [{ id: 2 }], next: null }),
		);
		const { poll, infos, warnings } = trigger();
		await poll();
		await poll();
		expect(infos).toEqual([expect.stringMatching(/^Trigger: Pagination: Next URL/)]);
		expect(warnings).toEqual([]);
	});

	test('a guess is a warning, also of a test in the editor', async () => {
		server.afterwards(reply(200, { items: Array.from({ length: 50 }, (_, id) => ({ id })) }));
		const { poll, warnings } = trigger();
		// n8n shows no hints of a trigger's test: what stops every poll is its error, too.
		await expect(poll('manual')).rejects.toMatchObject({
			description: expect.stringMatching(/This is a guess.*Choose under Pagination/) as string,
		});
		expect(warnings).toEqual([expect.stringMatching(/^Trigger: Pagination: .*This is a guess/)]);
	});
});
