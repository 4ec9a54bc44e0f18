import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { CreditBalance } from '../creditBalance';
import type { Endpoint } from '../endpoint';
import { pageOf } from '../paging';
import type { Team } from '../team/team';

/** Lists without pages. */
function whole(path: string, scope: string, list: () => unknown): Endpoint {
	return {
		method: 'GET',
		path,
		scope,
		kind: 'general',
		run: () => jsonAnswer(200, list(), { applied: true }),
	};
}

/** What belongs to the team and changes seldom, and what it has used. */
export function teamRoutes(
	team: Team,
	credits: CreditBalance,
	usage: () => JsonObject,
): Endpoint[] {
	return [
		whole('/contact_stages', 'api/v1/contact_stages/index', () => ({
			contact_stages: team.contactStages,
		})),
		whole('/account_stages', 'api/v1/account_stages/index', () => ({
			account_stages: team.accountStages,
		})),
		whole('/opportunity_stages', 'deals/api/v1/opportunity_stages/index', () => ({
			opportunity_stages: team.dealStages,
		})),
		whole('/email_accounts', 'api/v1/email_accounts/index', () => ({
			email_accounts: team.emailAccounts,
		})),
		// The one list of Apollo's that is a list by itself.
		whole('/labels', 'api/v1/labels/index', () => team.labels.all()),
		{
			method: 'GET',
			path: '/fields',
			scope: 'api/v1/fields/index',
			kind: 'general',
			run: (parameters) => {
				const source = parameters.text('source');
				const fields = team.fields.filter((field) => source === '' || field.source === source);
				return jsonAnswer(200, { fields }, { applied: true });
			},
		},
		{
			method: 'GET',
			path: '/users/search',
			scope: 'api/v1/users/search',
			kind: 'general',
			paidOnly: true,
			run: (parameters) => {
				const { items, pagination } = pageOf(parameters, team.users);
				// Two of the numbers are texts here (docs.apollo.io, get a list of users, August 2026).
				const { page, per_page: perPage, ...rest } = pagination;
				const told = { page: String(page), per_page: String(perPage), ...rest };
				return jsonAnswer(200, { users: items, pagination: told }, { applied: true });
			},
		},
		{
			method: 'POST',
			path: '/usage_stats/api_usage_stats',
			scope: 'api/v1/usage_stats/api_usage_stats',
			kind: 'general',
			run: () => jsonAnswer(200, usage(), { applied: true }),
		},
		{
			method: 'POST',
			path: '/usage_stats/credit_usage_stats',
			scope: 'api/v1/usage_stats/credit_usage_stats',
			kind: 'general',
			run: () => jsonAnswer(200, creditUsage(credits), { applied: true }),
		},
	];
}

function creditUsage({ balance, spent }: CreditBalance): JsonObject {
	const unused = { limit: 1000, consumed: 0, left_over: 1000 };
	return {
		credit_usage_stats: {
			lead_credit: { limit: balance + spent, consumed: spent, left_over: balance },
			direct_dial_credit: unused,
			export_credit: unused,
		},
		current_credit_cycle: {
			start_date: '2026-08-01T00:00:00.000Z',
			end_date: '2026-09-01T00:00:00.000Z',
		},
	};
}
