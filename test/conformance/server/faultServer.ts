import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { Clock } from '../../../nodes/shared/engine/clock';

/** What the server does with one arrival. */
export interface Reply {
	status: number;
	/** A list sends the header more than once. */
	headers?: Record<string, string | string[]>;
	/** Text and bytes are sent as they are, anything else as JSON. */
	body?: unknown;
	/** On the server's clock, before the answer. */
	delayMs?: number;
	/** The body in pieces of so many bytes, so far apart. */
	chunks?: { bytes: number; everyMs: number };
	/** Announces more bytes than it sends, then hangs up. */
	cut?: boolean;
	/** Silence for ever: instead of an answer, or behind its first byte. */
	stall?: 'answer' | 'body';
	/** Resets the connection: before the body was read, or after. */
	reset?: 'before-read' | 'after-read';
	/** Called when the request has arrived and before it is answered. */
	meanwhile?: () => void;
}

export interface Arrival {
	/** Milliseconds on the server's clock. */
	at: number;
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	body: string;
	reply: Reply;
}

export type Seen = Omit<Arrival, 'reply'>;

export function reply(
	status: number,
	body: unknown = {},
	headers: Record<string, string | string[]> = {},
): Reply {
	return { status, body, headers };
}

export const reset: Reply = { status: 0, reset: 'after-read' };
export const resetUnread: Reply = { status: 0, reset: 'before-read' };

/** What of a clock the server needs; a fake one has to be told that the server only waits. */
type ServerClock = Pick<Clock, 'monotonic' | 'sleep'> & {
	idle?<Value>(wait: Promise<Value>): Promise<Value>;
};

/** A real HTTP server at 127.0.0.1 that does as it is told, arrival by arrival, and keeps a record. */
export class FaultServer {
	readonly arrivals: Arrival[] = [];
	/** Stays the same after `close`, when nobody listens there any more. */
	url = '';
	private readonly sockets = new Set<Socket>();
	private readonly replies: Reply[] = [];
	private rest: (arrival: Seen, place: number) => Reply = () =>
		reply(599, { message: 'the script has no more replies' });

	private constructor(
		private readonly server: Server,
		private readonly clock: ServerClock,
	) {}

	static async start(clock: ServerClock): Promise<FaultServer> {
		const server = createServer((request, response) => {
			void faults.serve(request, response);
		});
		const faults = new FaultServer(server, clock);
		server.on('connection', (socket: Socket) => {
			faults.sockets.add(socket);
			socket.on('close', () => faults.sockets.delete(socket));
			socket.on('error', () => faults.sockets.delete(socket));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		faults.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return faults;
	}

	/** One reply for each arrival, in order. */
	answers(...replies: Reply[]): this {
		this.replies.push(...replies);
		return this;
	}

	/** What to do when the replies have been used. */
	afterwards(rest: Reply | ((arrival: Seen, place: number) => Reply)): this {
		this.rest = typeof rest === 'function' ? rest : () => rest;
		return this;
	}

	/** "0 s: POST /x -> 429", one line for each arrival. */
	get transcript(): string[] {
		return this.arrivals.map(
			({ at, method, path, reply: { status, reset: kind } }) =>
				`${at / 1000} s: ${method} ${path} -> ${kind ? 'reset' : status}`,
		);
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const early = this.replies[0]?.reset === 'before-read';
		const chunks: Buffer[] = [];
		try {
			if (!early) for await (const chunk of request) chunks.push(chunk as Buffer);
		} catch {
			return; // The client left before its request was whole: nothing has arrived.
		}
		const seen: Seen = {
			at: this.clock.monotonic(),
			method: request.method ?? '',
			path: request.url ?? '',
			headers: request.headers as Arrival['headers'],
			body: Buffer.concat(chunks).toString(),
		};
		const told = this.replies.shift() ?? this.rest(seen, this.arrivals.length);
		this.arrivals.push({ ...seen, reply: told });
		told.meanwhile?.();
		if (told.delayMs) await this.wait(told.delayMs);
		await this.answer(told, request, response);
	}

	private async wait(ms: number): Promise<void> {
		const sleeping = this.clock.sleep(ms);
		await (this.clock.idle ? this.clock.idle(sleeping) : sleeping);
	}

	/** Until the client hangs up. */
	private async silent({ socket }: IncomingMessage): Promise<void> {
		const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
		await (this.clock.idle ? this.clock.idle(closed) : closed);
	}

	private async answer(
		told: Reply,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		if (told.stall === 'answer') return await this.silent(request);
		if (told.reset) {
			request.socket.resetAndDestroy();
			return;
		}
		const body = told.status === 204 ? Buffer.alloc(0) : bytesOf(told.body);
		const headers = { 'content-type': 'application/json', ...told.headers };
		if (told.cut || told.stall === 'body') {
			response.writeHead(told.status, { ...headers, 'content-length': body.length + 100 });
			response.write(body, () => {
				if (told.cut) request.socket.destroy();
			});
			if (told.stall === 'body') await this.silent(request);
			return;
		}
		response.writeHead(told.status, headers);
		if (told.chunks) {
			const { bytes, everyMs } = told.chunks;
			for (let at = 0; at < body.length; at += bytes) {
				response.write(body.subarray(at, at + bytes));
				await this.wait(everyMs);
			}
			response.end();
			return;
		}
		response.end(body);
	}
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}
