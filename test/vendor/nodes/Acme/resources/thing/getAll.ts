import { asObject, recordsOf } from '../../../../../../nodes/shared/engine/body';
import { cursorPages } from '../../../../../../nodes/shared/engine/pages/cursor';
import { idOf } from '../../../../../../nodes/shared/engine/pages/keyset';
import { listFields } from '../../../../../../nodes/shared/node/fields';
import { listOperation } from '../../../../../../nodes/shared/node/listOperation';
import { toItem } from '../../../../../../nodes/shared/node/operation';
import { Problem, readLimit } from '../../../../../../nodes/shared/node/parameters';
import { chosenFields, chosenView, type View } from '../../../../../../nodes/shared/node/view';

const labels = { id: 'ID', name: 'Name', weight: 'Weight', made_by: 'Made By' };

const simplified: View = (thing) => {
	const { id, name } = asObject(thing);
	return toItem({ id, name });
};

export const getAll = listOperation(
	{
		name: 'Get Many',
		action: 'Get things',
		description: 'Get things, all pages',
		fields: [...listFields, ...chosenFields(labels)],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		return {
			limit,
			style: cursorPages({
				at: 'next',
				request: (cursor) => ({
					operation: 'thing.getAll',
					method: 'GET',
					path: '/things',
					query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
					safeToRepeat: true,
					quotas: ['requests'],
				}),
			}),
			read: (data) => ({ rows: recordsOf(data, 'things') }),
			keyOf: idOf,
			toItem: chosenView(read, simplified),
		};
	},
);
