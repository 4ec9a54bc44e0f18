import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readPollOptions, type PollOptions } from '../../shared/node/polling/options';
import { readObjectType } from '../write/row';
import { LOOK_BACK_MINUTES } from './fields';

/** How the trigger is set. */
export interface Choice extends PollOptions {
	type: string;
	created: boolean;
	updated: boolean;
	deleted: boolean;
}

/** How the trigger is set, or what has to be changed first. */
export function readChoice(read: ParameterReader): Choice | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const events = new Set(read.names('events'));
	const chosen = {
		created: events.has('created'),
		updated: events.has('updated'),
		deleted: events.has('deleted'),
	};
	const options = readPollOptions(read, LOOK_BACK_MINUTES);
	if (read.problem) return read.problem;
	if (!Object.values(chosen).includes(true)) {
		return new Problem('Events is empty', 'Choose what starts the workflow.');
	}
	return options instanceof Problem ? options : { type, ...chosen, ...options };
}
