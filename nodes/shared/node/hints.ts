import type { NodeExecutionHint } from 'n8n-workflow';
import type { ClientTotals } from '../engine/client';
import { spell } from '../engine/explain';
import { waitingOf } from '../engine/log/shipping';
import type { Completeness, WalkEnd } from '../engine/pages/walk';

const count = new Intl.NumberFormat('en-US');

/** "1 item", "2,000 items". */
export function plural(number: number, one: string, many = `${one}s`): string {
	return `${count.format(number)} ${number === 1 ? one : many}`;
}

const WHY_INCOMPLETE: Record<WalkEnd, string> = {
	end: 'the provider counts more records than it gave',
	'limit-reached': 'the limit is reached',
	'cap-reached': 'the provider gives no more than this to one query: narrow the filters',
	loop: 'the provider gave the same page again',
	'empty-pages': 'the provider gave empty pages again and again',
	'page-limit': 'there are more pages than the limit allows',
	unsure: 'nothing in the answer says whether there is more',
	'no-cursor': 'the provider did not say where the next page is',
	stopped: 'the run was stopped',
	expired: 'the place to resume from is no longer known',
	failed: 'a page could not be read',
};

/** Whether a list is everything, in one line; of several lists what they came to together. */
export function completenessHint(reports: Completeness[]): NodeExecutionHint | undefined {
	const [first] = reports;
	if (!first) return undefined;
	if (reports.length === 1) return hintOf(first);
	const bad = reports.filter(({ complete }) => complete !== 'yes');
	const received = reports.reduce((total, report) => total + report.received, 0);
	const facts = `${count.format(received)} records in ${plural(reports.length, 'list')}`;
	const [example] = bad;
	if (!example) return { message: `Complete: ${facts}.`, type: 'info', location: 'outputPane' };
	const message = `Incomplete: ${facts}, of which ${count.format(bad.length)} may lack records. The first of these: ${hintOf(example).message}`;
	return { message, type: 'warning', location: 'outputPane' };
}

/** The same of one list, for an error. */
export function completenessText(report: Completeness): string {
	return hintOf(report).message.replace(/\.$/, '');
}

function hintOf(report: Completeness): NodeExecutionHint {
	const { received, expected, pages, duplicates, complete, reason, cap } = report;
	const { clamped, restarted, samePages, problems = [] } = report;
	const of = expected === undefined ? '' : ` of ${count.format(expected)}`;
	const parts = [
		`${count.format(received)}${of} records in ${plural(pages, 'page')}`,
		duplicates > 0 ? `${plural(duplicates, 'repeated record')} left out` : '',
		clamped ? `pages of ${clamped.got} instead of ${clamped.asked}` : '',
		restarted ? 'begun again, because the place to resume from was no longer known' : '',
		samePages === undefined ? '' : `${samePages} pages in a row were alike`,
		...problems.slice(0, 3).map(({ message }) => `the provider says: ${message}`),
	];
	const facts = parts.filter(Boolean).join(', ');
	if (complete === 'yes') {
		const label = reason === 'limit-reached' ? 'Limit reached' : 'Complete';
		return { message: `${label}: ${facts}.`, type: 'info', location: 'outputPane' };
	}
	const label = complete === 'no' ? 'Incomplete' : 'Perhaps incomplete';
	const why = cap === undefined ? WHY_INCOMPLETE[reason] : `${WHY_INCOMPLETE[reason]} (${cap})`;
	return { message: `${label}: ${facts}; ${why}.`, type: 'warning', location: 'outputPane' };
}

/** What a run cost in requests and waits; undefined when nothing was sent. */
export function totalsHint(totals: ClientTotals, items: number): NodeExecutionHint | undefined {
	if (totals.sends === 0) return undefined;
	const parts = [
		`${plural(items, 'item')} in ${plural(totals.sends, 'request')}`,
		totals.retries > 0 ? `${count.format(totals.retries)} repeated after faults` : '',
		totals.rateLimited > 0 ? `${plural(totals.rateLimited, 'answer')} over the rate limit` : '',
		totals.heldMs >= 1_000 ? `held for ${spell(totals.heldMs)} by limits` : '',
	];
	return {
		message: `${parts.filter(Boolean).join(', ')}.`,
		type: 'info',
		location: 'outputPane',
	};
}

/** In queue mode: limits that the workers could not keep together; undefined where they did. */
export function aloneHint({ alone }: ClientTotals): NodeExecutionHint | undefined {
	if (alone === undefined) return undefined;
	return {
		message: `The Redis of n8n's queue does not answer (${alone}): limits are kept by this worker alone meanwhile.`,
		type: 'warning',
		location: 'outputPane',
	};
}

/** Nothing is hidden: rows that the log could not take are said. */
export function logHint(lost: number, lastError: string): NodeExecutionHint | undefined {
	if (lost === 0) return undefined;
	return {
		message: `${plural(lost, 'row')} of the API log could not be written: ${lastError}`,
		type: 'warning',
		location: 'outputPane',
	};
}

/** Rows that wait in the local file, because the sink of the log is out of reach; undefined for none. */
export function sinkHint(file: string): NodeExecutionHint | undefined {
	const { waiting, reason } = waitingOf(file);
	if (reason === '') return undefined;
	const rows = waiting > 0 ? `: ${plural(waiting, 'row')} wait there` : '';
	return {
		message: `The API log stays in ${file}${rows}, to be brought on later. ${reason}`,
		type: 'warning',
		location: 'outputPane',
	};
}
