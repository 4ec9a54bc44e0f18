import type { INodeProperties } from 'n8n-workflow';
import type { Clock } from '../engine/clock';
import type { ClientSettings } from '../engine/client';
import type { Quota } from '../engine/vendor';
import { ParameterReader, Problem, type ParameterSource } from './parameters';

/** The settings that every node of the package has in its Settings tab. */
export const settingsFields: INodeProperties[] = [
	{
		displayName: 'Rate Limit',
		name: 'gtmRateLimit',
		type: 'options',
		isNodeSetting: true,
		noDataExpression: true,
		default: 'vendor',
		description: 'How fast requests are sent, over all nodes and executions that use the account',
		options: [
			{
				name: "Provider's Limits",
				value: 'vendor',
				description: "Keep the limits of the account's plan, as set in the credential",
			},
			{
				name: 'Own Limit',
				value: 'own',
				description: 'Keep a lower limit too, over all nodes that set the same one',
			},
			{
				name: 'Off',
				value: 'off',
				description: 'Send at once, and wait only when the provider asks for it',
			},
		],
	},
	{
		displayName: 'Requests per Window',
		name: 'gtmOwnLimit',
		type: 'number',
		isNodeSetting: true,
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'How many requests may be sent in one window',
		displayOptions: { show: { gtmRateLimit: ['own'] } },
	},
	{
		displayName: 'Window (Seconds)',
		name: 'gtmOwnWindow',
		type: 'number',
		isNodeSetting: true,
		typeOptions: { minValue: 1 },
		default: 10,
		description: 'How long a window is',
		displayOptions: { show: { gtmRateLimit: ['own'] } },
	},
	{
		displayName: 'When Rate-Limited',
		name: 'gtmWhenLimited',
		type: 'options',
		isNodeSetting: true,
		noDataExpression: true,
		default: 'wait',
		description: 'What to do when a limit is reached',
		options: [
			{
				name: 'Wait',
				value: 'wait',
				description: 'Hold the queue until the limit resets, then go on in order',
			},
			{
				name: 'Stop',
				value: 'stop',
				description: 'Stop at once and say when the limit resets',
			},
		],
	},
	{
		displayName: 'Requests in Flight',
		name: 'gtmInFlight',
		type: 'number',
		isNodeSetting: true,
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 5,
		description: 'How many requests may be under way at the same time',
	},
	{
		displayName: 'Retries per Request',
		name: 'gtmRetries',
		type: 'number',
		isNodeSetting: true,
		typeOptions: { minValue: 0, maxValue: 20 },
		default: 5,
		description:
			"How often one request is repeated after a fault of the provider or the network, with growing pauses. Only this request is repeated, unlike with n8n's Retry On Fail.",
	},
	{
		displayName: 'API Log',
		name: 'gtmLog',
		type: 'boolean',
		isNodeSetting: true,
		default: true,
		description: 'Whether each request and its answer gets a row in the API log of this instance',
	},
	{
		displayName: 'Request Options',
		name: 'gtmOptions',
		type: 'collection',
		isNodeSetting: true,
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Deadline (Seconds)',
				name: 'deadline',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'How long the node may take in all, waits included. 0 is no deadline.',
			},
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				default: false,
				description:
					'Whether to check the items, plan the requests and estimate what they cost, without sending anything. Each item says which request would carry it.',
			},
			{
				displayName: 'First Wait (Seconds)',
				name: 'firstWait',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 1,
				description: 'Pause before the first retry. Each further one is twice as long.',
			},
			{
				displayName: 'Hash Emails in the API Log',
				name: 'hashEmails',
				type: 'boolean',
				default: false,
				description:
					'Whether the rows of the API log hold hashes in the place of email addresses. The same address gives the same hash.',
			},
			{
				displayName: 'Items per Request',
				name: 'itemsPerRequest',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'The most items in one batch request. 0 is as many as the provider takes.',
			},
			{
				displayName: 'Log Fields',
				name: 'logFields',
				type: 'string',
				default: '',
				placeholder: 'e.g. inputs.*.domain, email',
				description:
					'Fields of the request that its row in the API log holds besides IDs, as paths in its body or names in its query, with commas between them',
			},
			{
				displayName: 'Longest Hold (Minutes)',
				name: 'longestHold',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 65,
				description: 'A limit that resets later than this stops the node instead of holding it',
			},
			{
				displayName: 'Longest Wait After a Fault (Minutes)',
				name: 'longestWait',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 5,
				description: 'A provider that asks for a longer pause than this stops the request',
			},
			{
				displayName: 'Resend Creates',
				name: 'resendCreates',
				type: 'options',
				default: 'never',
				description: 'What to do with a create when the connection broke before its answer came',
				options: [
					{
						name: 'Never',
						value: 'never',
						description: 'Report it as an unknown outcome on the error output',
					},
					{
						name: 'Always',
						value: 'always',
						description: 'Send it again, even if the record may then exist twice',
					},
				],
			},
			{
				displayName: 'Retry Budget (%)',
				name: 'retryBudget',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 20,
				description:
					'The most retries in one run, as a share of its requests. 50 retries are always allowed.',
			},
			{
				displayName: 'Time-Out (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description: 'How long one request may take',
			},
			{
				displayName: 'When a List Is Incomplete',
				name: 'whenIncomplete',
				type: 'options',
				default: 'hint',
				description: 'What to do when the provider did not give all records of a list',
				options: [
					{ name: 'Add a Hint', value: 'hint', description: 'The records that came go on' },
					{
						name: 'Fail the Item',
						value: 'fail',
						description: 'The records that came go on, and an error follows them',
					},
				],
			},
			{
				displayName: 'When the API Log Fails',
				name: 'whenUnlogged',
				type: 'options',
				default: 'hint',
				description: 'What to do when a request could not be written to the API log',
				options: [
					{ name: 'Add a Hint', value: 'hint', description: 'The requests go on unlogged' },
					{
						name: 'Stop',
						value: 'stop',
						description: 'Nothing more is sent. What was done stays done.',
					},
				],
			},
		],
	},
];

