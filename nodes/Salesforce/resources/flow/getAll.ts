import { asObject, recordsOf } from '../../../shared/engine/body';
import { singlePage } from '../../../shared/engine/pages/single';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { flowsRequest } from '../../lookup/flows';

/** The list has one page: there is no place to go on from. */
const fields = listFields.filter(({ name }) => name !== 'resumeFrom');

export const getAll: Operation = listOperation(
	{
		name: 'Get Many',
		action: 'Get many flows',
		description: 'Get the active autolaunched flows of the org',
		fields,
	},
	(read, facts) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		return {
			limit,
			style: singlePage(flowsRequest(facts)),
			read: (data) => ({ rows: recordsOf(data, 'actions') }),
			toItem: (row) => {
				const { name, label, type } = asObject(row);
				return toItem({ name, label, type });
			},
		};
	},
);
