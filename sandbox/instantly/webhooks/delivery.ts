import { setTimeout as pause } from 'node:timers/promises';

import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import type { InstantlyVendor } from '../instantlyVendor';
import type { InstantlyRecord } from '../records/record';
import { WORKSPACE_ID } from '../workspaceIds';
import { subscriptionOf } from './eventTypes';
import { ACTIVE, DISABLED } from './webhooks';

/** One event as it happens; what every delivery has is added where it is missing. */
export interface InstantlyEvent {
	/** As it is delivered: link_clicked, or the words of a label. */
	event_type: string;
	campaign_id?: string;
	lead_email?: string;
	/** Fields of the lead stand beside those of the event. */
	[more: string]: unknown;
}

export interface InstantlyDeliveryOptions {
	/** Sends each event so often though it was taken. Default 1. */
	copies?: number;
	/** Tries after the first one that failed. Default 2. */
	retries?: number;
	/** Pause before a new try. Default 5. */
	retryDelayMs?: number;
	/** In the place of the webhook's own headers, for calls that are not to be trusted. */
	headers?: Record<string, string>;
	/** Calls under way at once. Default 10. */
	atOnce?: number;
}

export interface InstantlyDeliveryReport {
	/** By status; 'none' where no answer came. */
	byStatus: Record<string, number>;
	delivered: number;
	lost: number;
	/** Events that no active webhook asks for. */
	unwanted: number;
}

export function noDeliveries() {
	return { attempts: 0, delivered: 0, lost: 0, disabled: 0, resumed: 0 };
}

/** How long a receiver has to answer. */
const ANSWER_WITHIN_MS = 10_000;

/** Whether a webhook asks for the event. */
function wants(vendor: InstantlyVendor, webhook: InstantlyRecord, event: InstantlyEvent): boolean {
	if (webhook.status !== ACTIVE) return false;
	if (webhook.campaign !== null && webhook.campaign !== event.campaign_id) return false;
	if (webhook.event_type === 'all_events') return true;
	if (webhook.event_type === subscriptionOf(event.event_type)) return true;
	const label = vendor.workspace.leadLabels
		.all()
		.find(({ interest_status }) => interest_status === webhook.custom_interest_value);
	return label !== undefined && label.label === event.event_type;
}

async function call(
	webhook: InstantlyRecord,
	event: JsonObject,
	{ headers }: InstantlyDeliveryOptions,
): Promise<number | undefined> {
	const own = isJsonObject(webhook.headers) ? webhook.headers : {};
	const shown = Object.entries(own).map(([name, value]) => [name, String(value)]);
	try {
		const response = await fetch(String(webhook.target_hook_url), {
			method: 'POST',
			body: JSON.stringify(event),
			redirect: 'manual',
			headers: {
				'content-type': 'application/json',
				...(headers ?? Object.fromEntries(shown)),
			},
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		await response.arrayBuffer();
		return response.status;
	} catch {
		return undefined;
	}
}

/** Delivers events to the webhooks that ask for them; after so many failures in a row one is switched off. */
export async function deliverEvents(
	vendor: InstantlyVendor,
	events: readonly InstantlyEvent[],
	options: InstantlyDeliveryOptions = {},
): Promise<InstantlyDeliveryReport> {
	const report: InstantlyDeliveryReport = { byStatus: {}, delivered: 0, lost: 0, unwanted: 0 };
	const work = events.flatMap((event) => {
		const whole = completed(vendor, event);
		const webhooks = vendor.workspace.webhooks.all().filter((each) => wants(vendor, each, whole));
		if (webhooks.length === 0) report.unwanted += 1;
		const copies = Array.from({ length: options.copies ?? 1 }, () => whole);
		return webhooks.flatMap((webhook) => copies.map((copy) => ({ webhook, event: copy })));
	});
	const waiting = work.values();
	const worker = async (): Promise<void> => {
		for (const { webhook, event } of waiting) {
			if (await deliver(vendor, webhook, event, options, report)) report.delivered += 1;
			else report.lost += 1;
		}
	};
	await Promise.all(Array.from({ length: options.atOnce ?? 10 }, worker));
	vendor.deliveries.delivered += report.delivered;
	vendor.deliveries.lost += report.lost;
	return report;
}

async function deliver(
	vendor: InstantlyVendor,
	webhook: InstantlyRecord,
	event: JsonObject,
	options: InstantlyDeliveryOptions,
	report: InstantlyDeliveryReport,
): Promise<boolean> {
	const { retries = 2, retryDelayMs = 5 } = options;
	for (let attempt = 0; attempt <= retries && webhook.status === ACTIVE; attempt++) {
		if (attempt > 0) await pause(retryDelayMs);
		vendor.deliveries.attempts += 1;
		const status = await call(webhook, event, options);
		const name = String(status ?? 'none');
		report.byStatus[name] = (report.byStatus[name] ?? 0) + 1;
		if (vendor.noteDelivery(webhook, status !== undefined && status < 300)) return true;
	}
	return false;
}

/** What every delivery has (webhook events guide, 2026-11). */
function completed({ workspace }: InstantlyVendor, event: InstantlyEvent): InstantlyEvent {
	const [first] = workspace.campaigns.all();
	const campaign = workspace.campaigns.find(event.campaign_id) ?? first;
	return {
		timestamp: new Date().toISOString(),
		workspace: WORKSPACE_ID,
		campaign_id: campaign?.id,
		campaign_name: campaign?.name,
		...event,
	};
}

/** Switches a webhook off. */
export function disable(webhook: InstantlyRecord): void {
	Object.assign(webhook, { status: DISABLED, timestamp_error: new Date().toISOString() });
}
