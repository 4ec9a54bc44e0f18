import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';

/** Something Clay refuses. Its body holds a message, and no code (errors, 2026-08). */
export class Refused extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

export function refusalAnswer({ status, message, headers }: Refused): VendorAnswer {
	return jsonAnswer(status, { message }, { headers });
}

export function invalid(what: string): Refused {
	return new Refused(400, `Validation failed: ${what}`);
}

export function notFound(what = 'Not found'): Refused {
	return new Refused(404, what);
}

export function outOfCredits(message = 'You have no credits left in this workspace'): Refused {
	return new Refused(402, message);
}

/** Always with Retry-After, in seconds (rate limits, 2026-08). */
export function tooManyRequests(seconds: number, headers: Record<string, string> = {}): Refused {
	return new Refused(429, 'Rate limit exceeded', { 'retry-after': String(seconds), ...headers });
}
