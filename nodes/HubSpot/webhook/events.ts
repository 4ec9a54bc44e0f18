import type { IDataObject } from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import { systemClock } from '../../shared/engine/clock';
import { isoTime } from '../../shared/engine/explain';
import type { JsonValue } from '../../shared/engine/types';
import type { WebhookCall } from '../../shared/node/webhook/call';
import type { WebhookSource } from '../../shared/node/webhook/receive';
import { contentHash } from '../../shared/store/contentHash';
import { KEPT_MS } from '../../shared/store/seenEvents';
import { inOrder, splitEvents } from '../../shared/webhook/events';
import { ANY_OBJECT } from './eventTypes';
import { schemeOf } from './signature';
import type { Wanted } from './subscription';

/**
 * What tells an event: HubSpot does not promise that its eventId does (webhooks guide, 2026-08). The
 * number of the attempt is none of it.
 */
const IDENTITY = [
	'portalId',
	'subscriptionId',
	'subscriptionType',
	'eventId',
	'occurredAt',
	'objectTypeId',
	'objectId',
	'propertyName',
	'primaryObjectId',
	'newObjectId',
	'fromObjectId',
	'toObjectId',
	'associationType',
	'associationTypeId',
	'associationRemoved',
	'messageId',
];

/**
 * The calls of an app. `wanted` are the events that the node has chosen: others come too, for the
 * subscriptions that somebody else has made at the app. Undefined for all.
 */
export function hubSpotSource(
	call: WebhookCall,
	secrets: string[],
	wanted?: Wanted[],
): WebhookSource {
	const scheme = schemeOf(call, secrets);
	const now = systemClock.now();
	return {
		scheme,
		eventsOf: (body) => {
			const events = inOrder(splitEvents(body, ''), 'occurredAt');
			return events
				.filter((event) => scheme.kind !== 'digest' || isRemembered(event, now))
				.filter((event) => wanted?.some((each) => isOf(each, event)) ?? true);
		},
		keyOf: (event) => {
			const fields = asObject(event);
			return contentHash(Object.fromEntries(IDENTITY.map((name) => [name, fields[name]])));
		},
		itemOf: toItem,
	};
}

/**
 * A signature of version 1 holds no time, and would be right for ever: what has happened before the
 * memory for repeats begins may have come before. HubSpot tries for a day (webhooks guide, 2026-08).
 */
function isRemembered(event: JsonValue, now: number): boolean {
	const { occurredAt } = asObject(event);
	return typeof occurredAt === 'number' && occurredAt > now - KEPT_MS;
}

function isOf({ eventType, propertyName, objectTypeId }: Wanted, event: JsonValue): boolean {
	const fields = asObject(event);
	return (
		typeOf(fields) === eventType &&
		(propertyName === undefined || propertyName === fields.propertyName) &&
		(objectTypeId === undefined || objectTypeId === (fields.objectTypeId ?? objectTypeId))
	);
}

/** "contact.propertyChange"; under its older name where that is the one that came. */
function typeOf({ subscriptionType, eventType }: Record<string, JsonValue | undefined>): string {
	return asText(subscriptionType) ?? asText(eventType) ?? '';
}

/** The event, with what every kind of it has under one name, and its time in ISO form. */
function toItem(event: JsonValue): IDataObject {
	const fields = asObject(event);
	const [kind = '', eventType = ''] = typeOf(fields).split('.');
	// Of a merge the record that is left, of an association the one that the subscription is about.
	const { objectId, newObjectId, primaryObjectId, fromObjectId } = fields;
	const id = objectId ?? newObjectId ?? primaryObjectId ?? fromObjectId;
	const { occurredAt, objectTypeId } = fields;
	const happened = typeof occurredAt === 'number' ? isoTime(occurredAt) : undefined;
	const item = {
		...fields,
		eventType,
		objectType: kind === ANY_OBJECT ? (objectTypeId ?? kind) : kind,
		...(id === undefined ? {} : { objectId: id }),
		...(happened === undefined ? {} : { occurredAt: happened }),
	};
	return item as IDataObject;
}
