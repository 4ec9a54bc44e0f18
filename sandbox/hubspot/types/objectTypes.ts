import { PORTAL_ID } from '../portal';
import { NOTES, TASKS } from './activityTypes';
import { CARS } from './carType';
import { COMPANIES } from './companyType';
import { CONTACTS } from './contactType';
import { DEALS } from './dealType';
import { EMAILS } from './emailType';
import { LEADS } from './leadType';
import type { ObjectType } from './objectType';
import { CALLS, MEETINGS } from './talkTypes';
import { TICKETS } from './ticketType';

export const OBJECT_TYPES: readonly ObjectType[] = [
	CONTACTS,
	COMPANIES,
	DEALS,
	TICKETS,
	LEADS,
	NOTES,
	TASKS,
	CALLS,
	MEETINGS,
	EMAILS,
	CARS,
];

/** How a custom object is called besides its id (HubSpot, schemas guide, 2026-03). */
export function fullyQualifiedName(type: ObjectType): string {
	return `p${PORTAL_ID}_${type.name}`;
}

function namesOf(type: ObjectType): string[] {
	const names: string[] = [type.id, type.name];
	return type.id.startsWith('2-') ? [...names, fullyQualifiedName(type)] : names;
}

const BY_NAME = new Map(OBJECT_TYPES.flatMap((type) => namesOf(type).map((name) => [name, type])));
const BY_SINGULAR = new Map(OBJECT_TYPES.map((type) => [type.singular, type]));

/** By name or id, as object paths take it. */
export function typeNamed(name: string): ObjectType | undefined {
	return BY_NAME.get(name);
}

/** Association paths and filters take the singular as well (associations guide, 2026-03). */
export function typeNamedLoosely(name: string): ObjectType | undefined {
	return BY_NAME.get(name) ?? BY_SINGULAR.get(name);
}
