import { recordsOf } from '../../../shared/engine/body';
import { idOf } from '../../../shared/engine/pages/keyset';
import type { PageStyle } from '../../../shared/engine/pages/style';
import type { ApiRequest } from '../../../shared/engine/types';
import { costly } from '../../../shared/node/credits';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { readId } from '../../identity';
import { JOB_POSTINGS_CAP } from '../../limits';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';
import { creditOptions, organizationIdField } from './fields';

const USUAL = ['id', 'title', 'url', 'city', 'state', 'country', 'posted_at', 'last_seen_at'];

const list = listOperation(
	{
		name: 'Get Job Postings',
		action: 'Get job postings of organizations',
		description: 'Get the open positions of companies. Costs a credit each.',
		fields: [organizationIdField, ...listFields, ...viewFields, creditOptions],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const id = readId(read, 'organizationId', 'Organization ID');
		if (id instanceof Problem) return id;
		return {
			limit,
			style: onePage(
				apolloRequest('organizations/job_postings', {
					operation: 'organization.getJobPostings',
					method: 'GET',
					path: `/organizations/${id}/job_postings`,
					pathTemplate: '/organizations/{id}/job_postings',
					query: { page: 1, per_page: JOB_POSTINGS_CAP },
					safeToRepeat: true,
					cost: 1,
					keyFields: { id },
				}),
			),
			read: (data) => ({ rows: recordsOf(data, 'organization_job_postings') }),
			keyOf: idOf,
			toItem: readView(read, USUAL),
		};
	},
);

/** A page costs a credit and holds all that Apollo shows: there is no second one to ask for. */
function onePage(request: ApiRequest): PageStyle {
	return {
		name: 'pageNumber',
		request: () => request,
		next: ({ rows }) =>
			rows.length >= JOB_POSTINGS_CAP ? { kind: 'cap', at: JOB_POSTINGS_CAP } : { kind: 'end' },
	};
}

export const getJobPostings = costly(list);
