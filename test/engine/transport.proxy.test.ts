import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { lookup } from 'node:dns';
import { connect, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTransport, type EgressFilter } from '../../nodes/shared/engine/transport';
import { readProxySettings } from '../../nodes/shared/engine/transport/proxyEnv';
import { closeServers, get, listen, post, serve, serveBytes } from './transportServers';

const folder = mkdtempSync(join(tmpdir(), 'gtm-tls-'));
const keyFile = join(folder, 'key.pem');
const certFile = join(folder, 'cert.pem');
execFileSync(
	'openssl',
	[
		...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=gtm-test'],
		...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile],
	],
	{ stdio: 'ignore' },
);
const key = readFileSync(keyFile);
const cert = readFileSync(certFile);
const trusting = { tls: { ca: cert.toString() } };

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
	name,
	name.toUpperCase(),
]);
const before = { ...process.env };

beforeEach(() => {
	for (const name of PROXY_VARIABLES) delete process.env[name];
});
afterEach(closeServers);
afterAll(() => {
	for (const name of PROXY_VARIABLES)
		if (before[name] !== undefined) process.env[name] = before[name];
	rmSync(folder, { recursive: true });
});

async function serveTls(location?: string) {
	const server = createHttpsServer({ key, cert }, (_request, response) => {
		if (location !== undefined) response.writeHead(302, { location });
		response.end('{"tls":true}');
	});
	const { port, connections } = await listen(server);
	return { url: `https://127.0.0.1:${port}`, port, connections };
}

/** Forwards plain requests and tunnels CONNECT; remembers both. */
async function serveProxy(answer = 'HTTP/1.1 200 OK\r\n\r\n') {
	const seen: string[] = [];
	const server = createHttpServer((request, response) => {
		seen.push(
			`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim(),
		);
		const onward = httpRequest(String(request.url), { method: request.method }, (upstream) => {
			response.writeHead(upstream.statusCode ?? 500);
			upstream.pipe(response);
		});
		request.pipe(onward);
	});
	server.on('connect', (request, socket) => {
		seen.push(`CONNECT ${request.url}`);
		socket.on('error', () => socket.destroy());
		if (!answer.includes(' 200 ')) return socket.end(answer);
		const [host, port] = String(request.url).split(':');
		const onward = connect(Number(port), host, () => {
			socket.write(answer);
			onward.pipe(socket).pipe(onward);
		});
		return onward.on('error', () => socket.destroy());
	});
	const { port } = await listen(server);
	return { port, seen };
}

describe('TLS', () => {
	it('an untrusted certificate -> certificate, not sent', async () => {
		const { url } = await serveTls();
		expect(await createTransport().send(post(url))).toMatchObject({
			fault: 'certificate',
			sent: 'no',
		});
	});

	it('a trusted one is used, over one connection', async () => {
		const { url, connections } = await serveTls();
		for (let turn = 0; turn < 10; turn += 1) {
			expect(await createTransport(trusting).send(get(url))).toMatchObject({
				text: '{"tls":true}',
			});
		}
		expect(connections()).toBe(1);
	});

	it('one that names another host -> certificate', async () => {
		const { port } = await serveTls();
		const outcome = await createTransport(trusting).send(post(`https://localhost:${port}`));
		expect(outcome).toMatchObject({ fault: 'certificate', sent: 'no' });
	});

	it('a read is not led from https to http', async () => {
		const { url } = await serveTls('http://127.0.0.1:1/');
		expect(await createTransport(trusting).send(get(url))).toMatchObject({
			fault: 'redirect-refused',
			sent: 'answered',
			status: 302,
		});
	});

	it('a reset within the handshake -> not sent', async () => {
		const { port } = await serveBytes((socket) => socket.resetAndDestroy());
		const outcome = await createTransport().send(post(`https://127.0.0.1:${port}`));
		expect(outcome).toMatchObject({ fault: 'reset', sent: 'no' });
	});

	it('a trusted certificate that cannot be read -> failure, also from the queue', async () => {
		const { url } = await serveTls();
		const transport = createTransport({ tls: { ca: 'not a certificate' } });
		const outcomes = await Promise.all(Array.from({ length: 70 }, () => transport.send(post(url))));
		expect(outcomes.every((outcome) => outcome.kind === 'failure' && outcome.sent === 'no')).toBe(
			true,
		);
	});
});

