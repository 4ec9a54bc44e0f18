import type { JobPace } from '../../shared/engine/job';
import type { Facts } from '../../shared/node/operation';
import type { JsonObject } from '../../shared/node/jsonObject';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { contentHash } from '../../shared/store/contentHash';
import { readObject } from '../objectFields';
import { LONGEST_ID } from '../vendor';
import { inputsField } from './fields';

/** An item of a run, as the user gives it. */
export interface RunItem {
	routineId: string;
	/** In the run. */
	id: string;
	inputs: JsonObject;
	/** Where Clay tells that the run is over; undefined where the run is waited for. */
	webhookId?: string;
	/** What it is known by in the ledger: the same for the same work. */
	key: string;
}

/** The item of a run, or what is wrong with it. */
export function readRunItem(read: ParameterReader, facts: Facts): RunItem | Problem {
	const routineId = readRoutineId(read);
	if (routineId instanceof Problem) return routineId;
	const inputs = readObject(read, inputsField);
	if (inputs instanceof Problem) return inputs;
	const id = readId(read, facts);
	if (id instanceof Problem) return id;
	const webhookId = readWebhookId(read);
	if (webhookId instanceof Problem) return webhookId;
	const key = contentHash({ routineId, id, inputs });
	return { routineId, id, inputs, key, ...(webhookId === undefined ? {} : { webhookId }) };
}

/** Clay shows the IDs of functions without the prefix that its API asks for (routines, 2026-08). */
function readRoutineId(read: ParameterReader): string | Problem {
	const id = read.text('routineId');
	if (id === '') {
		return new Problem('Routine ID is empty', 'Fill it with an ID such as function:t_0abcDEF123.');
	}
	const whole = /^t_/.test(id) ? `function:${id}` : id;
	return whole.length <= LONGEST_ID ? whole : tooLong('Routine ID', whole);
}

/** The user's own, or one that this item has in this execution and in no other. */
function readId(read: ParameterReader, { place = '' }: Facts): string | Problem {
	const id = read.text('itemId');
	if (id === '') return contentHash({ place, item: read.itemIndex });
	return id.length <= LONGEST_ID ? id : tooLong('Item ID', id);
}

function readWebhookId(read: ParameterReader): string | undefined | Problem {
	if (read.text('whenStarted') !== 'webhook') return undefined;
	const id = read.text('webhookId');
	if (id === '') {
		return new Problem(
			'Webhook ID is empty',
			'Fill it with the ID that "clay webhooks create" has given, or choose to wait for the results.',
		);
	}
	return id.length <= LONGEST_ID ? id : tooLong('Webhook ID', id);
}

function tooLong(label: string, id: string): Problem {
	return new Problem(
		`${label} has ${id.length} characters, but Clay takes ${LONGEST_ID} at most`,
		`Use a shorter ${label}.`,
	);
}

/** How a run is waited for, and how long its items are not started again, in ms. */
export interface RunTerms {
	pace: JobPace;
	keptMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** "At a modest interval rather than as fast as possible" (rate limits, 2026-08). */
const FIRST_LOOK_S = 2;
const LONGEST_PAUSE_MS = 30_000;

/** The terms of all items: those of the first. */
export function readTerms(read: ParameterReader): RunTerms | Problem {
	const options = read.collection('options');
	const firstLook = Number(options.firstLook ?? FIRST_LOOK_S);
	const longestRun = Number(options.longestRun ?? 60);
	const runAgainAfter = Number(options.runAgainAfter ?? 24);
	if (!(firstLook >= 0)) return outOfRange('First Look After', options.firstLook);
	if (!(longestRun > 0)) return outOfRange('Longest Run', options.longestRun);
	if (!(runAgainAfter >= 0)) return outOfRange('Run Again After', options.runAgainAfter);
	const firstPauseMs = firstLook * 1_000;
	return {
		pace: {
			firstPauseMs,
			longestPauseMs: Math.max(firstPauseMs, LONGEST_PAUSE_MS),
			limitMs: longestRun * MINUTE_MS,
		},
		keptMs: runAgainAfter * HOUR_MS,
	};
}

function outOfRange(label: string, value: unknown): Problem {
	return new Problem(
		`${label} is ${String(value)}, but has to be a number that is not below 0`,
		`Change ${label} in the options of this node.`,
	);
}
