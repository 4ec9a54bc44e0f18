import type { INodeProperties } from 'n8n-workflow';
import type { JobPace } from '../../shared/engine/job';
import { firstLookField } from '../../shared/node/firstLook';
import { Problem, type ParameterReader } from '../../shared/node/parameters';

const LONGEST_WAIT_MINUTES = 10;
const FIRST_LOOK_SECONDS = 2;
/** The longest pause between two looks. */
const LONGEST_PAUSE_MS = 30_000;

/** How long something of Instantly's may take, and how often it is looked at. */
export const paceField: INodeProperties = {
	displayName: 'Wait Options',
	name: 'waitOptions',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		firstLookField('it', FIRST_LOOK_SECONDS, 'half a minute'),
		{
			displayName: 'Longest Wait (Minutes)',
			name: 'longestWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: LONGEST_WAIT_MINUTES,
			description: 'What takes longer leaves on the error output, and goes on at Instantly',
		},
	],
};

export const waitField: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForJob',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to wait until Instantly has done it. It works in the background, and otherwise only its job is returned.',
};

/** How to wait, or what is wrong with it. */
export function readPace(read: ParameterReader): JobPace | Problem {
	const { firstLook, longestWait } = read.collection('waitOptions');
	const seconds = Number(firstLook ?? FIRST_LOOK_SECONDS);
	const minutes = Number(longestWait ?? LONGEST_WAIT_MINUTES);
	if (!(seconds >= 0) || !(minutes >= 0)) {
		return new Problem(
			'First Look After or Longest Wait is not a number of 0 or more',
			'Change it in Wait Options, or remove it.',
		);
	}
	const firstPauseMs = seconds * 1_000;
	return {
		firstPauseMs,
		longestPauseMs: Math.max(firstPauseMs, LONGEST_PAUSE_MS),
		limitMs: minutes * 60_000,
	};
}
