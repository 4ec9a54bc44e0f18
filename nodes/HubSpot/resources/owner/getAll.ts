import { asArray, asObject, asText, recordsOf } from '../../../shared/engine/body';
import { idOf } from '../../../shared/engine/pages/keyset';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { fieldsToReturn, simplifyField } from '../../../shared/node/view';
import { archivedPages } from '../../archivedPages';
import { only, readEntryView, type Simplify } from '../../entryView';
import { ownersRequest } from '../../lookup/owners';
import { emailProblem } from '../../record';

const usual = only('id', 'email', 'firstName', 'lastName', 'userId', 'type', 'archived');

const labels = {
	archived: 'Archived',
	createdAt: 'Created At',
	email: 'Email',
	firstName: 'First Name',
	id: 'ID',
	lastName: 'Last Name',
	teams: 'Teams',
	type: 'Type',
	updatedAt: 'Updated At',
	userId: 'User ID',
	userIdIncludingInactive: 'User ID Including Inactive',
};

const simplify: Simplify = (entry) => ({
	...usual(entry),
	teams: asArray(entry.teams).map((team) => asText(asObject(team).name) ?? ''),
	createdAt: entry.createdAt,
	updatedAt: entry.updatedAt,
});

export const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get many owners',
		description: 'Get the users who can own records, all pages',
		fields: [
			...listFields,
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. name@example.com',
				description: 'Only the owner with this email address. Leave empty for all.',
			},
			{
				displayName: 'Include Archived',
				name: 'includeArchived',
				type: 'boolean',
				default: false,
				description: 'Whether to return also those who have left the account, behind the others',
			},
			simplifyField,
			fieldsToReturn(labels),
		],
	},
	(read, facts) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const email = read.text('email');
		const wrong = email === '' ? undefined : emailProblem(email);
		if (wrong) return wrong;
		return {
			limit,
			style: archivedPages(
				(archived, after) => ownersRequest(facts, { after, email, archived }),
				read.flag('includeArchived'),
			),
			read: (data) => ({ rows: recordsOf(data, 'results') }),
			keyOf: idOf,
			toItem: readEntryView(read, simplify),
		};
	},
);
