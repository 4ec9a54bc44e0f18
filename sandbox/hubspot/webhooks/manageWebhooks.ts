import { SANDBOX_HUBSPOT_APP_ID } from '../../credentials';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { isJsonObject } from '../../json';
import type { Call } from '../call';
import { paramIn } from '../call';
import { isSecure } from '../oauth/authorize';
import { objectNotFound, RefusedWrite, validationError } from '../refusals';
import { bodyOf, boundedNumber, requiredText } from '../requestBody';
import { EVENT_TYPES } from './eventTypes';
import type { Subscription, Subscriptions } from './subscriptions';
import { settingsView, subscriptionView } from './subscriptions';

/** HubSpot delivers with ten requests at a time, unless told otherwise. */
const MAX_CONCURRENT = 10_000;

function subscriptionsIn(call: Call): Subscriptions {
	if (paramIn(call, 'app') === String(SANDBOX_HUBSPOT_APP_ID)) return call.vendor.subscriptions;
	throw objectNotFound(`App ${paramIn(call, 'app')} does not exist`);
}

function subscriptionIn(call: Call): Subscription {
	const subscription = subscriptionsIn(call).get(paramIn(call, 'id'));
	if (subscription === undefined) throw objectNotFound('Subscription does not exist');
	return subscription;
}

const GONE: VendorAnswer = { status: 204, body: '', applied: true };

export function readSettings(call: Call): VendorAnswer {
	const { settings } = subscriptionsIn(call);
	if (settings === undefined) throw objectNotFound('The app has no webhook settings');
	return jsonAnswer(200, settingsView(settings), { applied: true });
}

/** `{targetUrl, throttling: {maxConcurrentRequests}}`, both required. */
export function putSettings(call: Call): VendorAnswer {
	const subscriptions = subscriptionsIn(call);
	const body = bodyOf(call.request);
	const targetUrl = requiredText(body, 'targetUrl');
	if (!isSecure(targetUrl)) throw validationError('targetUrl must be a URL that uses https');
	if (!isJsonObject(body.throttling)) {
		throw validationError(
			'Invalid input JSON on line 1, column 1. Some required fields were not set: [throttling]',
		);
	}
	const maxConcurrentRequests = boundedNumber(
		body.throttling.maxConcurrentRequests,
		'maxConcurrentRequests',
		{ absent: Number.NaN, low: 1, high: MAX_CONCURRENT },
	);
	if (Number.isNaN(maxConcurrentRequests)) {
		throw validationError('maxConcurrentRequests is required');
	}
	const now = Date.now();
	const { settings } = subscriptions;
	const dates = settings === undefined ? {} : { updatedAt: now };
	const createdAt = settings?.createdAt ?? now;
	subscriptions.settings = { targetUrl, maxConcurrentRequests, createdAt, ...dates };
	return jsonAnswer(200, settingsView(subscriptions.settings), { applied: true });
}

export function deleteSettings(call: Call): VendorAnswer {
	subscriptionsIn(call).settings = undefined;
	return GONE;
}

export function listSubscriptions(call: Call): VendorAnswer {
	const results = subscriptionsIn(call).list().map(subscriptionView);
	return jsonAnswer(200, { results }, { applied: true });
}

export function readSubscription(call: Call): VendorAnswer {
	return jsonAnswer(200, subscriptionView(subscriptionIn(call)), { applied: true });
}

/** `{eventType, propertyName?, active?}`; a property change says of which property. */
export function createSubscription(call: Call): VendorAnswer {
	const subscriptions = subscriptionsIn(call);
	const body = bodyOf(call.request);
	const eventType = requiredText(body, 'eventType');
	if (!EVENT_TYPES.includes(eventType)) throw validationError(`Invalid eventType ${eventType}`);
	const isOfProperty = eventType.endsWith('.propertyChange');
	const named = isOfProperty ? { propertyName: requiredText(body, 'propertyName') } : {};
	const typed = eventType.startsWith('object.')
		? { objectTypeId: requiredText(body, 'objectTypeId') }
		: {};
	const wanted = { eventType, ...named, ...typed };
	const same = subscriptions
		.list()
		.find((each) => JSON.stringify(keyOf(each)) === JSON.stringify(keyOf(wanted)));
	if (same !== undefined) {
		const message = `A subscription for ${eventType} exists already`;
		throw new RefusedWrite({ status: 409, category: 'CONFLICT', message });
	}
	const made = subscriptions.add({ ...wanted, active: body.active === true });
	return jsonAnswer(201, subscriptionView(made), { applied: true });
}

function keyOf({ eventType, propertyName, objectTypeId }: Partial<Subscription>): unknown[] {
	return [eventType, propertyName, objectTypeId];
}

/** Only `active` can be changed. */
export function patchSubscription(call: Call): VendorAnswer {
	const subscription = subscriptionIn(call);
	const { active } = bodyOf(call.request);
	if (typeof active !== 'boolean') throw validationError('active must be true or false');
	subscription.active = active;
	subscription.updatedAt = Date.now();
	return jsonAnswer(200, subscriptionView(subscription), { applied: true });
}

export function deleteSubscription(call: Call): VendorAnswer {
	subscriptionsIn(call).remove(subscriptionIn(call).id);
	return GONE;
}
