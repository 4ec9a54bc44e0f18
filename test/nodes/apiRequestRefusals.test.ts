import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, runApi } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const MB = 1024 * 1024;

/** What the error output says of the only item. */
async function refusal(parameters: IDataObject) {
	const run = await runApi(parameters, [{}], goOn);
	expect(run.error).toBeUndefined();
	expect(run.outputs[0]).toEqual([]);
	expect(run.outputs[1]).toHaveLength(1);
	const [item] = json(run.outputs[1]);
	return `${String(item?.error)} ${String(item?.message)}`;
}

describe('an answer of 300 MB', () => {
	let server: Server;
	let written = 0;
	beforeEach(async () => {
		written = 0;
		const piece = Buffer.alloc(MB, 'x');
		server = createServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const next = (): void => {
				if (response.destroyed) return;
				if (written >= 300) {
					response.end();
					return;
				}
				written += 1;
				response.write(piece, next);
			};
			next();
		});
		await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((settle) => server.close(settle));
	});

	test.each(['getRecords', 'send'])('%s: broken off at 64 MB, and said so', async (operation) => {
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}/all`;
		expect(await refusal({ operation, url, gtmRetries: 0 })).toMatch(/answer.*64 MB.*fewer/is);
		expect(written).toBeLessThan(100);
	});

	test('Largest Answer: broken off there', async () => {
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}/all`;
		const options = { largestAnswer: 2 };
		expect(await refusal({ operation: 'getRecords', url, gtmRetries: 0, options })).toContain(
			'2 MB',
		);
		expect(written).toBeLessThan(30);
	});

	test('Largest Answer above what memory is for: what it may be', async () => {
		const options = { largestAnswer: 5000 };
		expect(await refusal({ operation: 'send', url: 'http://127.0.0.1:1/', options })).toMatch(
			/Largest Answer is 5000.*between 1 and 1024/,
		);
	});
});

describe('redirects', () => {
	let server: FaultServer;
	beforeEach(async () => {
		server = await FaultServer.start(systemClock);
	});
	afterEach(async () => await server.close());

	test('a loop: a few hops, no retry, and what to check', async () => {
		server.afterwards(({ path }) =>
			reply(302, {}, { location: `${server.url}/${path === '/a' ? 'b' : 'a'}` }),
		);
		const url = `${server.url}/a`;
		expect(await refusal({ operation: 'send', url })).toMatch(/redirect.*URL/is);
		expect(server.arrivals.length).toBeLessThanOrEqual(10);
	});
});
