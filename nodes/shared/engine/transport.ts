import { startDeadline } from './transport/deadline';
import { messageOf } from './errorFacts';
import { HopWalk, type Ending, type TransportOptions } from './transport/hopWalk';
import type { Transport, WireRequest } from './types';

export type { EgressFilter } from './transport/egress';
export type { TransportOptions } from './transport/hopWalk';
export type { TlsOptions } from './transport/pools';

/**
 * A transport over the connections that the whole process keeps. Cheap: one per run is fine.
 * `send` never throws, never waits and never repeats.
 */
export function createTransport(options: TransportOptions = {}): Transport {
	return {
		async send(request, signal) {
			const started = performance.now();
			const deadline = startDeadline(request.timeoutMs, signal);
			const hops = new HopWalk(options, deadline);
			let ending: Ending;
			try {
				ending = await hops.walk(request);
			} catch (error) {
				ending = hops.failure('other', 'unknown', messageOf(error));
			}
			deadline.stop();
			const durationMs = performance.now() - started;
			if (ending.kind === 'answer') return { ...ending, durationMs };
			return { ...ending, message: scrub(ending.message, request), durationMs };
		},
	};
}

/** Filters and libraries may quote a URL, whose query may hold a key, or a header. */
function scrub(message: string, { headers, secretHeaders }: WireRequest): string {
	return secretHeaders
		.map((name) => headers[name] ?? '')
		.filter((secret) => secret !== '')
		.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), message)
		.replace(/(https?:\/\/[^\s?#]*)[?#]\S*/gi, '$1');
}
