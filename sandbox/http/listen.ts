import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';

export interface RunningServer {
	url: string;
	stop(): Promise<void>;
}

/** The sandbox never leaves the machine it runs on. */
const HOST = '127.0.0.1';

/** Longer than any pause a client makes while it waits out a rate limit, so that no idle
 * keep-alive connection is closed under it: a reset here must always be a planned fault. */
const KEEP_ALIVE_MS = 120_000;

/** More than any vendor takes: how much is too much is for the vendor to say. */
const MAX_HEADER_BYTES = 65_536;

export async function listen(listener: RequestListener, port: number): Promise<RunningServer> {
	const server = createServer(
		{ keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES },
		listener,
	);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port was given');
	return {
		url: `http://${HOST}:${address.port}`,
		stop: async () =>
			await new Promise<void>((resolve, reject) => {
				server.close((error) => (error === undefined ? resolve() : reject(error)));
				server.closeAllConnections();
			}),
	};
}

export async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) {
		chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
	}
	return Buffer.concat(chunks).toString('utf8');
}
