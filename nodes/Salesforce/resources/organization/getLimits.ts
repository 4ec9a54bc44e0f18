import { asObject } from '../../../shared/engine/body';
import type { Operation } from '../../../shared/node/operation';
import { requestOperation } from '../../../shared/node/requestOperation';
import { CALLS } from '../../vendor';

export const getLimits: Operation = requestOperation(
	{
		name: 'Get Limits',
		action: 'Get the limits of the organization',
		description: 'Get each limit of the org, and how much of it is left',
		fields: [],
	},
	(_, { data }) => ({
		request: {
			operation: 'organization.getLimits',
			method: 'GET',
			path: `${data}/limits`,
			safeToRepeat: true,
			readOnly: true,
			quotas: CALLS,
		},
		read: (answer) => ({
			items: Object.entries(asObject(answer.data)).map(([limit, value]) => {
				const { Max, Remaining } = asObject(value);
				const max = Number(Max ?? 0);
				const remaining = Number(Remaining ?? 0);
				return { limit, max, remaining, used: max - remaining };
			}),
		}),
	}),
);
