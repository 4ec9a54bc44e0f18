import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { onlyMessage } from '../refusals';
import type { InstantlyRecord } from '../records/record';

const DAY_MS = 86_400_000;
/** Days that are told where no range is asked for. */
const USUAL_DAYS = 7;

/** All campaigns, or the one that the query names under this name. */
function campaignsIn({ workspace, request }: Call, name: string): InstantlyRecord[] {
	const id = request.query.get(name);
	const status = request.query.get('campaign_status');
	const campaigns = id === null ? workspace.campaigns.all() : [workspace.campaigns.get(id)];
	return campaigns.filter((each) => status === null || each.status === Number(status));
}

/** Refused in a form of its own (API v2, 2026-11). */
function rangeIn({ request: { query } }: Call): { start: number; end: number } {
	const end = Date.parse(query.get('end_date') ?? '2026-11-30');
	const start = Date.parse(query.get('start_date') ?? '') || end - (USUAL_DAYS - 1) * DAY_MS;
	if (start > end) throw onlyMessage('Start Date must be earlier than End Date');
	return { start, end };
}

function countsOf(leads: number) {
	return {
		emails_sent_count: leads * 2,
		contacted_count: leads,
		open_count: leads,
		reply_count: Math.floor(leads / 10),
		bounced_count: Math.floor(leads / 50),
	};
}

function leadsOf({ workspace }: Call, campaigns: readonly InstantlyRecord[]): number {
	const ids = new Set<unknown>(campaigns.map(({ id }) => id));
	return workspace.leads.all().filter(({ campaign }) => ids.has(campaign)).length;
}

/** A bare list, one row for each campaign. */
export function byCampaign(call: Call): VendorAnswer {
	rangeIn(call);
	const rows = campaignsIn(call, 'id').map((campaign) => ({
		campaign_id: campaign.id,
		campaign_name: campaign.name,
		campaign_status: campaign.status,
		campaign_is_evergreen: false,
		leads_count: leadsOf(call, [campaign]),
		...countsOf(leadsOf(call, [campaign])),
	}));
	return jsonAnswer(200, rows, { applied: true });
}

export function overview(call: Call): VendorAnswer {
	rangeIn(call);
	const counts = countsOf(leadsOf(call, campaignsIn(call, 'id')));
	return jsonAnswer(200, counts, { applied: true });
}

export function daily(call: Call): VendorAnswer {
	const { start, end } = rangeIn(call);
	const leads = leadsOf(call, campaignsIn(call, 'campaign_id'));
	const days = Math.floor((end - start) / DAY_MS) + 1;
	const rows = Array.from({ length: days }, (_, place) => ({
		date: new Date(start + place * DAY_MS).toISOString().slice(0, 10),
		sent: leads,
		opened: leads,
		replies: 0,
		clicks: 0,
	}));
	return jsonAnswer(200, rows, { applied: true });
}

export function steps(call: Call): VendorAnswer {
	rangeIn(call);
	const leads = leadsOf(call, campaignsIn(call, 'campaign_id'));
	const counted = call.request.query.get('include_opportunities_count') === 'true';
	const more = counted ? { opportunities: 0, meetings_booked: 0, won: 0 } : {};
	const rows = ['0', '1'].map((step) => ({
		step,
		variant: '0',
		sent: leads,
		opened: leads,
		replies: 0,
		...more,
	}));
	return jsonAnswer(200, rows, { applied: true });
}
