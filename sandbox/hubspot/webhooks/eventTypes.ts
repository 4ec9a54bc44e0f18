const ALL = ['creation', 'deletion', 'merge', 'propertyChange', 'restore'];
const ASSOCIATED = [...ALL, 'associationChange'];

const EVENTS: Record<string, readonly string[]> = {
	contact: [...ASSOCIATED, 'privacyDeletion'],
	company: ASSOCIATED,
	deal: ASSOCIATED,
	ticket: ASSOCIATED,
	line_item: ASSOCIATED,
	object: ASSOCIATED,
	product: ALL,
	conversation: ['creation', 'deletion', 'privacyDeletion', 'propertyChange', 'newMessage'],
};

/** What can be subscribed to (HubSpot, webhooks specification, v3). */
export const EVENT_TYPES: readonly string[] = Object.entries(EVENTS).flatMap(([object, events]) =>
	events.map((event) => `${object}.${event}`),
);
