import type { INodeProperties } from 'n8n-workflow';
import type { JobPace } from '../../shared/engine/job';
import type { HeaderMap } from '../../shared/engine/types';
import { firstLookField } from '../../shared/node/firstLook';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { fullId } from '../recordId';

/** What a user chooses about a write, beside its values. */
export interface Choices {
	allOrNone: boolean;
	allowDuplicates: boolean;
	/** Whether leads and cases get their owners by a rule, and by which: an ID. */
	assignment: 'default' | 'none' | { rule: string };
}

/** Which writes go through the Bulk API, and how long its jobs may take. */
export interface BulkChoices {
	/** More items than this go through Bulk. */
	above: number;
	pace: JobPace;
}

const duplicates: INodeProperties = {
	displayName: 'Allow Duplicates',
	name: 'allowDuplicates',
	type: 'boolean',
	default: false,
	description:
		"Whether to save records that the org's duplicate rules would stop, where a rule lets users do so. Such items never go through Bulk.",
};

const together: INodeProperties = {
	displayName: 'All or None',
	name: 'allOrNone',
	type: 'boolean',
	default: false,
	description:
		'Whether the items of one request, up to 200, are all taken back when one of them is refused. Such items never go through Bulk.',
};

const assignment: INodeProperties[] = [
	{
		displayName: 'Assignment Rule',
		name: 'assignment',
		type: 'options',
		default: 'default',
		description: 'Who gets new leads and cases',
		options: [
			{
				name: 'Active Rule',
				value: 'default',
				description: "The org's active rule. Bulk jobs run none of themselves.",
			},
			{ name: 'None', value: 'none', description: 'The owner that the item names, or the user' },
			{ name: 'Rule by ID', value: 'rule', description: 'The rule with the ID below' },
		],
	},
	{
		displayName: 'Assignment Rule ID',
		name: 'assignmentRuleId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 01Q5g000000AbCdEAK',
		description: 'Used with "Rule by ID"',
	},
];

/** How long a job may take, and how often it is looked at. */
export const jobFields: INodeProperties[] = [
	{
		displayName: 'Longest Bulk Job (Minutes)',
		name: 'jobMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description: 'A job that takes longer is aborted. What it has done stays done, and is told.',
	},
	firstLookField('a job', 5, 'a minute'),
];

const bulk: INodeProperties = {
	displayName: 'Bulk Above (Items)',
	name: 'bulkAbove',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 2_000,
	description:
		'More items than this go through Bulk API 2.0 in one job, and fewer in requests of 200. A job needs about ten calls of the API, and one more for each minute that it takes.',
};

export type WriteKind = 'save' | 'delete' | 'ingest';

/** The options of an operation that writes. */
export function optionsField(kind: WriteKind): INodeProperties {
	const own = {
		save: [together, duplicates, ...assignment, bulk],
		delete: [together, bulk],
		ingest: assignment,
	};
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own[kind], ...jobFields].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}

export function readChoices(read: ParameterReader): Choices | Problem {
	const {
		allOrNone,
		allowDuplicates,
		assignment: chosen,
		assignmentRuleId,
	} = read.collection('options');
	const choices = { allOrNone: allOrNone === true, allowDuplicates: allowDuplicates === true };
	if (chosen !== 'rule') {
		return { ...choices, assignment: chosen === 'none' ? 'none' : 'default' };
	}
	const given = String(assignmentRuleId ?? '').trim();
	const rule = fullId(given);
	return rule === undefined
		? new Problem(
				given === ''
					? 'Assignment Rule ID is empty'
					: `Assignment Rule ID is "${given}", which is no ID`,
				'Enter the ID of the rule, or choose another Assignment Rule.',
			)
		: { ...choices, assignment: { rule } };
}

/** The longest pause between two looks at a job. */
const LONGEST_PAUSE_MS = 60_000;

export function readBulkChoices(read: ParameterReader): BulkChoices | Problem {
	const { bulkAbove, jobMinutes, firstLook } = read.collection('options');
	const numbers = [
		['Bulk Above', Number(bulkAbove ?? 2_000)],
		['Longest Bulk Job', Number(jobMinutes ?? 60)],
		['First Look After', Number(firstLook ?? 5)],
	] as const;
	const bad = numbers.find(([, number]) => !(number >= 0));
	if (bad) {
		return new Problem(
			`${bad[0]} is ${bad[1]}, but has to be 0 or more`,
			`Change ${bad[0]} in the options of this node.`,
		);
	}
	const [[, above], [, minutes], [, seconds]] = numbers;
	const firstPauseMs = seconds * 1_000;
	return {
		above,
		pace: {
			firstPauseMs,
			longestPauseMs: Math.max(firstPauseMs, LONGEST_PAUSE_MS),
			limitMs: minutes * 60_000,
		},
	};
}

/** The headers by which the collections API is told (REST guide, headers, 2026-08). */
export function headersOf({ allowDuplicates, assignment: chosen }: Choices): HeaderMap {
	const assign = chosen === 'none' ? 'FALSE' : chosen === 'default' ? undefined : chosen.rule;
	return {
		...(allowDuplicates ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {}),
		...(assign === undefined ? {} : { 'sforce-auto-assign': assign }),
	};
}
