import { OBJECT_TYPES } from './types/objectTypes';

const OBJECT_SCOPES = OBJECT_TYPES.flatMap(({ scopes }) => Object.values(scopes).flat());

/** Every scope an endpoint of this sandbox asks for. */
export const ALL_SCOPES: readonly string[] = [
	...new Set([
		...OBJECT_SCOPES,
		'crm.objects.owners.read',
		'crm.lists.read',
		'crm.lists.write',
		'automation.sequences.read',
		'automation.sequences.enrollments.write',
	]),
];
