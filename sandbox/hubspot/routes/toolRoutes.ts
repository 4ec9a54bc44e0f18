import { addMembers, changeMembers, listMembers, removeMembers } from '../lists/memberships';
import { createList, deleteList, readList, searchLists } from '../lists/manageLists';
import { enroll, listSequences, readEnrollment } from '../sequences/enroll';
import type { Operation, Route } from './route';
import { routes } from './route';

const LISTS = ['/crm/v3/lists', '/crm/lists/*'];
const SEQUENCES = ['/automation/v4/sequences', '/automation/sequences/*'];

/** All scopes named are needed; writing memberships takes reading lists as well. */
function scoped(name: string, scopes: readonly string[], run: Operation['run']): Operation {
	return { name, needs: () => scopes.map((scope) => [scope]), run };
}

const READ = ['crm.lists.read'];
const WRITE = ['crm.lists.write'];
const BOTH = [...READ, ...WRITE];

export const TOOL_ROUTES: readonly Route[] = [
	...routes(LISTS, '', { POST: scoped('lists/create', WRITE, createList) }),
	// A name of its own: `search` alone is the search of records, with its own limit.
	...routes(LISTS, '/search', { POST: scoped('lists/search', READ, searchLists) }),
	...routes(LISTS, '/:list', {
		GET: scoped('lists/read', READ, readList),
		DELETE: scoped('lists/delete', BOTH, deleteList),
	}),
	...routes(LISTS, '/:list/memberships', { GET: scoped('members', READ, listMembers) }),
	...routes(LISTS, '/:list/memberships/add', { PUT: scoped('members/add', BOTH, addMembers) }),
	...routes(LISTS, '/:list/memberships/remove', {
		PUT: scoped('members/remove', BOTH, removeMembers),
	}),
	...routes(LISTS, '/:list/memberships/add-and-remove', {
		PUT: scoped('members/change', BOTH, changeMembers),
	}),
	...routes(SEQUENCES, '', {
		GET: scoped('sequences', ['automation.sequences.read'], listSequences),
	}),
	...routes(SEQUENCES, '/enrollments', {
		POST: scoped('enroll', ['automation.sequences.enrollments.write'], enroll),
	}),
	...routes(SEQUENCES, '/enrollments/contact/:contact', {
		GET: scoped('enrollment', ['automation.sequences.read'], readEnrollment),
	}),
];
