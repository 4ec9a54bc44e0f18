import type { INodeProperties } from 'n8n-workflow';
import { callbackReceiversAt } from '../store/callbackReceivers';
import { defaultStoreFile } from '../store/sqliteStore';
import { type ParameterReader, Problem } from './parameters';

const MINUTE_MS = 60_000;
/** Answers are kept for 30 days. */
const MOST_MINUTES = 30 * 24 * 60;
const DEFAULT_MINUTES = 30;

/** How answers that come later reach the node. The field stands where an operation puts it. */
export const answersByField: INodeProperties = {
	displayName: 'Get Answers By',
	name: 'answersBy',
	type: 'options',
	noDataExpression: true,
	default: 'callback',
	description: 'How the answers come back, minutes after they were asked for',
	options: [
		{
			name: 'Callback',
			value: 'callback',
			description:
				'The provider calls this n8n, which has to have an address in the internet, and an active workflow with an API Callback node',
		},
		{
			name: 'Polling',
			value: 'polling',
			description: 'The node asks for them again and again: for an n8n that nobody can call',
		},
	],
};

/** Options of the collection `options`. */
export const answerDeadlineField: INodeProperties = {
	displayName: 'Answer Deadline (Minutes)',
	name: 'answerDeadline',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_MINUTES },
	default: DEFAULT_MINUTES,
	description:
		'How long to wait for answers. Items whose answer has not come by then leave on the error output.',
};

export const callbackUrlField: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…/webhook',
	description:
		'Address of the API Callback node as the provider has to call it, where that is another one than n8n knows. Leave empty to use the one that was activated last.',
};

/** How a run waits for its answers. */
export interface WaitSettings {
	/** Where answers are taken; undefined where they are polled for. */
	receiver: string | undefined;
	longestMs: number;
}

/** Of the run's first item, or what has to be changed. */
export function readWaitSettings(read: ParameterReader): WaitSettings | Problem {
	const { answerDeadline = DEFAULT_MINUTES, callbackUrl = '' } = read.collection('options');
	const minutes = Number(answerDeadline);
	if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
		return new Problem(
			`Answer Deadline is ${String(answerDeadline)}, but has to be from 1 to ${MOST_MINUTES} minutes`,
			'Change it, or remove the option to wait for half an hour.',
		);
	}
	const longestMs = minutes * MINUTE_MS;
	const answersBy = read.text('answersBy');
	if (answersBy === 'polling') return { receiver: undefined, longestMs };
	const receiver = receiverOf(String(callbackUrl).trim(), answersBy !== '');
	return receiver instanceof Problem ? receiver : { receiver, longestMs };
}

/** `mayPoll`: whether the operation offers another way to get its answers. */
function receiverOf(given: string, mayPoll: boolean): string | Problem {
	if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given;
	if (given !== '') {
		return new Problem(
			`Callback URL "${given}" is not an address`,
			'Enter the production URL of the API Callback node, which begins with https://.',
		);
	}
	const found = callbackReceiversAt(defaultStoreFile(process.env)).url();
	if (!found.ok) {
		return new Problem(
			`The address of the API Callback node could not be looked up: ${found.message}`,
			'Check the disk, or enter the address as Callback URL in the options.',
		);
	}
	return (
		found.value ??
		new Problem(
			'No API Callback node is active on this n8n, so no answer could come back',
			`Activate a workflow with an API Callback node once; n8n takes some seconds for it.${mayPoll ? ' Or get the answers by Polling.' : ''}`,
		)
	);
}
