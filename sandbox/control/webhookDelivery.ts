import { SANDBOX_HUBSPOT_APP_ID } from '../credentials';
import type { HubspotVendor } from '../hubspot/hubspotVendor';
import { PORTAL_ID } from '../hubspot/portal';
import type { DeliveryOptions, DeliveryReport } from '../hubspot/webhooks/delivery';
import { deliverBatch, wasTaken } from '../hubspot/webhooks/delivery';
import type { JsonObject } from '../json';

/** One event to deliver; what HubSpot adds of itself is added here too. */
export interface WebhookEvent {
	/** Such as contact.propertyChange. */
	subscriptionType: string;
	objectId?: number;
	/** Of object.* events. */
	objectTypeId?: string;
	propertyName?: string;
	propertyValue?: string;
	changeFlag?: string;
	/** Milliseconds since the epoch. Default: now. */
	occurredAt?: number;
	/** Not promised to be unique. Default: a new number. */
	eventId?: number;
	changeSource?: string;
	/** Of merges: primaryObjectId, mergedObjectIds … of associations: fromObjectId, toObjectId … */
	[more: string]: unknown;
}

/** HubSpot sends at most this many events at a time (webhooks guide, 2026-03). */
const MAX_BATCH = 100;

const FIRST_EVENT_ID = 3_010_000_001;

/** Sends events to the app's target address, as far as active subscriptions ask for them. */
export class WebhookDelivery {
	private nextEventId = FIRST_EVENT_ID;

	async deliver(
		vendor: HubspotVendor,
		events: readonly WebhookEvent[],
		options: DeliveryOptions = {},
	): Promise<DeliveryReport> {
		const { settings } = vendor.subscriptions;
		if (settings === undefined) throw new Error('The app has no webhook settings');
		const completed = events.map((event) => this.completed(vendor, event));
		const wanted = completed.filter((event) => event !== undefined);
		const report: DeliveryReport = {
			attempts: [],
			delivered: 0,
			lost: 0,
			unwanted: events.length - wanted.length,
		};
		const { targetUrl, maxConcurrentRequests } = settings;
		const batches = batchesOf(wanted, options).values();
		const work = async (): Promise<void> => {
			for (const batch of batches) {
				const attempts = await deliverBatch({ targetUrl, events: batch, options });
				report.attempts.push(...attempts);
				if (wasTaken(attempts)) report.delivered += batch.length;
				else report.lost += batch.length;
			}
		};
		await Promise.all(Array.from({ length: maxConcurrentRequests }, work));
		keepCount(vendor, report);
		return report;
	}

	private completed(vendor: HubspotVendor, event: WebhookEvent): JsonObject | undefined {
		const { subscriptionType, propertyName, objectTypeId } = event;
		const subscription = vendor.subscriptions.wanting({
			eventType: subscriptionType,
			propertyName,
			objectTypeId,
		});
		if (subscription === undefined) return undefined;
		return {
			eventId: this.nextEventId++,
			subscriptionId: Number(subscription.id),
			portalId: PORTAL_ID,
			appId: SANDBOX_HUBSPOT_APP_ID,
			occurredAt: Date.now(),
			changeSource: 'CRM',
			...event,
		};
	}
}

function batchesOf(events: readonly JsonObject[], options: DeliveryOptions): JsonObject[][] {
	const size = Math.min(options.batchSize ?? MAX_BATCH, MAX_BATCH);
	const count = Math.ceil(events.length / size);
	const batches = Array.from({ length: count }, (_, place) =>
		events.slice(place * size, (place + 1) * size),
	);
	return batches.flatMap((batch) => Array.from({ length: options.copies ?? 1 }, () => batch));
}

function keepCount({ deliveries }: HubspotVendor, report: DeliveryReport): void {
	deliveries.attempts += report.attempts.length;
	deliveries.delivered += report.delivered;
	deliveries.lost += report.lost;
	deliveries.unwanted += report.unwanted;
}
