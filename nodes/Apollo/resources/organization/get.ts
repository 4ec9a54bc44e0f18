import { costly } from '../../../shared/node/credits';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { itemIn } from '../../envelope';
import { readId } from '../../identity';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { creditOptions, organizationIdField } from './fields';
import { USUAL_ORGANIZATION } from './view';

export const get = costly(
	requestOperation(
		{
			name: 'Get',
			action: 'Get organizations',
			description: 'Get all that Apollo knows of companies by their IDs. Costs a credit each.',
			fields: [organizationIdField, ...viewFields, creditOptions],
		},
		(read) => {
			const id = readId(read, 'organizationId', 'Organization ID');
			if (id instanceof Problem) return id;
			const view = readView(read, USUAL_ORGANIZATION);
			return {
				request: apolloRequest('organizations/show', {
					operation: 'organization.get',
					method: 'GET',
					path: `/organizations/${id}`,
					pathTemplate: '/organizations/{id}',
					safeToRepeat: true,
					records: 1,
					cost: 1,
					keyFields: { id },
				}),
				read: (answer) => itemIn('organization', answer, view),
			};
		},
	),
);
