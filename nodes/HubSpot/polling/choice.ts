import { Problem, type ParameterReader } from '../../shared/node/parameters';
import type { ObjectKind } from '../objects';
import { readType } from '../resources/records/rows';
import { watchedKinds } from './fields';

const MINUTE_MS = 60_000;

/**
 * CRM search gives what has changed "moments" later (CRM search, 2026-03-30); Estuary's connector, which
 * copies whole accounts, reads once more an hour behind. Ten minutes cost a few searches a poll.
 */
const LOOK_BACK_MINUTES = 10;
/** So many records are some ten megabytes in one execution of n8n. */
const MOST_ITEMS = 10_000;

/** How the trigger is set. */
export interface Choice {
	kind: ObjectKind;
	/** In paths. */
	type: string;
	created: boolean;
	updated: boolean;
	/** Whose new values are told; empty where none are. */
	watched: string[];
	begin: 'all' | 'now';
	lookBackMs: number;
	most: number;
}

/** How the trigger is set, or what has to be changed first. */
export function readChoice(read: ParameterReader): Choice | Problem {
	const resource = read.text('resource');
	const kind = watchedKinds.find(({ value }) => value === resource);
	if (!kind) return new Problem(`There is no resource "${resource}"`, 'Choose one from the list.');
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const events = new Set(read.names('events'));
	const isWatching = events.has('propertyChanged');
	const watched = isWatching ? [...new Set(read.names('watchedProperties'))] : [];
	const { lookBack = LOOK_BACK_MINUTES, mostItems = MOST_ITEMS } = read.collection('options');
	const choice: Choice = {
		kind,
		type,
		created: events.has('created'),
		updated: events.has('updated'),
		watched,
		begin: read.text('begin') === 'all' ? 'all' : 'now',
		lookBackMs: Number(lookBack) * MINUTE_MS,
		most: Number(mostItems),
	};
	return read.problem ?? problemOf(choice, isWatching) ?? choice;
}

function problemOf(
	{ created, updated, watched, lookBackMs, most }: Choice,
	isWatching: boolean,
): Problem | undefined {
	if (!created && !updated && !isWatching) {
		return new Problem('Events is empty', 'Choose what starts the workflow.');
	}
	if (isWatching && watched.length === 0) {
		return new Problem(
			'Watched Property Names or IDs is empty',
			'Choose the properties whose new values start the workflow.',
		);
	}
	if (!(lookBackMs >= 0)) {
		return new Problem('Look-Back is no number of minutes', 'Change it under Options.');
	}
	return Number.isInteger(most) && most >= 1
		? undefined
		: new Problem('Max Items per Poll is no whole number of 1 or more', 'Change it under Options.');
}
