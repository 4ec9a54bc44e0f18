import type { INodePropertyOptions } from 'n8n-workflow';

/** Everything there is, labels of the workspace too. */
export const ALL_EVENTS = 'all_events';

/** What can be subscribed to (webhooks of API v2, 2026-11). */
export const EVENTS: INodePropertyOptions[] = [
	{ name: 'Account Error', value: 'account_error' },
	{ name: 'All Events', value: ALL_EVENTS },
	{ name: 'Campaign Completed', value: 'campaign_completed' },
	{ name: 'Email Bounced', value: 'email_bounced' },
	{ name: 'Email Link Clicked', value: 'email_link_clicked' },
	{ name: 'Email Opened', value: 'email_opened' },
	{ name: 'Email Sent', value: 'email_sent' },
	{ name: 'Enrichment Completed', value: 'supersearch_enrichment_completed' },
	{ name: 'Lead Closed', value: 'lead_closed' },
	{ name: 'Lead Interested', value: 'lead_interested' },
	{ name: 'Lead Meeting Booked', value: 'lead_meeting_booked' },
	{ name: 'Lead Meeting Completed', value: 'lead_meeting_completed' },
	{ name: 'Lead Neutral', value: 'lead_neutral' },
	{ name: 'Lead No Show', value: 'lead_no_show' },
	{ name: 'Lead Not Interested', value: 'lead_not_interested' },
	{ name: 'Lead Out of Office', value: 'lead_out_of_office' },
	{ name: 'Lead Unsubscribed', value: 'lead_unsubscribed' },
	{ name: 'Lead Wrong Person', value: 'lead_wrong_person' },
	{ name: 'Reply Received', value: 'reply_received' },
];

const KNOWN = new Set(EVENTS.map(({ value }) => value));

/** Whether an event has a name of Instantly's; others are labels of the workspace. */
export function isKnown(eventType: string): boolean {
	return KNOWN.has(eventType);
}

/** Deliveries give these another name than subscriptions do (webhook events guide, 2026-11). */
const SUBSCRIBED: Record<string, string> = {
	auto_reply_received: 'reply_received',
	link_clicked: 'email_link_clicked',
};

/** An automatic reply, such as that of somebody who is out of office. */
export const AUTO_REPLY = 'auto_reply_received';
/** What Instantly sends when somebody tries a webhook out. */
export const TEST_EVENT = 'test_event';

/** The name by which an event is subscribed to. */
export function subscribedName(delivered: string): string {
	return SUBSCRIBED[delivered] ?? delivered;
}
