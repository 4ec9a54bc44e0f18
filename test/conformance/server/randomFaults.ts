import { seeded } from '../../engine/support/fakeClock';
import type { Reply } from './faultServer';

/** Shares of arrivals, 0 to 1, that meet each fault; the rest is answered well. */
export interface Shares {
	limited?: number;
	serverError?: number;
	unavailable?: number;
	resetUnread?: number;
	/** The server has done the work; the client cannot know. */
	resetDone?: number;
	cut?: number;
	html?: number;
}

/** A fault, and whether the server does the work nevertheless. */
export interface Fault {
	reply: Reply;
	done: boolean;
}

const FAULTS: Record<keyof Shares, Fault> = {
	limited: { reply: { status: 429, headers: { 'retry-after': '1' } }, done: false },
	serverError: { reply: { status: 500, body: { message: 'boom' } }, done: false },
	unavailable: { reply: { status: 503, headers: { 'retry-after': '1' } }, done: false },
	resetUnread: { reply: { status: 0, reset: 'before-read' }, done: false },
	resetDone: { reply: { status: 0, reset: 'after-read' }, done: true },
	cut: { reply: { status: 200, body: '{"cut":', cut: true }, done: true },
	html: {
		reply: { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } },
		done: true,
	},
};

/** Draws a fault or none for each arrival; the same seed gives the same sequence. */
export function randomFaults(seed: number, shares: Shares): () => Fault | undefined {
	const chance = seeded(seed);
	return () => {
		let draw = chance();
		for (const [name, share] of Object.entries(shares)) {
			if (draw < share) return FAULTS[name as keyof Shares];
			draw -= share;
		}
		return undefined;
	};
}
