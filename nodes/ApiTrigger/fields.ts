import type { INodeProperties } from 'n8n-workflow';

/**
 * Hours for which an event without an ID is remembered: longer than senders go on repeating a call
 * whose answer they did not get (Instantly some seconds, most others minutes), and short enough
 * that a record which comes back to an earlier state is an event again.
 */
export const FORGET_AFTER_HOURS = 4;

/** How old a call may be, unless told. */
export const TOLERANCE_SECONDS = 300;

const show = (...kinds: string[]) => ({ show: { authentication: kinds } });

export const fields: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'httpMethod',
		type: 'options',
		noDataExpression: true,
		default: 'POST',
		options: ['GET', 'POST', 'PUT'].map((name) => ({ name, value: name })),
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'hmac',
		description: 'How the sender proves who it is. Other calls are answered 401 and start nothing.',
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'Anybody who knows the address can start the workflow',
			},
			{ name: 'Secret in a Header', value: 'secret' },
			{
				name: 'Signature (HMAC)',
				value: 'hmac',
				description: 'The body is signed with a secret that both sides know',
			},
			{
				name: 'Standard Webhooks',
				value: 'standard',
				description: 'As standardwebhooks.com describes it',
			},
		],
	},
	{
		displayName: 'Header',
		name: 'header',
		type: 'string',
		default: 'X-Signature',
		required: true,
		description: 'The header that holds the signature or the secret',
		displayOptions: show('hmac', 'secret'),
	},
	{
		displayName: 'Prefix',
		name: 'prefix',
		type: 'string',
		default: '',
		placeholder: 'e.g. sha256=',
		description: 'What stands in front of the signature or the secret',
		displayOptions: show('hmac', 'secret'),
	},
	{
		displayName: 'Algorithm',
		name: 'algorithm',
		type: 'options',
		default: 'sha256',
		displayOptions: show('hmac'),
		options: [
			{ name: 'SHA-1', value: 'sha1' },
			{ name: 'SHA-256', value: 'sha256' },
			{ name: 'SHA-512', value: 'sha512' },
		],
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		default: 'hex',
		description: 'How the signature is written',
		displayOptions: show('hmac'),
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Base64url', value: 'base64url' },
			{ name: 'Hex', value: 'hex' },
		],
	},
	{
		displayName: 'Signed Content',
		name: 'signed',
		type: 'string',
		default: '{body}',
		placeholder: 'e.g. {timestamp}.{body}',
		description: 'What is signed: any text with {body}, {timestamp}, {method} and {address} in it',
		displayOptions: show('hmac'),
	},
	{
		displayName: 'Timestamp Header',
		name: 'timestampHeader',
		type: 'string',
		default: '',
		placeholder: 'e.g. X-Timestamp',
		description:
			'The header that holds the time of the call. Leave empty if there is none, or if it stands in the signature header as t=….',
		displayOptions: show('hmac'),
	},
	{
		displayName: 'Tolerance (Seconds)',
		name: 'tolerance',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: TOLERANCE_SECONDS,
		description: 'How old a call may be, where it has a timestamp',
		displayOptions: show('hmac'),
	},
	{
		displayName: 'Split Events',
		name: 'split',
		type: 'boolean',
		default: true,
		description: 'Whether a call that holds a list of events gives one item for each of them',
	},
	{
		displayName: 'Events Path',
		name: 'eventsPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.events',
		description: 'Where the list stands. Leave empty if the body itself is the list.',
		displayOptions: { show: { split: [true] } },
	},
	{
		displayName: 'Time Path',
		name: 'timePath',
		type: 'string',
		default: '',
		placeholder: 'e.g. occurredAt',
		description:
			'A field that says when an event happened: the events of one call are then put in order',
		displayOptions: { show: { split: [true] } },
	},
	{
		displayName: 'Drop Repeats',
		name: 'dropRepeats',
		type: 'boolean',
		default: true,
		description:
			'Whether an event that has come before is left out. Senders repeat a call whose answer they did not get.',
	},
	{
		displayName: 'Event ID Path',
		name: 'eventId',
		type: 'string',
		default: '',
		placeholder: 'e.g. eventId',
		description:
			'A field that tells events apart. Leave empty to take the header below, or else to compare all that an event holds.',
		displayOptions: { show: { dropRepeats: [true] } },
	},
	{
		displayName: 'Event ID Header',
		name: 'eventIdHeader',
		type: 'string',
		default: '',
		placeholder: 'e.g. X-GitHub-Delivery',
		description:
			'A header that tells calls apart. Left empty, it is the one of Standard Webhooks where that is the authentication, and none elsewhere.',
		displayOptions: { show: { dropRepeats: [true] } },
	},
	{
		displayName: 'Forget After (Hours)',
		name: 'forgetAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: FORGET_AFTER_HOURS,
		description:
			'How long an event without an ID is remembered: the same content is a repeat until then, and a new event afterwards. Events with an ID are remembered for 30 days.',
		displayOptions: { show: { dropRepeats: [true] } },
	},
	{
		displayName: 'Include Request Details',
		name: 'includeRequest',
		type: 'boolean',
		default: false,
		description:
			'Whether items hold the headers, the method and the query of the call. Headers that prove who the sender is are left out. When off, items hold the query alone, where there is one, as query (or requestQuery, where the event has that field itself).',
	},
	{
		displayName: 'Details Field',
		name: 'requestField',
		type: 'string',
		default: 'request',
		required: true,
		placeholder: 'e.g. request',
		description: 'The field that holds them. Choose a name that no event has.',
		displayOptions: { show: { includeRequest: [true] } },
	},
];
