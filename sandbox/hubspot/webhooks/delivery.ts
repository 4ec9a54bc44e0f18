import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { SANDBOX_HUBSPOT_CLIENT_SECRET } from '../../credentials';
import type { JsonObject } from '../../json';
import { signatureV1, signatureV3 } from './signature';

/** Ten more tries after the first, spread by HubSpot over a day (webhooks guide, 2026-03). */
export const MAX_RETRIES = 10;
const ANSWER_WITHIN_MS = 5000;
const QUICKLY_MS = 20;

export interface DeliveryOptions {
	/** Default ['v3']. */
	signatures?: ReadonlyArray<'v1' | 'v3'>;
	/** Instead of the app's own secret, for a signature that is not to be trusted. */
	secret?: string;
	/** Instead of the present, for a request that is too old. */
	timestamp?: number;
	/** Pause before each new try; HubSpot's own are minutes and hours. Default 20. */
	retryDelayMs?: number;
	/** How long the receiver has to answer. Default 5000, HubSpot's own. */
	answerWithinMs?: number;
	/** Events in one request, 100 at most. Default 100. */
	batchSize?: number;
	/** Sends every request this many times though it was taken. Default 1. */
	copies?: number;
}

export interface DeliveryAttempt {
	/** From 0, as the events say it themselves. */
	attemptNumber: number;
	events: number;
	/** Absent where no answer came in time. */
	status?: number;
}

export interface DeliveryReport {
	attempts: DeliveryAttempt[];
	/** Events taken with a 2xx. */
	delivered: number;
	/** Events given up after the last try. */
	lost: number;
	/** Events no active subscription asks for. */
	unwanted: number;
}

export function noDeliveries(): Omit<DeliveryReport, 'attempts'> & { attempts: number } {
	return { attempts: 0, delivered: 0, lost: 0, unwanted: 0 };
}

export interface Batch {
	targetUrl: string;
	events: readonly JsonObject[];
	options: DeliveryOptions;
}

async function attempt({ targetUrl, events, options }: Batch, attemptNumber: number) {
	const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber })));
	const { secret = SANDBOX_HUBSPOT_CLIENT_SECRET, timestamp = Date.now() } = options;
	const signed = { secret, uri: targetUrl, body, timestamp };
	const { signatures = ['v3'] } = options;
	try {
		const response = await fetch(targetUrl, {
			method: 'POST',
			body,
			redirect: 'manual',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'HubSpot Connect 2.0',
				'x-hubspot-correlation-id': randomUUID(),
				...(signatures.includes('v3') ? signatureV3(signed) : {}),
				...(signatures.includes('v1') ? signatureV1(signed) : {}),
			},
			signal: AbortSignal.timeout(options.answerWithinMs ?? ANSWER_WITHIN_MS),
		});
		await response.arrayBuffer();
		return response.status;
	} catch {
		return undefined;
	}
}

/** Tries until a 2xx comes or the tries are used up. */
export async function deliverBatch(batch: Batch): Promise<DeliveryAttempt[]> {
	const attempts: DeliveryAttempt[] = [];
	for (let attemptNumber = 0; attemptNumber <= MAX_RETRIES; attemptNumber++) {
		if (attemptNumber > 0) await pause(batch.options.retryDelayMs ?? QUICKLY_MS);
		const status = await attempt(batch, attemptNumber);
		const known = status === undefined ? {} : { status };
		attempts.push({ attemptNumber, events: batch.events.length, ...known });
		if (status !== undefined && status >= 200 && status < 300) break;
	}
	return attempts;
}

export function wasTaken(attempts: readonly DeliveryAttempt[]): boolean {
	const status = attempts.at(-1)?.status;
	return status !== undefined && status >= 200 && status < 300;
}
