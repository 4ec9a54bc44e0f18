/** What a webhook may be for (webhooks of API v2, 2026-11). */
export const EVENT_TYPES: readonly string[] = [
	'all_events',
	'email_sent',
	'email_opened',
	'email_link_clicked',
	'reply_received',
	'email_bounced',
	'lead_unsubscribed',
	'campaign_completed',
	'account_error',
	'lead_neutral',
	'lead_interested',
	'lead_not_interested',
	'lead_meeting_booked',
	'lead_meeting_completed',
	'lead_closed',
	'lead_out_of_office',
	'lead_wrong_person',
	'lead_no_show',
	'supersearch_enrichment_completed',
];

/** What these are delivered as (webhook events guide, 2026-11). */
const SUBSCRIBED: Record<string, string> = {
	link_clicked: 'email_link_clicked',
	auto_reply_received: 'reply_received',
};

export function subscriptionOf(delivered: string): string {
	return SUBSCRIBED[delivered] ?? delivered;
}
