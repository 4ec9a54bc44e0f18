import { gzipSync, brotliCompressSync, deflateSync, deflateRawSync } from 'node:zlib';

import { createTransport } from '../../nodes/shared/engine/transport';
import { closeServers, get, post, serve } from './transportServers';

afterEach(closeServers);

const transport = createTransport();

async function textOf(body: Buffer, headers: Record<string, string>) {
	const { url } = await serve((_request, response) => response.writeHead(200, headers).end(body));
	const outcome = await transport.send(get(url));
	if (outcome.kind !== 'answer') throw new Error(outcome.message);
	return { text: outcome.text, bytes: outcome.bytes };
}

describe('an answer', () => {
	it('comes with status, lower-case headers and the bytes received', async () => {
		const { url } = await serve((_request, response) => {
			response.setHeader('X-Request-Id', 'r1');
			response.setHeader('Set-Cookie', ['a=1', 'b=2']);
			response.writeHead(418).end('{"ok":false}');
		});
		const outcome = await transport.send(get(url));
		expect(outcome).toMatchObject({ kind: 'answer', status: 418, text: '{"ok":false}', bytes: 12 });
		expect(outcome).toHaveProperty('headers.x-request-id', 'r1');
		expect(outcome).toHaveProperty('headers.set-cookie', 'a=1, b=2');
		expect(outcome.durationMs).toBeGreaterThan(0);
	});

	it('leaves broken JSON to its reader', async () => {
		expect(await textOf(Buffer.from('{"a":'), { 'content-type': 'application/json' })).toEqual({
			text: '{"a":',
			bytes: 5,
		});
	});

	it('is read in its charset', async () => {
		const latin1 = { 'content-type': 'application/json; charset=ISO-8859-1' };
		expect((await textOf(Buffer.from('Zoë', 'latin1'), latin1)).text).toBe('Zoë');
		expect((await textOf(Buffer.from('\uFEFF{"a":1}'), {})).text).toBe('{"a":1}');
		expect((await textOf(Buffer.from('\uFEFFé', 'utf16le'), {})).text).toBe('é');
		expect((await textOf(Buffer.from('é'), { 'content-type': 'x; charset=nonsense' })).text).toBe(
			'é',
		);
	});

	it.each([
		['gzip', gzipSync],
		['br', brotliCompressSync],
		['deflate', deflateSync],
		['deflate', deflateRawSync],
	])('is unpacked from %s', async (encoding, pack) => {
		const packed = pack(Buffer.from('x'.repeat(5_000)));
		expect(await textOf(packed, { 'content-encoding': encoding })).toEqual({
			text: 'x'.repeat(5_000),
			bytes: packed.length,
		});
	});

	it('may be empty though its headers say gzip', async () => {
		const { url } = await serve((_request, response) =>
			response.writeHead(204, { 'content-encoding': 'gzip' }).end(),
		);
		expect(await transport.send(get(url))).toMatchObject({ status: 204, text: '', bytes: 0 });
	});

	it('is returned for a 304, also of a write', async () => {
		const { url } = await serve((_request, response) => response.writeHead(304).end());
		expect(await transport.send(post(url))).toMatchObject({ kind: 'answer', status: 304 });
	});
});

describe('a request', () => {
	it('arrives as it was described, with nothing added that says something else', async () => {
		const seen: unknown[] = [];
		const { url } = await serve((request, response) => {
			const { authorization, 'content-type': type, accept } = request.headers;
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				seen.push([request.method, request.url, authorization, type, accept, body]);
				response.end('{}');
			});
		});
		const headers = { authorization: 'Bearer t', accept: 'application/json' };
		await transport.send(post(`${url}/x?y=a%20b`, { headers, body: ' "é" ' }));
		await transport.send({ ...get(`${url}/y`, { headers }), method: 'DELETE' });
		await transport.send({ ...get(`${url}/z`, { headers }), method: 'POST' });
		expect(seen).toEqual([
			['POST', '/x?y=a%20b', 'Bearer t', undefined, 'application/json', ' "é" '],
			['DELETE', '/y', 'Bearer t', undefined, 'application/json', ''],
			['POST', '/z', 'Bearer t', undefined, 'application/json', ''],
		]);
	});

	it('goes over one kept connection, 100 times', async () => {
		const { url, connections } = await serve((_request, response) => response.end('{}'));
		for (let page = 0; page < 100; page += 1) {
			expect(await createTransport().send(get(`${url}/?page=${page}`))).toMatchObject({
				status: 200,
			});
		}
		expect(connections()).toBe(1);
	});
});
