import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { FakeClock } from './fakeClock';

/** What the server does with one arrival. */
export interface Reply {
	status: number;
	headers?: Record<string, string>;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	/** On the test's clock, before the answer. */
	delayMs?: number;
	/** Announces more bytes than it sends, then hangs up. */
	cut?: boolean;
	/** Resets the connection: before the body was read, or after. */
	reset?: 'before-read' | 'after-read';
	/** Called when the request has arrived and before it is answered. */
	meanwhile?: () => void;
}

export interface Arrival {
	/** Milliseconds on the test's clock. */
	at: number;
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	body: string;
	reply: Reply;
}

export function reply(
	status: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): Reply {
	return { status, body, headers };
}

export const reset: Reply = { status: 0, reset: 'after-read' };
export const resetUnread: Reply = { status: 0, reset: 'before-read' };

/** A real HTTP server at 127.0.0.1 that does as it is told, arrival by arrival. */
export class ScriptedServer {
	readonly arrivals: Arrival[] = [];
	/** Stays the same after `close`, when nobody listens there any more. */
	url = '';
	private readonly sockets = new Set<Socket>();
	private readonly replies: Reply[] = [];
	private rest: (arrival: Omit<Arrival, 'reply'>, place: number) => Reply = () =>
		reply(599, { message: 'the script has no more replies' });

	private constructor(
		private readonly server: Server,
		private readonly clock: FakeClock,
	) {}

	static async start(clock: FakeClock): Promise<ScriptedServer> {
		const server = createServer((request, response) => {
			void scripted.serve(request, response);
		});
		const scripted = new ScriptedServer(server, clock);
		server.on('connection', (socket: Socket) => {
			scripted.sockets.add(socket);
			socket.on('close', () => scripted.sockets.delete(socket));
			socket.on('error', () => scripted.sockets.delete(socket));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		scripted.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return scripted;
	}

	/** One reply for each arrival, in order. */
	answers(...replies: Reply[]): this {
		this.replies.push(...replies);
		return this;
	}

	/** What to do when the replies have been used. */
	afterwards(rest: Reply | ((arrival: Omit<Arrival, 'reply'>, place: number) => Reply)): this {
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
		if (!early) for await (const chunk of request) chunks.push(chunk as Buffer);
		const seen = {
			at: this.clock.monotonic(),
			method: request.method ?? '',
			path: request.url ?? '',
			headers: request.headers as Arrival['headers'],
			body: Buffer.concat(chunks).toString(),
		};
		const told = this.replies.shift() ?? this.rest(seen, this.arrivals.length);
		this.arrivals.push({ ...seen, reply: told });
		told.meanwhile?.();
		if (told.delayMs) await this.clock.idle(this.clock.sleep(told.delayMs));
		this.answer(told, request, response);
	}

	private answer(told: Reply, request: IncomingMessage, response: ServerResponse): void {
		if (told.reset) {
			request.socket.resetAndDestroy();
			return;
		}
		const text = typeof told.body === 'string' ? told.body : JSON.stringify(told.body ?? {});
		const sent = told.status === 204 ? '' : text;
		const headers: Record<string, string> = { 'content-type': 'application/json', ...told.headers };
		if (told.cut) {
			response.writeHead(told.status, {
				...headers,
				'content-length': String(Buffer.byteLength(sent) + 100),
			});
			response.write(sent, () => request.socket.destroy());
			return;
		}
		response.writeHead(told.status, headers);
		response.end(sent);
	}
}
