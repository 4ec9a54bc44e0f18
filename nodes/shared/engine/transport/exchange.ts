import { ClientRequest, IncomingMessage } from 'node:http';

import axios, { type AxiosResponse } from 'axios';

import type { HeaderMap, WireRequest } from '../types';
import { codeOf, messageOf, syscallOf } from '../errorFacts';
import { wasReady, type Pool } from './pools';

/** One whole answer; the body as it came, still compressed. */
export interface WholeExchange {
	kind: 'whole';
	status: number;
	headers: HeaderMap;
	body: Buffer;
}

/** What is known of an exchange that broke. */
export interface BrokenExchange {
	kind: 'broken';
	code: string;
	syscall: string;
	message: string;
	/** 'none' while the request waited for a socket, 'connecting' until it could carry anything. */
	socket: 'none' | 'connecting' | 'ready';
	/** Whether everything was handed to the operating system. */
	writableFinished: boolean;
	/** The status line, where one was read. */
	status?: number;
}

export type Exchange = WholeExchange | BrokenExchange;

export const BODY_TOO_LARGE = 'GTM_BODY_TOO_LARGE';

export interface ExchangeOptions {
	signal: AbortSignal;
	/** Without a byte for so long, the exchange is given up; also the limit for the headers. */
	idleTimeoutMs: number;
	maxBodyBytes: number;
}

/** The only use of axios. No redirects, no parsing, no status is an error. */
const client = axios.create({
	adapter: 'http',
	// Redirects are walked by the transport: axios would send API keys on to foreign hosts.
	// "proxy" is left unset on purpose: with false, axios swaps our agents for clones of its own.
	maxRedirects: 0,
	validateStatus: () => true,
	responseType: 'arraybuffer',
	decompress: false,
	transformRequest: (data: unknown) => data,
	transformResponse: (data: unknown) => data,
	transitional: { clarifyTimeoutError: true },
});

/** Sends once, without following anything. Never throws. */
export async function exchange(
	request: Pick<WireRequest, 'method' | 'url' | 'headers' | 'body'>,
	pool: Pool,
	options: ExchangeOptions,
): Promise<Exchange> {
	try {
		const response = await client.request<Buffer>({
			method: request.method,
			url: request.url,
			// False keeps axios from claiming a form where there is no content type.
			headers: { 'content-type': false, ...request.headers },
			...(request.body === undefined ? {} : { data: Buffer.from(request.body) }),
			httpAgent: pool.http,
			httpsAgent: pool.https,
			signal: options.signal,
			timeout: options.idleTimeoutMs,
			maxContentLength: options.maxBodyBytes,
		});
		return {
			kind: 'whole',
			status: response.status,
			headers: headersOf(response),
			body: response.data,
		};
	} catch (error) {
		return brokenBy(error);
	}
}

/** As they came: of a header that came twice, Node itself keeps only the first for some names. */
function headersOf({ request, headers: parsed }: AxiosResponse<Buffer>): HeaderMap {
	const headers: HeaderMap = {};
	const add = (name: string, value: string) => {
		const known = headers[name.toLowerCase()];
		headers[name.toLowerCase()] = known === undefined ? value : `${known}, ${value}`;
	};
	const raw = request instanceof ClientRequest ? answerOf(request)?.rawHeaders : undefined;
	if (raw) for (let at = 0; at + 1 < raw.length; at += 2) add(raw[at] ?? '', raw[at + 1] ?? '');
	else for (const [name, value] of Object.entries(parsed)) add(name, String(value));
	return headers;
}

function answerOf(request: ClientRequest): IncomingMessage | undefined {
	const answer: unknown = 'res' in request ? request.res : undefined;
	return answer instanceof IncomingMessage ? answer : undefined;
}

function brokenBy(error: unknown): BrokenExchange {
	const cause: unknown = axios.isAxiosError(error) ? (error.cause ?? error) : error;
	// axios has one code for a body that is too large and one that was cut.
	const tooLarge = messageOf(error).startsWith('maxContentLength size of');
	return {
		kind: 'broken',
		code: tooLarge ? BODY_TOO_LARGE : codeOf(cause) || codeOf(error),
		syscall: syscallOf(cause),
		message: messageOf(cause),
		...socketFacts(error),
	};
}

function socketFacts(
	error: unknown,
): Pick<BrokenExchange, 'socket' | 'writableFinished' | 'status'> {
	const request: unknown = axios.isAxiosError(error) ? error.request : undefined;
	// Without a request, building it failed.
	if (!(request instanceof ClientRequest)) return { socket: 'none', writableFinished: false };
	const status = answerOf(request)?.statusCode;
	return {
		socket: socketState(request),
		writableFinished: request.writableFinished,
		...(status === undefined ? {} : { status }),
	};
}

function socketState(request: ClientRequest): BrokenExchange['socket'] {
	if (!request.socket) return 'none';
	return wasReady(request.socket) ? 'ready' : 'connecting';
}
