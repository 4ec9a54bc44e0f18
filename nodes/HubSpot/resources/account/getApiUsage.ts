import { asObject, recordsOf } from '../../../shared/engine/body';
import { singlePage } from '../../../shared/engine/pages/single';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { CRUD_QUOTAS } from '../../vendor';

export const getApiUsage = listOperation(
	{
		name: 'Get API Usage',
		action: 'Get API usage of an account',
		description: 'Get how many calls the private apps of the account have made today, and may make',
		fields: [],
	},
	(_, { account }) => ({
		limit: Infinity,
		style: singlePage({
			operation: 'account.getApiUsage',
			method: 'GET',
			path: `${account}/api-usage/daily/private-apps`,
			safeToRepeat: true,
			quotas: CRUD_QUOTAS,
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		toItem: (usage) => toItem(asObject(usage)),
	}),
);
