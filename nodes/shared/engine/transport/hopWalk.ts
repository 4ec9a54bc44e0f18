import type { WireFailure, WireOutcome, WireRequest } from '../types';
import { LONGEST_TIMER_MS } from '../clock';
import { untilAborted, type Deadline } from './deadline';
import { decodeBody } from './decode';
import { egressRefusal, type EgressFilter } from './egress';
import { codeOf, messageOf } from '../errorFacts';
import { exchange, type BrokenExchange, type WholeExchange } from './exchange';
import { faultOf, sentOf } from './fault';
import { poolFor, type TlsOptions } from './pools';
import { nextHop } from './redirect';

export interface TransportOptions {
	/** The instance's rule about where requests may go. */
	egressFilter?: EgressFilter;
	/** Why the credential may not be sent to this URL; undefined when it may. */
	assertAllowed?(url: string): string | undefined;
	tls?: TlsOptions;
	/** Of the body as received, and of the unpacked one. 64 MB unless told. */
	maxBodyBytes?: number;
	/** The longest silence, also before the first byte. The request's whole time unless told. */
	idleTimeoutMs?: number;
}

const MB = 1024 * 1024;
const MAX_BODY_BYTES = 64 * MB;
const MAX_REDIRECTS = 5;

type Untimed<T> = T extends WireOutcome ? Omit<T, 'durationMs'> : never;
export type Ending = Untimed<WireOutcome>;

/** One send: the request and the redirects that it is led through. */
export class HopWalk {
	private hops = 0;
	private begun = performance.now();

	constructor(
		private readonly options: TransportOptions,
		private readonly deadline: Deadline,
	) {}

	async walk(first: WireRequest): Promise<Ending> {
		let request = first;
		for (;;) {
			const refusal = await this.refusal(request);
			if (refusal) return refusal;
			const pool = poolFor(this.options.egressFilter, this.options.tls);
			const scheme = /^https:/i.test(request.url) ? 'https' : 'http';
			const unusable = pool.proxy.unusable[scheme];
			if (unusable) return this.failure('proxy', 'no', unusable);

			const result = await exchange(withEncoding(request), pool, {
				signal: this.deadline.signal,
				idleTimeoutMs: idleTimeout(this.options.idleTimeoutMs ?? request.timeoutMs),
				maxBodyBytes: this.maxBodyBytes(request),
			});
			if (result.kind === 'broken') return this.broken(result, request);
			const next = nextHop(request, result.status, result.headers);
			if (next.kind === 'answer') return await this.answer(result, request);
			if (next.kind === 'refused') return this.redirectRefused(result.status, next.why);
			this.hops += 1;
			if (this.hops > MAX_REDIRECTS) {
				return this.redirectRefused(result.status, `more than ${MAX_REDIRECTS} redirects`);
			}
			request = this.led(next.request, result);
		}
	}

	/** Each hop is a send of its own, and told as one. */
	private led(next: WireRequest, { status, body }: WholeExchange): WireRequest {
		const durationMs = performance.now() - this.begun;
		this.begun = performance.now();
		const fresh = next.onRedirect?.({ status, bytes: body.length, durationMs, url: next.url });
		return fresh ? { ...next, headers: { ...next.headers, ...fresh } } : next;
	}

	/** Before every hop: the credential's domains, the instance's filter, and the caller. */
	private async refusal({ url }: WireRequest): Promise<Ending | undefined> {
		if (this.deadline.endedBy)
			return this.failure(this.deadline.endedBy, 'no', 'ended before the send');
		const target = URL.parse(url);
		if (target?.protocol !== 'http:' && target?.protocol !== 'https:') {
			return this.failure('other', 'no', 'the address is not an http or https URL');
		}
		const notAllowed = this.notAllowed(url);
		if (notAllowed !== undefined) return this.failure('domain-not-allowed', 'no', notAllowed);
		const { egressFilter } = this.options;
		if (!egressFilter) return undefined;
		const refused = await untilAborted(egressRefusal(egressFilter, target), this.deadline.signal);
		if (this.deadline.endedBy) {
			return this.failure(this.deadline.endedBy, 'no', 'ended while the address was looked up');
		}
		if (!refused) return undefined;
		const broken = { kind: 'broken', socket: 'none', writableFinished: false } as const;
		return this.failure(
			faultOf({ ...broken, code: codeOf(refused), syscall: '', message: '' }),
			'no',
			refused.message,
		);
	}

	private notAllowed(url: string): string | undefined {
		try {
			return this.options.assertAllowed?.(url);
		} catch (error) {
			return messageOf(error);
		}
	}

	private async answer(whole: WholeExchange, request: WireRequest): Promise<Ending> {
		const { status, headers, body } = whole;
		if (status === 407) {
			return this.failure('proxy', 'no', 'the proxy asks for a user name and password (407)');
		}
		const encoding = headers['content-encoding'] ?? '';
		const type = headers['content-type'] ?? '';
		const asBytes = request.bytes === true && status >= 200 && status < 300;
		const decoded = await decodeBody(body, encoding, type, {
			maxBytes: this.maxBodyBytes(request),
			asBytes,
		});
		if (decoded.kind === 'text') {
			const { text, body: plain } = decoded;
			return {
				kind: 'answer',
				status,
				headers,
				text,
				bytes: body.length,
				...(plain ? { body: plain } : {}),
			};
		}
		const facts = { syscall: '', socket: 'ready', writableFinished: true, status } as const;
		return this.broken({ ...decoded, ...facts }, request);
	}

	private broken(broken: BrokenExchange, request: WireRequest): Ending {
		const fault = this.deadline.endedBy ?? faultOf(broken);
		const host = URL.parse(request.url)?.host ?? '';
		const text =
			fault === 'timeout'
				? timeoutMessage(broken)
				: fault === 'too-large'
					? `the answer is larger than ${Math.round(this.maxBodyBytes(request) / MB)} MB`
					: broken.message;
		return this.failure(fault, sentOf(broken), `${text} (${host})`, broken.status);
	}

	private redirectRefused(status: number, why: string): Ending {
		return this.failure('redirect-refused', 'answered', why, status);
	}

	failure(
		fault: WireFailure['fault'],
		sent: WireFailure['sent'],
		message: string,
		status?: number,
	): Ending {
		// After a redirect the vendor has seen the request, wherever the next hop failed.
		const seen = sent === 'no' && this.hops > 0 ? 'unknown' : sent;
		return {
			kind: 'failure',
			fault,
			sent: seen,
			message,
			...(status === undefined ? {} : { status }),
		};
	}

	private maxBodyBytes({ maxAnswerBytes }: WireRequest): number {
		return maxAnswerBytes ?? this.options.maxBodyBytes ?? MAX_BODY_BYTES;
	}
}

function withEncoding(request: WireRequest): WireRequest {
	const defaults = { 'accept-encoding': 'gzip, br', 'user-agent': 'n8n-nodes-gtm' };
	return { ...request, headers: { ...defaults, ...request.headers } };
}

function idleTimeout(ms: number): number {
	return Math.min(Math.max(1, Math.ceil(ms)), LONGEST_TIMER_MS);
}

function timeoutMessage({ socket, status }: BrokenExchange): string {
	if (status !== undefined) return 'the answer began but did not end in time';
	return socket === 'ready' ? 'no answer in time' : 'no connection in time';
}
