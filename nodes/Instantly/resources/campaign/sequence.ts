import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { readList } from '../../json';

const EXAMPLE =
	'[{"type": "email", "delay": 2, "variants": [{"subject": "Hello", "body": "Hi there"}]}]';

const steps: INodeProperties = {
	displayName: 'Emails',
	name: 'steps',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Email' },
	default: {},
	description: 'The emails of the sequence, in the order in which they are sent',
	options: [
		{
			displayName: 'Email',
			name: 'step',
			values: [
				{
					displayName: 'Body',
					name: 'body',
					type: 'string',
					typeOptions: { rows: 5 },
					default: '',
					placeholder: 'e.g. Hey {{firstName}},<br/><br/>I hope you are doing well.',
					description: 'HTML of the email. Lines end with &lt;br/&gt;.',
				},
				{
					displayName: 'Delay',
					name: 'delay',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 2,
					description: 'How long Instantly waits before it sends the next email',
				},
				{
					displayName: 'Delay Unit',
					name: 'delayUnit',
					type: 'options',
					default: 'days',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
				},
				{
					displayName: 'Subject',
					name: 'subject',
					type: 'string',
					default: '',
					placeholder: 'e.g. Hello {{firstName}}',
					description: 'Empty for an email in the thread of the one before',
				},
			],
		},
	],
};

export const sequenceFields: INodeProperties[] = [
	{
		displayName: 'Sequence',
		name: 'sequenceAs',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'What is sent',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
	},
	...updateDisplayOptions({ show: { sequenceAs: ['fields'] } }, [steps]),
	...updateDisplayOptions({ show: { sequenceAs: ['json'] } }, [
		{
			displayName: 'Steps',
			name: 'stepsJson',
			type: 'json',
			default: '[]',
			placeholder: `e.g. ${EXAMPLE}`,
			description: 'The steps as the API takes them, for emails with several variants',
		},
	]),
];

/** The sequences of a campaign: Instantly uses the first one alone (API v2, 2026-11). */
export function readSequences(read: ParameterReader): JsonValue[] | Problem {
	const listed =
		read.text('sequenceAs') === 'json'
			? readList(read, 'stepsJson', 'Steps', EXAMPLE)
			: fromFields(read);
	if (listed instanceof Problem || listed.length === 0) return listed;
	return [{ steps: listed }];
}

function fromFields(read: ParameterReader): JsonValue[] | Problem {
	const given = read.list('steps', 'step');
	const listed: JsonValue[] = [];
	for (const [place, { subject, body, delay, delayUnit }] of given.entries()) {
		const text = String(body ?? '');
		if (text.trim() === '') {
			return new Problem(`Email ${place + 1} of the sequence has no body`, 'Enter it in Body.');
		}
		const number = Number(delay ?? 2);
		if (!(number >= 0)) {
			return new Problem(
				`The delay of email ${place + 1} is ${String(delay)}`,
				'Enter a number of 0 or more in Delay.',
			);
		}
		listed.push({
			type: 'email',
			delay: number,
			delay_unit: String(delayUnit ?? 'days'),
			variants: [{ subject: String(subject ?? ''), body: text }],
		});
	}
	return listed;
}
