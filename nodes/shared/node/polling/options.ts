import type { INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../parameters';
import { readBegin } from './fields';
import type { PollList } from './trigger';

/** So many records are some ten megabytes in one execution of n8n. */
const MOST_ITEMS = 10_000;
const MINUTE_MS = 60_000;

/** When a poll ends before its list does. `pageSize`: records of a page, which is never split. */
export function mostItemsField(pageSize: number): INodeProperties {
	return {
		displayName: 'Max Items per Poll',
		name: 'mostItems',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: MOST_ITEMS,
		description: `After so many items the workflow is started, and the next poll goes on behind them. A page of ${pageSize.toLocaleString('en-US')} records is always given whole.`,
	};
}

/** How a trigger reads its lists. */
export interface PollOptions {
	begin: PollList['begin'];
	lookBackMs: number;
	/** Items after which a poll ends. */
	most: number;
}

/**
 * Begin With, and what the collection Options holds of Look-Back and Max Items per Poll.
 * `lookBackMinutes`: where it holds none.
 */
export function readPollOptions(
	read: ParameterReader,
	lookBackMinutes: number,
): PollOptions | Problem {
	const { lookBack = lookBackMinutes, mostItems = MOST_ITEMS } = read.collection('options');
	const begin = readBegin(read);
	const lookBackMs = readLookBack(lookBack);
	const most = Number(mostItems);
	if (lookBackMs instanceof Problem) return lookBackMs;
	return Number.isInteger(most) && most >= 1
		? { begin, lookBackMs, most }
		: new Problem('Max Items per Poll is no whole number of 1 or more', 'Change it under Options.');
}

/** Minutes as milliseconds. */
export function readLookBack(minutes: unknown): number | Problem {
	const ms = Number(minutes) * MINUTE_MS;
	return ms >= 0 ? ms : new Problem('Look-Back is no number of minutes', 'Change it to 0 or more.');
}
