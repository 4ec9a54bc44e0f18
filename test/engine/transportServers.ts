import { createServer, type RequestListener, type Server } from 'node:http';
import {
	createServer as createTcpServer,
	type AddressInfo,
	type Server as TcpServer,
	type Socket,
} from 'node:net';

import type { WireRequest } from '../../nodes/shared/engine/types';

const open: Array<{ server: TcpServer; sockets: Set<Socket> }> = [];

/** Listens on 127.0.0.1; `connections` counts what was accepted. */
export async function listen(
	server: TcpServer,
): Promise<{ port: number; connections: () => number }> {
	const sockets = new Set<Socket>();
	let connections = 0;
	server.on('connection', (socket: Socket) => {
		connections += 1;
		sockets.add(socket);
		socket.on('error', () => sockets.delete(socket));
	});
	open.push({ server, sockets });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

export async function serve(handler: RequestListener) {
	const server: Server = createServer(handler);
	const { port, connections } = await listen(server);
	return { url: `http://127.0.0.1:${port}`, port, connections };
}

/** A server that speaks bytes: `onRequest` is called once the head of a request has come. */
export async function serveBytes(onRequest: (socket: Socket, head: string) => void) {
	const { port, connections } = await listen(
		createTcpServer((socket) => {
			socket.once('data', (data) => onRequest(socket, data.toString()));
		}),
	);
	return { url: `http://127.0.0.1:${port}`, port, connections };
}

export async function closeServers(): Promise<void> {
	for (const { server, sockets } of open.splice(0)) {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	}
}

export function get(url: string, rest: Partial<WireRequest> = {}): WireRequest {
	return { method: 'GET', url, headers: {}, secretHeaders: [], timeoutMs: 5_000, ...rest };
}

export function post(url: string, rest: Partial<WireRequest> = {}): WireRequest {
	const headers = { 'content-type': 'application/json' };
	return get(url, { method: 'POST', headers, body: '{"a":1}', ...rest });
}
