import { createHmac } from 'node:crypto';

import type { RoutineRun, RoutineRuns } from './routineRuns';

/** A webhook as `clay webhooks create` makes it: there is no endpoint for it. */
export interface RunWebhook {
	id: string;
	url: string;
	signingSecret: string;
}

export interface NoticeOptions {
	/** Instead of the webhook's own, for a signature that is not to be trusted. */
	secret?: string;
	/** Sends it this many times. Default 1. */
	copies?: number;
	/** The event of `clay webhooks test`, whose data is empty. */
	test?: boolean;
}

/** The header: HMAC-SHA256 over the bytes of the body, in hex (webhooks, 2026-08). */
export function clayDigest(body: string, secret: string): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Tells registered webhooks that a run is over: never its results. */
export class Notices {
	readonly counts = { sent: 0, taken: 0 };
	private readonly webhooks = new Map<string, RunWebhook>();
	private readonly waiting = new Map<string, RoutineRun>();

	constructor(private readonly runs: RoutineRuns) {}

	register(webhook: RunWebhook): void {
		this.webhooks.set(webhook.id, webhook);
	}

	knows(webhookId: string): boolean {
		return this.webhooks.has(webhookId);
	}

	whenOver(run: RoutineRun): void {
		if (run.webhookId !== undefined) this.waiting.set(run.id, run);
	}

	/** Ends the runs that somebody waits for, and tells it. The statuses of the answers, in order. */
	async deliver(options: NoticeOptions = {}): Promise<number[]> {
		const statuses: number[] = [];
		for (const [id, run] of this.waiting) {
			this.runs.finish(run);
			const webhook = this.webhooks.get(run.webhookId ?? '');
			if (webhook) statuses.push(...(await this.tell(webhook, { routine_run_id: id }, options)));
			this.waiting.delete(id);
		}
		if (options.test) {
			for (const webhook of this.webhooks.values()) {
				statuses.push(...(await this.tell(webhook, {}, options)));
			}
		}
		return statuses;
	}

	private async tell(
		{ id, url, signingSecret }: RunWebhook,
		data: object,
		{ secret = signingSecret, copies = 1 }: NoticeOptions,
	): Promise<number[]> {
		const body = JSON.stringify({ webhookId: id, createdAt: new Date().toISOString(), data });
		const headers = {
			'content-type': 'application/json',
			'x-clay-signature': clayDigest(body, secret),
		};
		const statuses: number[] = [];
		for (let copy = 0; copy < copies; copy++) {
			const { status } = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
			this.counts.sent++;
			if (status >= 200 && status < 300) this.counts.taken++;
			statuses.push(status);
		}
		return statuses;
	}
}
