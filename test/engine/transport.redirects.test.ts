import { createTransport } from '../../nodes/shared/engine/transport';
import { closeServers, get, post, serve } from './transportServers';

afterEach(closeServers);

const transport = createTransport();
const secrets = {
	headers: {
		authorization: 'Bearer t',
		cookie: 'a=1',
		'X-Api-Key': 'k',
		accept: 'application/json',
	},
	secretHeaders: ['x-api-key'],
};

async function twoOrigins(status = 302) {
	const seen: Array<Record<string, unknown>> = [];
	const there = await serve((request, response) => {
		const { authorization, cookie, accept } = request.headers;
		seen.push({ authorization, cookie, accept, key: request.headers['x-api-key'] });
		response.end('{"there":true}');
	});
	const here = await serve((request, response) => {
		if (request.url === '/same') {
			seen.push({ key: request.headers['x-api-key'] });
			return response.end('{"here":true}');
		}
		const location = request.url === '/local' ? '/same' : `${there.url}/landed`;
		return response.writeHead(status, { location }).end('moved');
	});
	return { here, there, seen };
}

describe('a redirected read', () => {
	it('is followed to another origin without any secret', async () => {
		const { here, seen } = await twoOrigins();
		const outcome = await transport.send(get(here.url, secrets));
		expect(outcome).toMatchObject({ kind: 'answer', status: 200, text: '{"there":true}' });
		expect(seen).toEqual([{ accept: 'application/json' }]);
	});

	it('keeps its secrets on the same origin', async () => {
		const { here, seen } = await twoOrigins(307);
		expect(await transport.send(get(`${here.url}/local`, secrets))).toMatchObject({ status: 200 });
		expect(seen).toEqual([{ key: 'k' }]);
	});

	it('ends after five hops', async () => {
		let hops = 0;
		const { url } = await serve((_request, response) => {
			hops += 1;
			response.writeHead(301, { location: `/${hops}` }).end();
		});
		const outcome = await transport.send(get(url));
		expect(outcome).toMatchObject({ fault: 'redirect-refused', sent: 'answered', status: 301 });
		expect(hops).toBe(6);
	});

	it('asks the allowed domains at every hop', async () => {
		const { here, there, seen } = await twoOrigins();
		const strict = createTransport({
			assertAllowed: (url) => (url.startsWith(here.url) ? undefined : `not ${new URL(url).origin}`),
		});
		expect(await strict.send(get(here.url))).toMatchObject({
			fault: 'domain-not-allowed',
			sent: 'unknown',
			message: `not ${there.url}`,
		});
		expect(seen).toEqual([]);
	});

	it('without a Location is an answer', async () => {
		const { url } = await serve((_request, response) => response.writeHead(302).end());
		expect(await transport.send(get(url))).toMatchObject({ kind: 'answer', status: 302 });
	});

	it('never leaves http', async () => {
		const { url } = await serve((_request, response) =>
			response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
		);
		expect(await transport.send(get(url))).toMatchObject({ fault: 'redirect-refused' });
	});
});

it.each([301, 302, 303, 307, 308])('a write that is answered %i is refused', async (status) => {
	const { here, seen } = await twoOrigins(status);
	const outcome = await transport.send(post(here.url, secrets));
	expect(outcome).toMatchObject({ fault: 'redirect-refused', sent: 'answered', status });
	expect(seen).toEqual([]);
});
