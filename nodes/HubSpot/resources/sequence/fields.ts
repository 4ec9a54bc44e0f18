import { locatorField } from '../../../shared/node/locatorField';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';

/** Sequences are those of a user: HubSpot shows and uses none without one (sequences guide, 2026-08). */
export const userField = locatorField({
	displayName: 'User',
	name: 'user',
	description: 'The user whose sequences they are, who needs a seat that includes sequences',
	searchListMethod: 'getUsers',
	placeholder: 'e.g. 9586001',
});

/** The user of an item. */
export function readUser(read: ParameterReader): string | Problem {
	const user = read.locator('user');
	if (/^\d+$/.test(user)) return user;
	return new Problem(
		user === '' ? 'User is empty' : `User is "${user}", which is not an ID of HubSpot`,
		'Choose a user from the list, or enter the user ID that "Owner: Get Many" gives. The ID of the owner is another one.',
	);
}
