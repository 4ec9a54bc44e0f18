import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readPollOptions, type PollOptions } from '../../shared/node/polling/options';
import type { ObjectKind } from '../objects';
import { readType } from '../resources/records/rows';
import { LOOK_BACK_MINUTES, watchedKinds } from './fields';

/** How the trigger is set. */
export interface Choice extends PollOptions {
	kind: ObjectKind;
	/** In paths. */
	type: string;
	created: boolean;
	updated: boolean;
	/** Whose new values are told; empty where none are. */
	watched: string[];
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
	const chosen = {
		created: events.has('created'),
		updated: events.has('updated'),
		watched: isWatching ? [...new Set(read.names('watchedProperties'))] : [],
	};
	const options = readPollOptions(read, LOOK_BACK_MINUTES);
	const problem = read.problem ?? problemOf(chosen, isWatching);
	if (problem) return problem;
	return options instanceof Problem ? options : { kind, type, ...chosen, ...options };
}

function problemOf(
	{ created, updated, watched }: Pick<Choice, 'created' | 'updated' | 'watched'>,
	isWatching: boolean,
): Problem | undefined {
	if (!created && !updated && !isWatching) {
		return new Problem('Events is empty', 'Choose what starts the workflow.');
	}
	return isWatching && watched.length === 0
		? new Problem(
				'Watched Property Names or IDs is empty',
				'Choose the properties whose new values start the workflow.',
			)
		: undefined;
}
