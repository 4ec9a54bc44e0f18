import { asObject } from '../../../shared/engine/body';
import { toItem } from '../../../shared/node/operation';
import { requestOperation } from '../../../shared/node/requestOperation';
import { CRUD_QUOTAS } from '../../vendor';

export const getDetails = requestOperation(
	{
		name: 'Get Details',
		action: 'Get account details',
		description: 'Get ID, time zone, currencies and data center of the account',
		fields: [],
	},
	(_, { account }) => ({
		request: {
			operation: 'account.getDetails',
			method: 'GET',
			path: `${account}/details`,
			safeToRepeat: true,
			readOnly: true,
			quotas: CRUD_QUOTAS,
		},
		read: ({ data }) => ({ items: [toItem(asObject(data))] }),
	}),
);
