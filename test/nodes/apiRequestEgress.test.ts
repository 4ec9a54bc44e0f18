// Read when n8n-core's settings are loaded, so before anything else is.
process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';

import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, runApi } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

test('a private address where the instance forbids it: nothing is sent, and who can allow it', async () => {
	const server = await FaultServer.start(systemClock);
	server.afterwards(reply(200, []));
	const run = await runApi({ operation: 'send', url: `${server.url}/people` }, [{}], {
		onError: 'continueErrorOutput',
	});
	await server.close();
	expect(json(run.outputs[1])).toMatchObject([
		{
			error: expect.stringContaining('does not allow requests to that address') as string,
			message: expect.stringContaining('administrator') as string,
		},
	]);
	expect(server.arrivals).toEqual([]);
});
