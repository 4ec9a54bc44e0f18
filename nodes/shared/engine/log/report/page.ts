import { spell } from '../../explain';
import type { Stretch } from '../groupings';
import { barChart, lineChart, type Series } from './charts';
import { type Column, escapeHtml, table } from './html';
import type { ReportNumbers, Sums } from './numbers';
import { STYLE } from './style';
import { waitedFor } from './waits';

const count = new Intl.NumberFormat('en-US');
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

const STEP_NAMES: Record<Stretch, string> = {
	day: 'day',
	hour: 'hour',
	tenMinutes: 'ten minutes',
	minute: 'minute',
	tenSeconds: 'ten seconds',
	second: 'second',
};

/** Of the windows that the provider tells of, the first few are drawn; the table has them all. */
const DRAWN_QUOTAS = 6;

/** The report as one HTML file that needs nothing else: no scripts, no fonts, no pictures. */
export function reportPage(title: string, numbers: ReportNumbers): string {
	const { from, to } = numbers;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="about">${shortTime(from)} to ${shortTime(to)} (UTC)</p>
${facts(numbers)}
<h2>Calls and errors</h2>
${callsChart(numbers)}
<h2>Latency</h2>
${latencyChart(numbers)}
<h2>Who waited for what</h2>
${waitsTable(numbers)}
<h2>Quota use</h2>
${quotas(numbers)}
<h2>Slowest operations</h2>
${operationsTable(numbers.slowest, 'No requests in this time range.')}
<h2>Most failing operations</h2>
${operationsTable(numbers.failing, 'No operation had an error.')}
<h2>Last errors</h2>
${errorsTable(numbers)}
</body>
</html>
`;
}

function facts({ totals }: ReportNumbers): string {
	const { calls, errors, requests, failedRequests, rateLimited, retries, waitedMs, p95 } = totals;
	const list: Array<[string, string]> = [
		['Requests', count.format(requests)],
		['Failed in the end', count.format(failedRequests)],
		['Calls, with repetitions', count.format(calls)],
		['Calls with errors', calls === 0 ? '0' : percent.format(errors / calls)],
		['Over a rate limit', count.format(rateLimited)],
		['Retries', count.format(retries)],
		['Time waited', spell(waitedMs)],
		['95 % were faster than', duration(p95)],
	];
	const cells = list.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
	return `<dl>${cells.join('')}</dl>`;
}

function callsChart(numbers: ReportNumbers): string {
	const series: Series[] = [
		{ name: 'Without error', look: 'good', points: overTime(numbers, (s) => s.calls - s.errors) },
		{ name: 'With error', look: 'bad', points: overTime(numbers, ({ errors }) => errors) },
	];
	return barChart(`Calls per ${STEP_NAMES[numbers.step]}`, series, numbers, '');
}

function latencyChart(numbers: ReportNumbers): string {
	const series: Series[] = [
		{ name: 'Half were faster (p50)', look: 'one', points: overTime(numbers, ({ p50 }) => p50) },
		{ name: '95 % were faster (p95)', look: 'two', points: overTime(numbers, ({ p95 }) => p95) },
		{ name: '99 % were faster (p99)', look: 'three', points: overTime(numbers, ({ p99 }) => p99) },
	];
	return lineChart(`Milliseconds per call, by ${STEP_NAMES[numbers.step]}`, series, numbers, ' ms');
}

/** A value of each step from the first to the last, also of those without any calls. */
function overTime(
	{ from, to, stepMs, overTime: sums }: ReportNumbers,
	value: (sums: Sums) => number | undefined,
): Series['points'] {
	const known = new Map(sums.map((each) => [each.at, value(each)]));
	const points: Series['points'] = [];
	for (let at = Math.floor(from / stepMs) * stepMs; at < to; at += stepMs) {
		points.push({ at, value: known.get(at) });
	}
	return points;
}

function waitsTable({ waits }: ReportNumbers): string {
	return table(
		waits,
		[
			{ head: 'Node', cell: ({ node }) => node },
			{ head: 'Waited for', cell: ({ waitReason }) => waitedFor(waitReason) },
			{ head: 'Calls', isNumber: true, cell: ({ calls }) => count.format(calls) },
			{ head: 'Time', isNumber: true, cell: ({ waitedMs }) => spell(waitedMs) },
		],
		'Nothing had to wait.',
	);
}

function quotas(numbers: ReportNumbers): string {
	const drawn = numbers.quotas.slice(0, DRAWN_QUOTAS).map((quota) => {
		const { vendor, account, window } = quota;
		const points = quota.overTime.map(({ at, left }) => ({ at, value: left }));
		return lineChart(
			`${vendor}, ${account}: least left of "${window}" by ${STEP_NAMES[numbers.step]}`,
			[{ name: window, look: 'one', points }],
			numbers,
			'',
		);
	});
	const all = table(
		numbers.quotas,
		[
			{ head: 'Provider', cell: ({ vendor }) => vendor },
			{ head: 'Account', cell: ({ account }) => account },
			{ head: 'Window', cell: ({ window }) => window },
			{ head: 'Least left', isNumber: true, cell: ({ lowest }) => count.format(lowest) },
			{ head: 'Left at the end', isNumber: true, cell: ({ last }) => count.format(last) },
		],
		'No provider told what was left.',
	);
	return `${drawn.join('')}${all}`;
}

function operationsTable(operations: ReportNumbers['slowest'], none: string): string {
	const columns: Array<Column<ReportNumbers['slowest'][number]>> = [
		{ head: 'Provider', cell: ({ vendor }) => vendor },
		{ head: 'Operation', cell: ({ operation }) => operation },
		{ head: 'Calls', isNumber: true, cell: ({ calls }) => count.format(calls) },
		{
			head: 'Errors',
			isNumber: true,
			cell: ({ errors, calls }) => `${count.format(errors)} (${percent.format(errors / calls)})`,
		},
		{ head: 'p50', isNumber: true, cell: ({ p50 }) => duration(p50) },
		{ head: 'p95', isNumber: true, cell: ({ p95 }) => duration(p95) },
		{ head: 'p99', isNumber: true, cell: ({ p99 }) => duration(p99) },
	];
	return table(operations, columns, none);
}

function errorsTable({ lastErrors }: ReportNumbers): string {
	return table(
		lastErrors,
		[
			{ head: 'Time', cell: ({ at }) => shortTime(at) },
			{ head: 'Node', cell: ({ node, execution }) => `${node} (execution ${execution})` },
			{ head: 'Operation', cell: ({ vendor, operation }) => `${vendor} ${operation}` },
			{
				head: 'What happened',
				cell: ({ message, advice }) => [message, advice].filter(Boolean).join('. '),
			},
			{ head: 'Request ID', cell: ({ requestId }) => requestId },
			{ head: 'Log row', isNumber: true, cell: ({ logRow }) => String(logRow) },
		],
		'No request failed.',
	);
}

function duration(ms: number | undefined): string {
	return ms === undefined ? '–' : `${count.format(ms)} ms`;
}

/** "2026-11-20 10:00" */
function shortTime(time: number): string {
	return Math.abs(time) <= 8.64e15
		? new Date(time).toISOString().slice(0, 16).replace('T', ' ')
		: '';
}
