import type { PropertyDefinition, PropertyMaker } from '../propertyDefinition';
import { COMPUTED, recordProperties } from '../propertyDefinition';
import type { ObjectType } from './objectType';
import { objectType } from './objectType';

const NAMES = { created: 'hs_createdate', modified: 'hs_lastmodifieddate' } as const;

/** Activities have no scopes of their own but those of contacts (HubSpot, 2026-03 specifications). */
const SCOPES = {
	read: ['crm.objects.contacts.read'],
	write: ['crm.objects.contacts.write'],
	schema: ['crm.schemas.contacts.read', 'crm.objects.contacts.read'],
};

/** Placed on the timeline by `hs_timestamp`, without which none is created. */
export function activityType(
	make: PropertyMaker,
	told: Pick<ObjectType, 'id' | 'name' | 'singular' | 'searched' | 'seeded'> & {
		properties: PropertyDefinition[];
		required?: readonly string[];
	},
): ObjectType {
	return objectType({
		...told,
		...NAMES,
		properties: [
			make('hs_timestamp', 'Activity date', 'datetime'),
			...told.properties,
			make('hs_attachment_ids', 'Attached file IDs'),
			make('hs_body_preview', 'Body preview', 'string', COMPUTED),
			make('hs_at_mentioned_owner_ids', 'At-mentioned owner IDs', 'string', { hidden: true }),
			make('hs_engagement_source', 'Activity source', 'string', { readOnly: true }),
			...recordProperties(make, NAMES),
		],
		required: ['hs_timestamp', ...(told.required ?? [])],
		scopes: SCOPES,
		derived: {
			hs_body_preview: ({ properties }) =>
				properties[`hs_${told.singular}_body`]?.replace(/<[^>]*>/g, '').slice(0, 255),
		},
		seeded: (index) => ({
			hs_timestamp: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
			...told.seeded(index),
		}),
	});
}
