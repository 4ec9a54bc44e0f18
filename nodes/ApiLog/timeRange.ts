import type { INodeProperties } from 'n8n-workflow';
import { isoTimeOf } from '../shared/node/isoTime';
import { type ParameterReader, Problem } from '../shared/node/parameters';
import { zonedTime } from './zonedTime';

const HOUR = 3_600_000;
const LENGTHS: Record<string, number> = {
	lastHour: HOUR,
	last24Hours: 24 * HOUR,
	last7Days: 7 * 24 * HOUR,
	last30Days: 30 * 24 * HOUR,
};

/** Time Range, and From and To for one of the user's own. */
export const timeRangeFields: INodeProperties[] = [
	{
		displayName: 'Time Range',
		name: 'timeRange',
		type: 'options',
		default: 'last24Hours',
		description: 'When the requests were sent',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Between Two Times', value: 'between' },
			{ name: 'Last 24 Hours', value: 'last24Hours' },
			{ name: 'Last 30 Days', value: 'last30Days' },
			{ name: 'Last 7 Days', value: 'last7Days' },
			{ name: 'Last Hour', value: 'lastHour' },
		],
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		description: 'The first moment that counts. Leave empty to begin with the oldest row.',
		displayOptions: { show: { timeRange: ['between'] } },
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		description: 'The first moment that no longer counts. Leave empty to end now.',
		displayOptions: { show: { timeRange: ['between'] } },
	},
];

/** From and to in ms since 1970, each left out where it is open; or what is wrong with them. */
export function readTimeRange(
	read: ParameterReader,
	now: number,
	timezone: string,
): { from?: number; to?: number } | Problem {
	const range = read.text('timeRange');
	const length = LENGTHS[range];
	if (length !== undefined) return { from: now - length };
	if (range === 'all') return {};
	if (range !== 'between') {
		return new Problem(`The time range "${range}" does not exist`, 'Choose one from its list.');
	}
	const from = readTime(read, 'from', 'From', timezone);
	if (from instanceof Problem) return from;
	const to = readTime(read, 'to', 'To', timezone);
	if (to instanceof Problem) return to;
	if (from !== undefined && to !== undefined && from >= to) {
		return new Problem(
			`From (${new Date(from).toISOString()}) is not before To (${new Date(to).toISOString()})`,
			'Exchange From and To, or change one of them.',
		);
	}
	return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function readTime(
	read: ParameterReader,
	name: string,
	label: string,
	timezone: string,
): number | undefined | Problem {
	const given = read.any(name);
	if (given === undefined || given === null || given === '') return undefined;
	const text = typeof given === 'object' ? (isoTimeOf(given) ?? '') : String(given).trim();
	return (
		zonedTime(text, timezone) ??
		new Problem(
			`${label} is "${text}", which is no time`,
			'Write times as 2026-01-31T09:00:00, or with a zone: 2026-01-31T09:00:00Z.',
		)
	);
}
