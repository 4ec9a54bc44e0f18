import { asObject, recordsOf } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import { idOf } from '../../../shared/engine/pages/keyset';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { sequencesRequest } from '../../lookup/sequences';
import { readUser, userField } from './fields';

export const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get many sequences',
		description: 'Get the sequences of a user, all pages',
		fields: [
			userField,
			...listFields,
			{
				displayName: 'Name Contains',
				name: 'nameContains',
				type: 'string',
				default: '',
				placeholder: 'e.g. Onboarding',
				description: 'Only sequences with this in their names. Leave empty for all.',
			},
		],
	},
	(read, facts) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const userId = readUser(read);
		if (userId instanceof Problem) return userId;
		const name = read.text('nameContains');
		return {
			limit,
			style: cursorPages({
				at: 'paging.next.after',
				request: (after) => sequencesRequest(facts, { userId, name }, after),
			}),
			read: (data) => {
				const { total } = asObject(data);
				const rows = recordsOf(data, 'results');
				return { rows, ...(typeof total === 'number' ? { total } : {}) };
			},
			keyOf: idOf,
			toItem: (sequence) => toItem(asObject(sequence)),
		};
	},
);
