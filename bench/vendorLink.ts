import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { legacyCall, type PlainCall } from './legacyContacts';

const HOST = '127.0.0.1';
/** Of one hop: the caller is asked by these, and says who it is by them. */
const OF_THE_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
const CONNECT = 'CONNECT ';

/** The network between n8n and HubSpot: TLS, and a round trip that takes its time. */
export interface VendorLink {
	/** HubSpot's address, for nodes that can be told one. */
	url: string;
	/** The same behind https://api.hubapi.com, for the node that knows only that: an HTTP proxy. */
	proxy: string;
	/** Whom n8n has to trust (NODE_EXTRA_CA_CERTS). */
	certificateFile: string;
	/** From now on it leads to this server. */
	leadTo(target: string): void;
	/** Connections that were made since it leads there. */
	connections(): number;
	stop(): Promise<void>;
}

/**
 * Each new connection costs a round trip before its first byte, as in TCP, and TLS costs its own. Through
 * the proxy and without it the same number of them.
 */
export async function startVendorLink(roundTripMs: number): Promise<VendorLink> {
	const folder = mkdtempSync(join(tmpdir(), 'gtm-bench-tls-'));
	const certificateFile = join(folder, 'certificate.pem');
	const keyFile = join(folder, 'key.pem');
	makeCertificate(certificateFile, keyFile);

	let target = '';
	let connections = 0;
	const vendor = createHttpsServer(
		{ key: readFileSync(keyFile), cert: readFileSync(certificateFile), keepAliveTimeout: 60_000 },
		(request, response) => {
			passOn(target, request, response).catch(() => response.destroy());
		},
	);
	await listen(vendor);
	const sockets = new Set<Socket>();
	const wire = createServer((socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		connections += 1;
		socket.once('data', (first) => {
			socket.pause();
			const isProxied = first.subarray(0, CONNECT.length).toString() === CONNECT;
			setTimeout(() => {
				const far = connect(portOf(vendor), HOST);
				far.on('error', () => socket.destroy());
				if (isProxied) socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
				else later(far, first, roundTripMs / 2);
				carry(socket, far, roundTripMs / 2);
				carry(far, socket, roundTripMs / 2);
			}, roundTripMs);
		});
	});
	await listen(wire);
	return {
		url: `https://${HOST}:${portOf(wire)}`,
		proxy: `http://${HOST}:${portOf(wire)}`,
		certificateFile,
		leadTo(server) {
			target = server;
			connections = 0;
		},
		connections: () => connections,
		async stop() {
			for (const socket of sockets) socket.destroy();
			vendor.closeAllConnections();
			await Promise.all([close(wire), close(vendor)]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** For HubSpot's own name and for this machine. */
function makeCertificate(certificateFile: string, keyFile: string): void {
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=gtm-bench'],
			...['-addext', `subjectAltName=DNS:api.hubapi.com,IP:${HOST}`],
			...['-keyout', keyFile, '-out', certificateFile],
		],
		{ stdio: 'ignore' },
	);
}

/** Everything that comes of one socket goes to the other, so much later and in order. */
function carry(from: Socket, to: Socket, ms: number): void {
	from.on('data', (bytes) => later(to, bytes, ms));
	from.once('end', () => setTimeout(() => to.end(), ms));
	from.resume();
}

function later(to: Socket, bytes: Buffer, ms: number): void {
	setTimeout(() => to.writable && to.write(bytes), ms);
}

async function passOn(
	target: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const headers = Object.entries(request.headers).flatMap(([name, value]) =>
		typeof value === 'string' && !OF_THE_HOP.has(name) ? [[name, value] as [string, string]] : [],
	);
	const asked: PlainCall = {
		method: request.method ?? 'GET',
		path: request.url ?? '/',
		body: Buffer.concat(chunks).toString(),
	};
	const legacy = legacyCall(asked);
	const { method, path, body } = legacy?.call ?? asked;
	const answer = await fetch(target + path, {
		method,
		headers: [...headers, ['accept-encoding', 'identity']],
		...(body === '' || method === 'GET' ? {} : { body }),
	});
	const text = await answer.text();
	const own = [...answer.headers].filter(([name]) => !OF_THE_HOP.has(name));
	response.writeHead(answer.status, Object.fromEntries(own));
	response.end(legacy && answer.ok ? legacy.answer(text) : text);
}

async function listen(server: Server): Promise<void> {
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
}

async function close(server: Server): Promise<void> {
	await new Promise<void>((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}
