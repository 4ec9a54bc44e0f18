import type { LatencyRange } from '../options';

/** How phone numbers come back, minutes after they were asked for; here in milliseconds. */
export interface PhoneOptions {
	/** Chooses all that is chosen. */
	seed: number;
	/** From the request to its callback, chosen for each: so they come in random order. */
	delay: LatencyRange;
	/** Part of the callbacks, 0 to 1, that are sent before the request itself is answered. */
	earlyShare: number;
	/** Part of the requests, 0 to 1, whose numbers never come, by callback or by polling. */
	neverShare: number;
	/** Part of the callbacks, 0 to 1, that are sent twice. */
	repeatShare: number;
	/** Part of the people, 0 to 1, who have no number. */
	noNumberShare: number;
	/** People in one callback; a request with more of them has several. */
	peoplePerCallback: number;
	/** Callbacks under way at once. */
	inFlight: number;
	/** New tries after anything but a 2xx, and the pause before each of them. */
	retries: number;
	retryDelayMs: number;
}

/** "Apollo may retry webhook calls" (docs.apollo.io, bulk people enrichment, 2026-10) is all that is known. */
const DEFAULTS: PhoneOptions = {
	seed: 1,
	delay: { minMs: 20, maxMs: 80 },
	earlyShare: 0,
	neverShare: 0,
	repeatShare: 0,
	noNumberShare: 0,
	peoplePerCallback: 10,
	inFlight: 10,
	retries: 2,
	retryDelayMs: 50,
};

export function phoneOptions(options: Partial<PhoneOptions> = {}): PhoneOptions {
	return { ...DEFAULTS, ...options };
}