export interface RunSettings {
	client: ClientSettings;
	inFlight: number;
	log: boolean;
	/** Paths of the request whose values stand in its row of the log. */
	logFields?: string[];
	/** Whether emails stand in the log as hashes. */
	hashEmails?: boolean;
	/** Infinity for the vendor's own batch size. */
	itemsPerRequest: number;
	resendCreates: boolean;
	/** Whether a list that may lack records is a failure of its item. */
	failIncomplete: boolean;
	/** Whether nothing more is sent when a request could not be logged. */
	stopUnlogged?: boolean;
	/** Whether nothing is sent, and each item says what would be. */
	dryRun?: boolean;
	/** Replaces the vendor's quotas; undefined keeps them. */
	quotas?: (vendors: Quota[]) => Quota[];
}

/** The node's settings, or what is wrong with them. */
export function readSettings(
	context: ParameterSource,
	clock: Clock,
	trace: boolean,
): RunSettings | Problem {
	const read = new ParameterReader(context, 0);
	const options = read.collection('gtmOptions');
	const option = (name: string, fallback: number) => Number(options[name] ?? fallback);
	const own = read.text('gtmRateLimit') === 'own';
	const ranges: Array<[label: string, value: number, least: number, most?: number]> = [
		['Requests in Flight', read.number('gtmInFlight'), 1, 50],
		['Retries per Request', read.number('gtmRetries'), 0, 20],
		['Requests per Window', own ? read.number('gtmOwnLimit') : 1, 1],
		['Window', own ? read.number('gtmOwnWindow') : 1, 1],
		['Deadline', option('deadline', 0), 0],
		['First Wait', option('firstWait', 1), 0],
		['Items per Request', option('itemsPerRequest', 0), 0],
		['Longest Hold', option('longestHold', 65), 0],
		['Longest Wait After a Fault', option('longestWait', 5), 0],
		['Retry Budget', option('retryBudget', 20), 0, 100],
		['Time-Out', option('timeout', 60), 0.001],
	];
	for (const [label, value, least, most = Infinity] of ranges) {
		if (value >= least && value <= most && value !== Infinity) continue;
		const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
		return new Problem(
			`${label} is ${Number.isNaN(value) ? 'not a number' : value}, but has to be ${range}`,
			`Change ${label} in the Settings tab of this node.`,
		);
	}
	if (read.problem) return read.problem;
	const deadline = option('deadline', 0);
	const itemsPerRequest = Math.floor(option('itemsPerRequest', 0));
	return {
		client: {
			retries: Math.floor(read.number('gtmRetries')),
			firstWaitMs: option('firstWait', 1) * 1_000,
			longestWaitMs: option('longestWait', 5) * 60_000,
			longestHoldMs: option('longestHold', 65) * 60_000,
			stopWhenLimited: read.text('gtmWhenLimited') === 'stop',
			deadline: deadline > 0 ? clock.monotonic() + deadline * 1_000 : Infinity,
			timeoutMs: option('timeout', 60) * 1_000,
			retryBudget: { share: option('retryBudget', 20) / 100, least: 50 },
			trace,
		},
		inFlight: Math.floor(read.number('gtmInFlight')),
		log: read.flag('gtmLog'),
		logFields: String(options.logFields ?? '')
			.split(',')
			.map((path) => path.trim())
			.filter(Boolean),
		hashEmails: options.hashEmails === true || options.hashEmails === 'true',
		itemsPerRequest: itemsPerRequest > 0 ? itemsPerRequest : Infinity,
		resendCreates: options.resendCreates === 'always',
		failIncomplete: options.whenIncomplete === 'fail',
		stopUnlogged: options.whenUnlogged === 'stop',
		dryRun: options.dryRun === true || options.dryRun === 'true',
		...quotasOf(read),
	};
}

function quotasOf(read: ParameterReader): Pick<RunSettings, 'quotas'> {
	const choice = read.text('gtmRateLimit');
	if (choice === 'off') return { quotas: () => [] };
	if (choice !== 'own') return {};
	const ms = read.number('gtmOwnWindow') * 1_000;
	const limit = Math.floor(read.number('gtmOwnLimit'));
	// Nodes with other limits of their own count in windows of their own.
	const own = { name: `own ${limit} in ${ms} ms`, ms, limit };
	// The vendor's windows stay: an own limit can only be stricter.
	return {
		quotas: (vendors) => vendors.map((quota) => ({ ...quota, windows: [...quota.windows, own] })),
	};
}
