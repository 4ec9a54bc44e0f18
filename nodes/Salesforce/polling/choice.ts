import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readObjectType } from '../write/row';

const MINUTE_MS = 60_000;
/**
 * A record has the time of its save, and is seen when its transaction ends: up to ten minutes later in
 * a chunk of a bulk job (Bulk API 2.0 guide, 2026-08).
 */
const LOOK_BACK_MINUTES = 15;
/** So many records are some ten megabytes in one execution of n8n. */
const MOST_ITEMS = 10_000;

/** How the trigger is set. */
export interface Choice {
	type: string;
	created: boolean;
	updated: boolean;
	deleted: boolean;
	begin: 'all' | 'now';
	lookBackMs: number;
	most: number;
}

/** How the trigger is set, or what has to be changed first. */
export function readChoice(read: ParameterReader): Choice | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const events = new Set(read.names('events'));
	const { lookBack = LOOK_BACK_MINUTES, mostItems = MOST_ITEMS } = read.collection('options');
	const choice: Choice = {
		type,
		created: events.has('created'),
		updated: events.has('updated'),
		deleted: events.has('deleted'),
		begin: read.text('begin') === 'all' ? 'all' : 'now',
		lookBackMs: Number(lookBack) * MINUTE_MS,
		most: Number(mostItems),
	};
	return read.problem ?? problemOf(choice) ?? choice;
}

function problemOf({ created, updated, deleted, lookBackMs, most }: Choice): Problem | undefined {
	if (!created && !updated && !deleted) {
		return new Problem('Events is empty', 'Choose what starts the workflow.');
	}
	if (!(lookBackMs >= 0)) {
		return new Problem('Look-Back is no number of minutes', 'Change it under Options.');
	}
	return Number.isInteger(most) && most >= 1
		? undefined
		: new Problem('Max Items per Poll is no whole number of 1 or more', 'Change it under Options.');
}
