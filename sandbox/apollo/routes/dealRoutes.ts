import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Endpoint } from '../endpoint';
import { pageOf } from '../paging';
import type { Parameters } from '../parameters';
import { misconfigured, notFound, unprocessable } from '../refusals';
import { checkIds, isId, known, plain } from '../team/checks';
import type { Team } from '../team/team';

const UPDATE_FIELDS = [
	'owner_id',
	'name',
	'amount',
	'opportunity_stage_id',
	'closed_date',
	'typed_custom_fields',
];
const CREATE_FIELDS = [...UPDATE_FIELDS, 'account_id'];

/** With a comma the amount is left blank (docs.apollo.io, create deal, August 2026). */
function valuesOf(team: Team, parameters: Parameters, names: string[]): JsonObject {
	const values = known(parameters.all(), names);
	checkIds(team, values, team.dealStages);
	if (values.amount === undefined) return values;
	const text = String(values.amount);
	return { ...values, amount: /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null };
}

function create(team: Team, parameters: Parameters): VendorAnswer {
	if (parameters.text('name') === '') return unprocessable('Name is required');
	const opportunity = team.deals.create({
		amount: null,
		account_id: null,
		owner_id: team.users[0]?.id ?? null,
		opportunity_stage_id: team.dealStages[0]?.id ?? null,
		closed_date: null,
		is_closed: false,
		is_won: false,
		source: 'api',
		...valuesOf(team, parameters, CREATE_FIELDS),
	});
	const effect = { effect: 'created', id: opportunity.id, key: plain(opportunity.name) } as const;
	return jsonAnswer(200, { opportunity }, { applied: true, rows: 1, effects: [effect] });
}

function update(team: Team, parameters: Parameters, id: string): VendorAnswer {
	const deal = team.deals.get(id);
	if (deal === undefined) return unprocessable('Opportunity does not exist.');
	team.deals.update(deal, valuesOf(team, parameters, UPDATE_FIELDS));
	const effect = { effect: 'updated', id, key: plain(deal.name) } as const;
	return jsonAnswer(200, { opportunity: deal }, { applied: true, rows: 1, effects: [effect] });
}

function show(team: Team, id: string): VendorAnswer {
	if (!isId(id)) return misconfigured('opportunity_id is not a valid ID');
	const opportunity = team.deals.get(id);
	return opportunity === undefined
		? notFound()
		: jsonAnswer(200, { opportunity }, { applied: true });
}

function search(team: Team, parameters: Parameters): VendorAnswer {
	const field = parameters.text('sort_by_field');
	const all = team.deals.all();
	const deals = ['amount', 'is_closed', 'is_won'].includes(field)
		? all.toSorted((a, b) => Number(b[field] ?? 0) - Number(a[field] ?? 0))
		: all;
	const { items, pagination } = pageOf(parameters, deals);
	return jsonAnswer(200, { opportunities: items, pagination }, { applied: true });
}

/** Deals, which Apollo calls opportunities. */
export function dealRoutes(team: Team): Endpoint[] {
	const scope = (action: string) => `deals/api/v1/opportunities/${action}`;
	const general = { kind: 'general' } as const;
	return [
		{
			...general,
			method: 'POST',
			path: '/opportunities',
			scope: scope('create'),
			run: (parameters) => create(team, parameters),
		},
		{
			...general,
			method: 'GET',
			path: '/opportunities/search',
			scope: scope('search'),
			paidOnly: true,
			run: (parameters) => search(team, parameters),
		},
		{
			...general,
			method: 'GET',
			path: '/opportunities/{id}',
			scope: scope('show'),
			run: (_, id) => show(team, id),
		},
		{
			...general,
			method: 'PATCH',
			path: '/opportunities/{id}',
			scope: scope('update'),
			run: (parameters, id) => update(team, parameters, id),
		},
	];
}
