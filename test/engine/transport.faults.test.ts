import { gzipSync } from 'node:zlib';

import { createTransport } from '../../nodes/shared/engine/transport';
import { closeServers, get, post, serve, serveBytes } from './transportServers';

afterEach(closeServers);

const transport = createTransport();

describe('a cut body', () => {
	const gzip = gzipSync(JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id }))));

	it.each([
		['content-length', 'HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"id":', 201],
		['chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"id":\r\n', 200],
		[
			'chunked, in an error',
			'HTTP/1.1 429 Wait\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"id":\r\n',
			429,
		],
		['bad chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{"id":\r\n', 200],
	])('%s -> cut-body, answered, with its status', async (_name, bytes, status) => {
		const { url } = await serveBytes((socket) => socket.end(bytes));
		expect(await transport.send(post(url))).toMatchObject({
			kind: 'failure',
			fault: 'cut-body',
			sent: 'answered',
			status,
		});
	});

	it('reset in the body -> cut-body', async () => {
		const { url } = await serveBytes((socket) => {
			socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id":');
			setTimeout(() => socket.resetAndDestroy(), 50);
		});
		const outcome = await transport.send(post(url));
		expect(outcome).toMatchObject({ fault: 'cut-body', sent: 'answered', status: 200 });
	});

	it('gzip without a length, ended by closing -> cut-body all the same', async () => {
		const { url } = await serveBytes((socket) => {
			socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n');
			socket.end(gzip.subarray(0, gzip.length >> 1));
		});
		const outcome = await transport.send(get(url));
		expect(outcome).toMatchObject({ fault: 'cut-body', sent: 'answered', status: 200 });
	});
});

describe('no answer', () => {
	it('reset before the answer -> unknown', async () => {
		const { url } = await serveBytes((socket) => socket.resetAndDestroy());
		expect(await transport.send(post(url))).toMatchObject({ fault: 'reset', sent: 'unknown' });
	});

	it('closed before the answer -> unknown', async () => {
		const { url } = await serveBytes((socket) => socket.end());
		expect(await transport.send(post(url))).toMatchObject({ fault: 'reset', sent: 'unknown' });
	});

	it('a kept connection that is closed under the request -> unknown', async () => {
		let requests = 0;
		const { url, connections } = await serve((request, response) => {
			requests += 1;
			return requests === 1 ? response.end('{}') : request.socket.destroy();
		});
		expect(await transport.send(post(url))).toMatchObject({ status: 200 });
		expect(await transport.send(post(url))).toMatchObject({ fault: 'reset', sent: 'unknown' });
		expect(connections()).toBe(1);
	});

	it('not HTTP -> unknown', async () => {
		const { url } = await serveBytes((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
		expect(await transport.send(post(url))).toMatchObject({ fault: 'other', sent: 'unknown' });
	});

	it('refused -> not sent', async () => {
		const { url } = await serve(() => undefined);
		await closeServers();
		expect(await transport.send(post(url))).toMatchObject({ fault: 'refused', sent: 'no' });
	});

	it('no such host -> not sent', async () => {
		const outcome = await transport.send(post('http://nonexistent.invalid/'));
		expect(outcome).toMatchObject({ fault: 'dns', sent: 'no' });
	});

	it('nothing that is a URL -> not sent', async () => {
		expect(await transport.send(get('nonsense'))).toMatchObject({ fault: 'other', sent: 'no' });
		expect(await transport.send(get('file:///etc/passwd'))).toMatchObject({
			fault: 'other',
			sent: 'no',
		});
	});

	it('headers that cannot be sent -> not sent', async () => {
		const { url } = await serve((_request, response) => response.end());
		const outcome = await transport.send(get(url, { headers: { 'bad name': 'x' } }));
		expect(outcome).toMatchObject({ kind: 'failure', sent: 'no' });
	});
});

describe('time', () => {
	it('silence -> timeout, unknown', async () => {
		const { url } = await serve(() => undefined);
		const outcome = await transport.send(post(url, { timeoutMs: 200 }));
		expect(outcome).toMatchObject({ fault: 'timeout', sent: 'unknown' });
		expect(outcome.durationMs).toBeLessThan(500);
	});

	it('headers, then silence -> timeout, answered', async () => {
		const { url } = await serve((_request, response) => {
			response.writeHead(200, { 'content-length': 10 }).write('{');
		});
		const outcome = await transport.send(post(url, { timeoutMs: 200 }));
		expect(outcome).toMatchObject({ fault: 'timeout', sent: 'answered', status: 200 });
	});

	it('a drip that outlives the idle time-out ends at the total', async () => {
		const { url } = await serve((_request, response) => {
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(drip));
		});
		const outcome = await createTransport({ idleTimeoutMs: 150 }).send(
			get(url, { timeoutMs: 600 }),
		);
		expect(outcome).toMatchObject({ fault: 'timeout', sent: 'answered' });
		expect(outcome.durationMs).toBeGreaterThan(590);
		expect(outcome.durationMs).toBeLessThan(900);
	});

	it('cancel ends it within 250 ms, at any time', async () => {
		const { url } = await serve(() => undefined);
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 100);
		const outcome = await transport.send(post(url), stop.signal);
		expect(outcome).toMatchObject({ fault: 'cancelled', sent: 'unknown' });
		expect(outcome.durationMs).toBeLessThan(350);
		expect(await transport.send(post(url), stop.signal)).toMatchObject({
			fault: 'cancelled',
			sent: 'no',
		});
	});

	it('in the queue of the pool -> timeout, not sent', async () => {
		const { url } = await serve(() => undefined);
		const outcomes = await Promise.all(
			Array.from({ length: 70 }, async () => await transport.send(post(url, { timeoutMs: 400 }))),
		);
		const sent = outcomes.map(
			(outcome) => outcome.kind === 'failure' && `${outcome.fault} ${outcome.sent}`,
		);
		expect(sent.filter((each) => each === 'timeout unknown')).toHaveLength(64);
		expect(sent.filter((each) => each === 'timeout no')).toHaveLength(6);
	});
});

describe('too large', () => {
	it.each([
		['as received', Buffer.alloc(3_000, 'x'), {}],
		['unpacked', gzipSync(Buffer.alloc(3_000, 'x')), { 'content-encoding': 'gzip' }],
	])('%s -> too-large, answered', async (_name, body, headers) => {
		const { url } = await serve((_request, response) => response.writeHead(200, headers).end(body));
		const outcome = await createTransport({ maxBodyBytes: 2_000 }).send(get(url));
		expect(outcome).toMatchObject({ fault: 'too-large', sent: 'answered', status: 200 });
	});
});

it('messages hold neither the query nor a secret header', async () => {
	const transportOfTalker = createTransport({
		assertAllowed: (target) => `${target} is not allowed for Bearer s3cret`,
	});
	const outcome = await transportOfTalker.send(
		get('http://127.0.0.1/x?api_key=s3cr3t', {
			headers: { authorization: 'Bearer s3cret' },
			secretHeaders: ['authorization'],
		}),
	);
	expect(outcome).toMatchObject({ fault: 'domain-not-allowed', sent: 'no' });
	expect(outcome).toHaveProperty('message', 'http://127.0.0.1/x is not allowed for [redacted]');
});
