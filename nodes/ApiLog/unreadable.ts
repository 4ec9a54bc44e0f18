import { Problem } from '../shared/node/parameters';

/** Why the log gave no answer. */
export function unreadable(file: string, why: string): Problem {
	return new Problem(
		`The API log could not be read: ${why}`,
		`Check the file ${file}, then run the node again. What is logged meanwhile is not touched by this.`,
	);
}
