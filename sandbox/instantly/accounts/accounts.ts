import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { bodyOf, requiredTexts } from '../body';
import type { Call } from '../call';
import { paramIn } from '../call';
import { notFound } from '../refusals';
import { holds, has } from '../records/manageRecords';
import { pageOf, pagingIn } from '../records/page';
import type { InstantlyRecord } from '../records/record';
import { effectOf } from '../workspace';

const ACTIVE = 1;
const PAUSED = 2;

/** Mailboxes go by their addresses; their IDs are Instantly's own affair. */
function view({ id: _, ...account }: InstantlyRecord) {
	return account;
}

function accountIn({ workspace, ...call }: Call): InstantlyRecord {
	const email = paramIn(call, 'email').toLowerCase();
	const account = workspace.accounts.all().find((each) => each.email === email);
	if (account === undefined) throw notFound();
	return account;
}

/** Goes on behind time and address: "2026-11-01T00:00:00.000Z&name@example.com" (API v2, 2026-11). */
export function listAccounts({ workspace, request: { query } }: Call): VendorAnswer {
	const accounts = workspace.accounts
		.all()
		.filter(
			(account) =>
				holds(account, 'email', query.get('search')) &&
				has(account, 'status', query.get('status')) &&
				has(account, 'provider_code', query.get('provider_code')),
		);
	const cursorOf = ({ timestamp_created, email }: InstantlyRecord) =>
		`${timestamp_created}&${String(email)}`;
	const { items, ...rest } = pageOf(accounts, pagingIn(query), cursorOf);
	const shown = (items as InstantlyRecord[]).map(view);
	return jsonAnswer(200, { items: shown, ...rest }, { applied: true });
}

export function readAccount(call: Call): VendorAnswer {
	return jsonAnswer(200, view(accountIn(call)), { applied: true });
}

function withStatus(call: Call, status: number): VendorAnswer {
	const account = accountIn(call);
	const effect = account.status === status ? 'unchanged' : 'updated';
	account.status = status;
	const effects = [effectOf(effect, account)];
	return jsonAnswer(200, view(account), { applied: true, rows: 1, effects });
}

export function pauseAccount(call: Call): VendorAnswer {
	return withStatus(call, PAUSED);
}

export function resumeAccount(call: Call): VendorAnswer {
	return withStatus(call, ACTIVE);
}

/** In one call (API v2, 2026-11). */
const MOST = 100;

/** A job that switches the warmup of mailboxes; it counts those that it does not know. */
export function switchWarmup(status: number): (call: Call) => VendorAnswer {
	return ({ workspace, request }) => {
		const emails = requiredTexts(bodyOf(request), 'emails', MOST);
		const job = workspace.jobs.begin('update-warmup-accounts', 'workspace', null, () => {
			const known = workspace.accounts.all().filter(({ email }) => emails.includes(String(email)));
			for (const account of known) account.warmup_status = status;
			return {
				total_to_process: emails.length,
				success_count: known.length,
				failed_count: emails.length - known.length,
			};
		});
		return jsonAnswer(200, job, { applied: true, rows: emails.length });
	};
}

/** Nothing of mailboxes that it does not know, or that have never been warmed up. */
export function warmupAnalytics({ workspace, request }: Call): VendorAnswer {
	const emails = requiredTexts(bodyOf(request), 'emails', MOST);
	const counts = { sent: 10, landed_inbox: 8, landed_spam: 2, received: 10 };
	const known = workspace.accounts
		.all()
		.filter(({ email, warmup_status }) => emails.includes(String(email)) && warmup_status === 1)
		.map(({ email }) => String(email));
	const days = { '2026-11-24': counts, '2026-11-23': counts };
	const sum = { ...counts, health_score_label: '80%', health_score: 80 };
	return jsonAnswer(
		200,
		{
			email_date_data: Object.fromEntries(known.map((email) => [email, days])),
			aggregate_data: Object.fromEntries(known.map((email) => [email, sum])),
		},
		{ applied: true },
	);
}
