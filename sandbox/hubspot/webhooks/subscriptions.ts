import type { JsonObject } from '../../json';

export interface Subscription {
	id: string;
	eventType: string;
	propertyName?: string;
	/** Of object.* events. */
	objectTypeId?: string;
	active: boolean;
	createdAt: number;
	updatedAt?: number;
}

export interface WebhookSettings {
	targetUrl: string;
	maxConcurrentRequests: number;
	createdAt: number;
	updatedAt?: number;
}

const FIRST_ID = 2_710_001;

/** Where the app wants its events, and which ones. One address for all of them. */
export class Subscriptions {
	settings: WebhookSettings | undefined;
	private readonly all = new Map<string, Subscription>();
	private nextId = FIRST_ID;

	add(told: Omit<Subscription, 'id' | 'createdAt'>): Subscription {
		const subscription = { ...told, id: String(this.nextId++), createdAt: Date.now() };
		this.all.set(subscription.id, subscription);
		return subscription;
	}

	get(id: string): Subscription | undefined {
		return this.all.get(id);
	}

	remove(id: string): void {
		this.all.delete(id);
	}

	list(): Subscription[] {
		return [...this.all.values()];
	}

	/** The active one that asks for this event, if there is one. */
	wanting({ eventType, propertyName, objectTypeId }: WantedEvent): Subscription | undefined {
		return this.list().find(
			(each) =>
				each.active &&
				each.eventType === eventType &&
				(each.propertyName === undefined || each.propertyName === propertyName) &&
				(each.objectTypeId === undefined || each.objectTypeId === objectTypeId),
		);
	}
}

export interface WantedEvent {
	eventType: string;
	propertyName?: string;
	/** Of object.* events. */
	objectTypeId?: string;
}

function dates({ createdAt, updatedAt }: { createdAt: number; updatedAt?: number }): JsonObject {
	const updated = updatedAt === undefined ? {} : { updatedAt: new Date(updatedAt).toISOString() };
	return { createdAt: new Date(createdAt).toISOString(), ...updated };
}

export function subscriptionView(subscription: Subscription): JsonObject {
	return { ...subscription, ...dates(subscription) };
}

export function settingsView(settings: WebhookSettings): JsonObject {
	const { targetUrl, maxConcurrentRequests } = settings;
	return { targetUrl, throttling: { maxConcurrentRequests }, ...dates(settings) };
}
