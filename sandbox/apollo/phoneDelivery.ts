import { setTimeout as pause } from 'node:timers/promises';

import type { PhoneOptions } from './phoneOptions';

const ANSWER_WITHIN_MS = 10_000;

/** What receivers made of callbacks. */
export interface PhoneCounts {
	/** People whose numbers were asked for, as often as they were. */
	asked: number;
	/** Of them, those whose numbers come sooner or later. */
	coming: number;
	/** Callbacks that were taken with a 2xx, and of these the ones that did not wait for their request. */
	delivered: number;
	early: number;
	/** Callbacks that were given up after the last try. */
	lost: number;
	/** Answers of receivers, by status; `none` where none came. */
	byStatus: Record<string, number>;
}

function noPhones(): PhoneCounts {
	return { asked: 0, coming: 0, delivered: 0, early: 0, lost: 0, byStatus: {} };
}

async function attempt(url: string, body: string): Promise<number | undefined> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			body,
			redirect: 'manual',
			headers: { 'content-type': 'application/json', 'user-agent': 'Apollo.io' },
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		await response.arrayBuffer();
		return response.status;
	} catch {
		return undefined;
	}
}

/** Sends callbacks, some at a time: a receiver that was away is not overrun when it is back. */
export class PhoneDelivery {
	readonly counts = noPhones();
	private underWay = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly options: PhoneOptions) {}

	/** Tries until a 2xx comes or the tries are used up. Whether it was taken. */
	async deliver(url: string, body: string): Promise<boolean> {
		const { counts } = this;
		const { retries, retryDelayMs } = this.options;
		for (let tries = 0; tries <= retries; tries++) {
			// A process that ends does not wait for its last callbacks.
			if (tries > 0) await pause(retryDelayMs, undefined, { ref: false });
			const status = await this.inTurn(async () => await attempt(url, body));
			const key = String(status ?? 'none');
			counts.byStatus[key] = (counts.byStatus[key] ?? 0) + 1;
			if (status === undefined || status < 200 || status > 299) continue;
			counts.delivered += 1;
			return true;
		}
		counts.lost += 1;
		return false;
	}

	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		while (this.underWay >= this.options.inFlight) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		this.underWay += 1;
		try {
			return await work();
		} finally {
			this.underWay -= 1;
			this.waiting.shift()?.();
		}
	}
}
