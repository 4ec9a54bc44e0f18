import type { Execution, Item, LogRow } from './n8n';
import { nodes, type MainJob } from './mainJob';

/** What a run of the main job came to, each number counted at its source. */
export interface Figures {
	/** People that the sandbox's Apollo holds. */
	people: number;
	/** Items that the Enrich node gave out as matched. */
	enriched: number;
	/** Contacts that the sandbox's HubSpot holds. */
	contacts: number;
	/** People whose email no contact has. */
	lost: number;
	appliedTwice: number;
	/** Arrivals at each vendor. */
	requests: { apollo: number; hubspot: number };
	/** Answers with status 429. */
	rateLimited: number;
	/** Requests that were sent again after a fault. */
	retried: number;
	/** How long requests stood still for a limit; time in which several stood still counts once. */
	heldMs: number;
	logRows: number;
	arrivals: number;
	/** Arrivals whose span id no row of the log has. */
	unlogged: number;
}

/** Counts a run at the sandbox, in n8n's execution and in the API log's rows. */
export function figuresOf(
	job: MainJob,
	execution: Execution | undefined,
	rows: LogRow[] = job.log(),
): Figures {
	const { sandbox } = job;
	const arrivals = sandbox.arrivals();
	const people = sandbox.people();
	const emails = new Set(sandbox.emails());
	const state = sandbox.state();
	return {
		people: people.length,
		enriched: execution?.items(nodes.enrich).filter(isMatched).length ?? 0,
		contacts: state.hubspot.contacts,
		lost: people.filter(({ email }) => !emails.has(email.toLowerCase())).length,
		appliedTwice: state.appliedTwice,
		requests: { apollo: state.apollo.requests, hubspot: state.hubspot.requests },
		rateLimited: state.apollo.rateLimited + state.hubspot.rateLimited,
		retried: rows.filter(({ outcome }) => outcome === 'retry').length,
		heldMs: heldMs(rows),
		logRows: rows.length,
		arrivals: arrivals.length,
		unlogged: unlogged(arrivals, rows).length,
	};
}

/** Arrivals that the log knows nothing of, matched by the span id of their traceparent. */
export function unlogged<T extends { spanId?: string }>(arrivals: T[], rows: LogRow[]): T[] {
	const logged = new Set(rows.map(({ spanId }) => spanId));
	return arrivals.filter(({ spanId }) => spanId === undefined || !logged.has(spanId));
}

/** Whether a run lost nothing, wrote nothing twice and left no request out of the log. */
export function isClean({
	people,
	contacts,
	lost,
	appliedTwice,
	unlogged: missing,
}: Figures): boolean {
	return contacts === people && lost === 0 && appliedTwice === 0 && missing === 0;
}

function isMatched({ matched }: Item): boolean {
	return matched === true;
}

/** The length of the union of the intervals in which a request waited for a limit. */
function heldMs(rows: LogRow[]): number {
	const waits = rows
		.filter(
			({ attempt, waitReason }) => attempt > 0 && /^(quota-hold|window-full)$/.test(waitReason),
		)
		.map(({ startedAt, waitedMs }) => ({ from: startedAt - waitedMs, to: startedAt }))
		.sort((a, b) => a.from - b.from);
	let total = 0;
	let end = 0;
	for (const { from, to } of waits) {
		total += Math.max(0, to - Math.max(from, end));
		end = Math.max(end, to);
	}
	return Math.round(total);
}
