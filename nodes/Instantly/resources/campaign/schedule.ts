import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { asArray } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readObject } from '../../json';
import { readTime, timeField } from '../../time';

/** As JavaScript counts them, and Instantly too (API v2, 2026-11). */
const DAYS: Array<[value: string, name: string]> = [
	['1', 'Monday'],
	['2', 'Tuesday'],
	['3', 'Wednesday'],
	['4', 'Thursday'],
	['5', 'Friday'],
	['6', 'Saturday'],
	['0', 'Sunday'],
];

/**
 * One time zone of those that Instantly takes for each offset and its summer time: it knows 102, and
 * others than people expect (API v2, 2026-11).
 */
const ZONES: Array<[value: string, name: string]> = [
	['America/Anchorage', 'Alaska'],
	['Asia/Dubai', 'Arabian Gulf'],
	['America/Argentina/La_Rioja', 'Argentina'],
	['Australia/Melbourne', 'Australia, East'],
	['Australia/Perth', 'Australia, West'],
	['America/Sao_Paulo', 'Brazil'],
	['Africa/Cairo', 'Egypt'],
	['Europe/Belgrade', 'Europe, Central'],
	['Europe/Helsinki', 'Europe, East'],
	['Asia/Hong_Kong', 'Hong Kong and Singapore'],
	['Asia/Kolkata', 'India'],
	['Asia/Jerusalem', 'Israel'],
	['Asia/Dili', 'Japan and Korea'],
	['Pacific/Auckland', 'New Zealand'],
	['Africa/Windhoek', 'South Africa'],
	['Europe/Istanbul', 'Turkey'],
	['Europe/Isle_of_Man', 'United Kingdom and Ireland'],
	['America/Chicago', 'US Central'],
	['America/Detroit', 'US Eastern'],
	['America/Boise', 'US Mountain'],
	['America/Creston', 'US Mountain Without Summer Time'],
	['Africa/Abidjan', 'UTC'],
];

const time = (displayName: string, name: string, at: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: at,
	placeholder: 'e.g. 09:30',
	description: 'Time of the day in the time zone, from 00:00 to 23:59',
});

export const scheduleFields: INodeProperties[] = [
	{
		displayName: 'Schedule',
		name: 'scheduleAs',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'When emails are sent',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
	},
	...updateDisplayOptions({ show: { scheduleAs: ['fields'] } }, [
		{
			displayName: 'Days',
			name: 'days',
			type: 'multiOptions',
			default: ['1', '2', '3', '4', '5'],
			required: true,
			options: DAYS.map(([value, name]) => ({ name, value })),
		},
		time('From', 'sendFrom', '09:00'),
		time('To', 'sendTo', '17:00'),
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'options',
			default: 'America/Chicago',
			description:
				'Another one that Instantly knows can be given by an expression, such as Etc/GMT+12',
			options: ZONES.map(([value, name]) => ({ name: `${name} (${value})`, value })),
		},
		timeField(
			'First Day',
			'firstDay',
			'Day on which sending may begin. Leave empty to begin at once.',
		),
		timeField('Last Day', 'lastDay', 'Day after which nothing is sent. Leave empty for no end.'),
	]),
	{
		displayName: 'Schedule JSON',
		name: 'scheduleJson',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"schedules": [{"name": "Mornings", …}]}',
		description:
			'As the <a href="https://developer.instantly.ai/api/v2/campaign/createcampaign">API</a> describes campaign_schedule',
		displayOptions: { show: { scheduleAs: ['json'] } },
	},
];

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** The schedule of an item, as the API takes it. */
export function readSchedule(read: ParameterReader): JsonValue | Problem {
	if (read.text('scheduleAs') !== 'json') return fromFields(read);
	const schedule = readObject(read, 'scheduleJson', 'Schedule JSON', '{"schedules": […]}');
	if (schedule instanceof Problem) return schedule;
	return asArray(schedule.schedules).length > 0
		? schedule
		: new Problem('Schedule JSON holds no schedules', 'Put at least one into "schedules".');
}

function fromFields(read: ParameterReader): JsonValue | Problem {
	const from = read.text('sendFrom');
	const to = read.text('sendTo');
	const wrong = [from, to].find((each) => !TIME.test(each));
	if (wrong !== undefined) {
		return new Problem(
			`The time "${wrong}" is none`,
			'Write times in From and To with four digits, such as 09:30.',
		);
	}
	if (from >= to) {
		return new Problem(`From is ${from}, but To is ${to}`, 'Let To be later than From.');
	}
	const days = read.names('days');
	if (days.length === 0) return new Problem('Days is empty', 'Choose at least one day.');
	const firstDay = readTime(read, 'firstDay', 'First Day');
	if (firstDay instanceof Problem) return firstDay;
	const lastDay = readTime(read, 'lastDay', 'Last Day');
	if (lastDay instanceof Problem) return lastDay;
	const timezone = read.text('timezone');
	const chosen = Object.fromEntries(DAYS.map(([value]) => [value, days.includes(value)]));
	return {
		start_date: dayOf(firstDay),
		end_date: dayOf(lastDay),
		schedules: [{ name: 'Schedule', timing: { from, to }, days: chosen, timezone }],
	};
}

/** "2026-11-30" of a time of that day. */
function dayOf(time: string | undefined): string | undefined {
	return time && /^\d{4}-\d\d-\d\d/.exec(time)?.[0];
}