describe('a proxy in the environment', () => {
	it('sees plain requests and tunnels, and may change at any time', async () => {
		const plain = await serve((_request, response) => response.end('{"plain":true}'));
		const secure = await serveTls();
		const proxy = await serveProxy();
		const transport = createTransport(trusting);
		expect(await transport.send(get(`${plain.url}/1`))).toMatchObject({ status: 200 });

		process.env.HTTP_PROXY = `http://user:p%40ss@127.0.0.1:${proxy.port}`;
		process.env.ALL_PROXY = `127.0.0.1:${proxy.port}`;
		expect(await transport.send(get(`${plain.url}/2`))).toMatchObject({ text: '{"plain":true}' });
		expect(await transport.send(get(secure.url))).toMatchObject({ text: '{"tls":true}' });
		expect(await transport.send(get(secure.url))).toMatchObject({ text: '{"tls":true}' });
		const login = Buffer.from('user:p@ss').toString('base64');
		expect(proxy.seen).toEqual([
			`GET ${plain.url}/2 Basic ${login}`,
			`CONNECT 127.0.0.1:${secure.port}`,
		]);

		process.env.NO_PROXY = '127.0.0.1';
		expect(await transport.send(get(`${plain.url}/3`))).toMatchObject({ status: 200 });
		expect(proxy.seen).toHaveLength(2);
	});

	it('that refuses the tunnel -> proxy, not sent', async () => {
		const proxy = await serveProxy('HTTP/1.1 407 Login\r\n\r\n');
		process.env.HTTPS_PROXY = `http://user:pass@127.0.0.1:${proxy.port}`;
		const outcome = await createTransport().send(post('https://example.invalid/'));
		expect(outcome).toMatchObject({ fault: 'proxy', sent: 'no' });
		expect(outcome).toHaveProperty('message', expect.not.stringContaining('pass'));
	});

	it('that is down -> refused, not sent', async () => {
		const proxy = await serveProxy();
		await closeServers();
		process.env.ALL_PROXY = `http://127.0.0.1:${proxy.port}`;
		const transport = createTransport();
		expect(await transport.send(post('https://example.invalid/'))).toMatchObject({
			fault: 'refused',
			sent: 'no',
		});
		expect(await transport.send(post('http://example.invalid/'))).toMatchObject({
			fault: 'refused',
			sent: 'no',
		});
	});

	it('that hangs is bounded by the total time', async () => {
		const { port } = await serveBytes(() => undefined);
		process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
		const outcome = await createTransport().send(
			post('https://example.invalid/', { timeoutMs: 300 }),
		);
		expect(outcome).toMatchObject({ fault: 'timeout', sent: 'no' });
	});

	it('that breaks the certificate inside the tunnel -> certificate, not sent', async () => {
		const secure = await serveTls();
		const proxy = await serveProxy();
		process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
		expect(await createTransport().send(post(secure.url))).toMatchObject({
			fault: 'certificate',
			sent: 'no',
		});
	});

	it('that Node cannot use is said, not gone around', async () => {
		process.env.ALL_PROXY = 'socks5://127.0.0.1:1080';
		const outcome = await createTransport().send(get('http://127.0.0.1:1/'));
		expect(outcome).toMatchObject({ fault: 'proxy', sent: 'no' });
		expect(
			readProxySettings({ HTTPS_PROXY: 'http://us%er:secret@p' }).unusable.https,
		).not.toContain('secret');
	});
});

describe('the egress filter', () => {
	const seen: string[] = [];
	const noLoopback: EgressFilter = {
		validateUrl: async (url) => {
			seen.push(new URL(url).host);
			return { ok: true };
		},
		validateConnectionHost: (host) =>
			isIP(host) && host.startsWith('127.')
				? { ok: false, error: new Error(`${host} is blocked`) }
				: { ok: true },
		createSecureLookup: () => (hostname, options, callback) => {
			if (hostname === 'localhost')
				return callback(new Error('resolves to a blocked address'), '', 4);
			return lookup(hostname, options, callback);
		},
	};

	it('refuses an IP literal when connecting', async () => {
		const { url, port } = await serve((_request, response) => response.end());
		const outcome = await createTransport({ egressFilter: noLoopback }).send(post(url));
		expect(outcome).toMatchObject({ fault: 'egress-refused', sent: 'no' });
		expect(seen).toContain(`127.0.0.1:${port}`);
	});

	it('refuses a resolved address', async () => {
		const { port } = await serve((_request, response) => response.end());
		const transport = createTransport({ egressFilter: noLoopback });
		expect(await transport.send(post(`http://localhost:${port}`))).toMatchObject({
			fault: 'egress-refused',
			sent: 'no',
		});
		expect(await transport.send(post('http://nonexistent.invalid'))).toMatchObject({
			fault: 'dns',
			sent: 'no',
		});
	});

	it('refuses the literal behind a proxy', async () => {
		const proxy = await serveProxy();
		process.env.ALL_PROXY = `http://127.0.0.1:${proxy.port}`;
		const transport = createTransport({ egressFilter: noLoopback });
		expect(await transport.send(post('https://127.0.0.1/'))).toMatchObject({
			fault: 'egress-refused',
		});
		expect(await transport.send(post('http://127.0.0.1/'))).toMatchObject({
			fault: 'egress-refused',
		});
		expect(proxy.seen).toEqual([]);
	});

	it('is asked before every hop, and its failures are outcomes', async () => {
		const { url } = await serve((_request, response) =>
			response.writeHead(302, { location: 'http://blocked.example/' }).end(),
		);
		const byUrl: EgressFilter = {
			validateUrl: async (target) =>
				new URL(target).host === 'blocked.example'
					? { ok: false, error: new Error('blocked') }
					: { ok: true },
			createSecureLookup: () => lookup,
		};
		expect(await createTransport({ egressFilter: byUrl }).send(get(url))).toMatchObject({
			fault: 'egress-refused',
		});
		const broken: EgressFilter = {
			...byUrl,
			validateUrl: async () => {
				throw Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' });
			},
		};
		expect(await createTransport({ egressFilter: broken }).send(get(url))).toMatchObject({
			fault: 'dns',
			sent: 'no',
		});
	});

	it('that hangs is bounded by the total time', async () => {
		const hanging: EgressFilter = {
			validateUrl: async () => await new Promise(() => undefined),
			createSecureLookup: () => lookup,
		};
		const transport = createTransport({ egressFilter: hanging });
		expect(await transport.send(get('http://127.0.0.1:1/', { timeoutMs: 100 }))).toMatchObject({
			fault: 'timeout',
			sent: 'no',
		});
	});
});
