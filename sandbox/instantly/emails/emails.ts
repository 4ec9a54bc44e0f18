import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { bodyOf, checkTypes, requiredText } from '../body';
import type { Call } from '../call';
import { paramIn } from '../call';
import { badRequest, notFound } from '../refusals';
import { keyOf } from '../records/manageRecords';
import { pageOf, pagingIn } from '../records/page';
import type { InstantlyRecord } from '../records/record';
import { effectOf } from '../workspace';
import { WORKSPACE_ID } from '../workspaceIds';

const SENT = 3;
const TYPES: Record<string, number> = { received: 2, sent: 1, manual: SENT };

function matches(email: InstantlyRecord, query: URLSearchParams): boolean {
	const given = (name: string) => query.get(name) ?? undefined;
	const same = (name: string) => given(name) === undefined || email[name] === given(name);
	const search = given('search') ?? '';
	const [, thread] = /^thread:(.+)$/.exec(search) ?? [];
	const type = given('email_type');
	const unread = given('is_unread');
	const at = String(email.timestamp_created);
	return (
		same('campaign_id') &&
		same('list_id') &&
		same('lead') &&
		(given('eaccount')?.split(',').includes(String(email.eaccount)) ?? true) &&
		(thread === undefined ? search === '' || email.lead === search : email.thread_id === thread) &&
		(type === undefined || email.ue_type === TYPES[type]) &&
		(unread === undefined || (email.is_unread === 1) === (unread === 'true')) &&
		at > (given('min_timestamp_created') ?? '') &&
		at < (given('max_timestamp_created') ?? '~')
	);
}

/** The newest first, unless asked otherwise. */
export function listEmails({ workspace, request: { query } }: Call): VendorAnswer {
	const found = workspace.emails.all().filter((email) => matches(email, query));
	if (query.get('sort_order') !== 'asc') found.reverse();
	const threads = new Set<unknown>();
	const listed = found.filter(({ thread_id }) => {
		const isFirst = !threads.has(thread_id);
		threads.add(thread_id);
		return query.get('latest_of_thread') !== 'true' || isFirst;
	});
	return jsonAnswer(200, pageOf(listed, pagingIn(query)), { applied: true });
}

export function readEmail({ workspace, ...call }: Call): VendorAnswer {
	return jsonAnswer(200, workspace.emails.get(paramIn(call)), { applied: true });
}

export function countUnread({ workspace }: Call): VendorAnswer {
	const count = workspace.emails.all().filter(({ is_unread }) => is_unread === 1).length;
	return jsonAnswer(200, { count }, { applied: true });
}

export function markThreadAsRead({ workspace, ...call }: Call): VendorAnswer {
	const thread = paramIn(call, 'thread');
	const emails = workspace.emails.all().filter(({ thread_id }) => thread_id === thread);
	if (emails.length === 0) throw notFound();
	for (const email of emails) email.is_unread = 0;
	const effects = emails.map((email) => effectOf('updated', email));
	return jsonAnswer(200, { success: true }, { applied: true, rows: 1, effects });
}

/** The mailbox has to be one of the workspace. */
function send(call: Call, body: JsonObject, to: unknown): VendorAnswer {
	const { workspace } = call;
	const sender = requiredText(body, 'eaccount');
	const original = workspace.emails.get(requiredText(body, 'reply_to_uuid'));
	const subject = requiredText(body, 'subject');
	if (!workspace.accounts.all().some(({ email }) => email === sender)) throw notFound();
	const email = workspace.emails.add({
		timestamp_email: new Date().toISOString(),
		message_id: `<${workspace.emails.made}@sandbox.example>`,
		organization_id: WORKSPACE_ID,
		subject,
		from_address_email: sender,
		to_address_email_list: to,
		body: body.body ?? {},
		eaccount: sender,
		lead: original.lead,
		campaign_id: original.campaign_id,
		thread_id: original.thread_id,
		is_unread: 0,
		ue_type: SENT,
	});
	const effects = [effectOf('created', email, keyOf('emails', body))];
	return jsonAnswer(200, email, { applied: true, rows: 1, effects });
}

export function replyToEmail(call: Call): VendorAnswer {
	const body = bodyOf(call.request);
	checkTypes(body, {
		additional_recipients: ['array'],
		cc_address_email_list: ['string'],
		bcc_address_email_list: ['string'],
	});
	if (!isJsonObject(body.body)) throw badRequest("body must have required property 'body'");
	const { lead } = call.workspace.emails.get(requiredText(body, 'reply_to_uuid'));
	return send(call, body, lead);
}

/** With a body, or with the original behind it (API v2, 2026-11). */
export function forwardEmail(call: Call): VendorAnswer {
	const body = bodyOf(call.request);
	const to = requiredText(body, 'to_address_email_list');
	const { html, text } = isJsonObject(body.body) ? body.body : {};
	if (!html && !text && body.include_original_body !== true) {
		throw badRequest("body must have required property 'body'");
	}
	return send(call, body, to);
}

export function emailKeys(body: JsonObject): string[] {
	return [keyOf('emails', body)];
}
