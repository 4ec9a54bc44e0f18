import type { INodeProperties } from 'n8n-workflow';
import type { LogFilter } from '../shared/engine/log/filter';
import { Problem } from '../shared/node/parameters';
import { allowedRows } from './access';
import type { LogContext } from './logOperation';
import { readTimeRange, timeRangeFields } from './timeRange';

/** Whose rows: of this workflow, or of all. */
export const rowsOfField: INodeProperties = {
	displayName: 'Rows Of',
	name: 'rowsOf',
	type: 'options',
	noDataExpression: true,
	default: 'workflow',
	description: 'Whose requests count',
	options: [
		{ name: 'This Workflow', value: 'workflow', description: 'What this workflow has sent' },
		{
			name: 'Whole Instance',
			value: 'instance',
			description:
				'What all workflows have sent, where the administrator has set GTM_LOG_ACCESS=instance',
		},
	],
};

const list = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
	description: 'One, or several with commas between them',
});

const OUTCOMES: INodeProperties['options'] = [
	{ name: 'Cancelled', value: 'cancelled', description: 'The execution was stopped meanwhile' },
	{ name: 'Done', value: 'done' },
	{ name: 'Failed', value: 'fail' },
	{ name: 'Held', value: 'hold', description: 'A limit was reached, or was waited for' },
	{ name: 'Open', value: 'open', description: 'Under way, or n8n ended before the answer' },
	{ name: 'Redirected', value: 'redirect' },
	{ name: 'Repeated', value: 'retry', description: 'A fault, after which it was sent again' },
	{ name: 'Token Refreshed', value: 'refresh' },
	{ name: 'Unknown', value: 'unknown', description: 'It may have been done, and is not known' },
];

const filterField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		list('Execution ID', 'execution', 'e.g. 1042'),
		list('Node', 'node', 'e.g. HubSpot GTM'),
		list('Operation', 'operation', 'e.g. contact.createOrUpdate'),
		{
			displayName: 'Outcome',
			name: 'outcome',
			type: 'multiOptions',
			default: [],
			description: 'What became of it',
			options: OUTCOMES,
		},
		list('Reason', 'reason', 'e.g. rate-limited'),
		{
			...list('Request ID', 'requestId', 'e.g. 5f2b1c'),
			description: "The provider's ID of the request, or several with commas between them",
		},
		{
			displayName: 'Status Class',
			name: 'statusClass',
			type: 'multiOptions',
			default: [],
			description: 'How the provider answered',
			options: [
				{ name: '2xx Success', value: 2 },
				{ name: '3xx Redirect', value: 3 },
				{ name: '4xx Refused', value: 4 },
				{ name: '5xx Fault', value: 5 },
				{ name: 'No Answer', value: 0 },
			],
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. INVALID_EMAIL',
			description:
				'A piece of the error text, path, operation, node, IDs or key fields. It is taken as it is, without wildcards.',
		},
		list('Vendor', 'vendor', 'e.g. HubSpot'),
		{
			...list('Workflow ID', 'workflow', 'e.g. mLq8Vw2'),
			displayOptions: { show: { '/rowsOf': ['instance'] } },
		},
	],
};

/** Whose rows, when, and which of them. */
export const filterFields: INodeProperties[] = [rowsOfField, ...timeRangeFields, filterField];

const LISTS = {
	execution: 'executions',
	node: 'nodes',
	operation: 'operations',
	outcome: 'outcomes',
	reason: 'reasons',
	requestId: 'requestIds',
	vendor: 'vendors',
	workflow: 'workflows',
} as const;

/** The rows that the fields mean, none of which the workflow may not see; or what is wrong. */
export function readFilter({ read, access, now, timezone }: LogContext): LogFilter | Problem {
	const allowed = allowedRows(read.text('rowsOf'), access);
	if (allowed instanceof Problem) return allowed;
	const range = readTimeRange(read, now, timezone);
	if (range instanceof Problem) return range;
	const given = read.collection('filters');
	const filter: LogFilter = { ...range };
	for (const [name, list] of Object.entries(LISTS)) {
		const words = wordsOf(given[name]);
		if (words.length > 0) filter[list] = words;
	}
	const classes = Array.isArray(given.statusClass) ? given.statusClass.map(Number) : [];
	if (classes.some((each) => !Number.isInteger(each) || each < 0 || each > 5)) {
		return new Problem(
			'A status class is none of the list',
			'Choose status classes from the list.',
		);
	}
	if (classes.length > 0) filter.statusClasses = classes;
	// Not trimmed: a blank may be what is looked for.
	if (typeof given.text === 'string' && given.text !== '') filter.text = given.text;
	return { ...filter, ...allowed };
}

function wordsOf(value: unknown): string[] {
	const words = Array.isArray(value) ? value : String(value ?? '').split(',');
	return words.map((word) => String(word).trim()).filter(Boolean);
}
