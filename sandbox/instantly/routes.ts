import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import {
	listAccounts,
	pauseAccount,
	readAccount,
	resumeAccount,
	switchWarmup,
	warmupAnalytics,
} from './accounts/accounts';
import { bodyOf, requiredText } from './body';
import type { Call } from './call';
import { paramIn } from './call';
import { byCampaign, daily, overview, steps } from './campaigns/analytics';
import { activate, CAMPAIGNS, duplicate, pause } from './campaigns/campaigns';
import {
	countUnread,
	emailKeys,
	forwardEmail,
	listEmails,
	markThreadAsRead,
	readEmail,
	replyToEmail,
} from './emails/emails';
import { addedKeys, addLeads } from './leads/addLeads';
import { listLeads } from './leads/listLeads';
import { deleteLead, mergeLeads, patchLead, readLead, updateInterest } from './leads/manageLeads';
import { moveLeads } from './leads/moveLeads';
import { BLOCK_LIST_ROUTES } from './records/blockList';
import { keyOf, managed } from './records/manageRecords';
import { LEAD_LABELS, LEAD_LISTS } from './records/settingKinds';
import type { Route } from './route';
import { route } from './route';
import { listEventTypes, resumeWebhook, WEBHOOKS } from './webhooks/webhooks';

/** Of a job's data only what is asked for (API v2, 2026-11). */
function readJob({ workspace, request, ...call }: Call): VendorAnswer {
	const job = workspace.jobs.look(paramIn(call));
	const names = request.query.get('data_fields')?.split(',') ?? [];
	const shown = Object.entries(job.data).filter(([name]) => names.includes(name));
	const data = job.status === 'failed' ? job.data : Object.fromEntries(shown);
	return jsonAnswer(200, { ...job, data }, { applied: true });
}

function verificationStats({ workspace, ...call }: Call): VendorAnswer {
	const list = workspace.leadLists.get(paramIn(call));
	const total = workspace.leads.all().filter(({ list_id }) => list_id === list.id).length;
	return jsonAnswer(
		200,
		{ stats: { verified: total, invalid: 0, risky: 0, catch_all: 0 }, total_leads: total },
		{ applied: true },
	);
}

function verify({ workspace, request }: Call): VendorAnswer {
	const email = requiredText(bodyOf(request), 'email');
	return jsonAnswer(200, workspace.verifications.ask(email), { applied: true, rows: 1 });
}

const LEADS: readonly Route[] = [
	route('POST /leads/add', 'leads:create', addLeads, { createKeys: addedKeys }),
	route('POST /leads/list', 'leads:read', listLeads),
	route('POST /leads/merge', 'leads:update', mergeLeads),
	route('POST /leads/move', 'leads:update', moveLeads),
	route('POST /leads/update-interest-status', 'leads:update', updateInterest),
	route('GET /leads/:id', 'leads:read', readLead),
	route('PATCH /leads/:id', 'leads:update', patchLead),
	route('DELETE /leads/:id', 'leads:delete', deleteLead),
];

const CAMPAIGN_CALLS: readonly Route[] = [
	route('GET /campaigns/analytics', 'campaigns:read', byCampaign),
	route('GET /campaigns/analytics/overview', 'campaigns:read', overview),
	route('GET /campaigns/analytics/daily', 'campaigns:read', daily),
	route('GET /campaigns/analytics/steps', 'campaigns:read', steps),
	route('POST /campaigns/:id/activate', 'campaigns:update', activate),
	route('POST /campaigns/:id/pause', 'campaigns:update', pause),
	route('POST /campaigns/:id/duplicate', 'campaigns:create', duplicate, {
		createKeys: (body) => [keyOf('campaigns', body)],
	}),
];

const MAILBOXES: readonly Route[] = [
	route('POST /accounts/warmup/enable', 'accounts:update', switchWarmup(1)),
	route('POST /accounts/warmup/disable', 'accounts:update', switchWarmup(0)),
	route('POST /accounts/warmup-analytics', 'accounts:read', warmupAnalytics),
	route('GET /accounts', 'accounts:read', listAccounts),
	route('GET /accounts/:email', 'accounts:read', readAccount),
	route('POST /accounts/:email/pause', 'accounts:update', pauseAccount),
	route('POST /accounts/:email/resume', 'accounts:update', resumeAccount),
];

const EMAILS: readonly Route[] = [
	route('GET /emails', 'emails:read', listEmails, { listsEmails: true }),
	route('GET /emails/unread/count', 'emails:read', countUnread),
	route('POST /emails/reply', 'emails:create', replyToEmail, { createKeys: emailKeys }),
	route('POST /emails/forward', 'emails:create', forwardEmail, { createKeys: emailKeys }),
	route('POST /emails/threads/:thread/mark-as-read', 'emails:update', markThreadAsRead),
	route('GET /emails/:id', 'emails:read', readEmail),
];

/** The first one that fits counts: fixed words stand before IDs. */
export const ROUTES: readonly Route[] = [
	...LEADS,
	...CAMPAIGN_CALLS,
	...managed(CAMPAIGNS),
	route('GET /lead-lists/:id/verification-stats', 'lead_lists:read', verificationStats),
	...managed(LEAD_LISTS),
	...managed(LEAD_LABELS),
	...BLOCK_LIST_ROUTES,
	...MAILBOXES,
	...EMAILS,
	route('POST /email-verification', 'email_verifications:create', verify),
	route('GET /email-verification/:email', 'email_verifications:read', (call) =>
		jsonAnswer(200, call.workspace.verifications.look(paramIn(call, 'email')), { applied: true }),
	),
	route('GET /background-jobs/:id', 'background-jobs:read', readJob),
	route('GET /webhooks/event-types', 'webhooks:read', listEventTypes),
	route('POST /webhooks/:id/resume', 'webhooks:update', resumeWebhook),
	...managed(WEBHOOKS),
];
