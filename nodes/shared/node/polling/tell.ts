import type { IPollFunctions } from 'n8n-workflow';
import type { Note } from '../listOperation';

/** What writes into n8n's log. */
export type Teller = Pick<IPollFunctions, 'getNode' | 'logger'>;

export function tellInfo(teller: Teller, message: string): void {
	teller.logger.info(`${teller.getNode().name}: ${message}`);
}

export function tellWarning(teller: Teller, message: string): void {
	teller.logger.warn(`${teller.getNode().name}: ${message}`);
}

/** Puts into n8n's log what the run of another node shows as hints; what is well, once. */
export function tellNotes(teller: Teller, notes: Note[], isFirst: boolean): void {
	for (const { message, type } of notes) {
		if (type === 'warning') tellWarning(teller, message);
		else if (isFirst) tellInfo(teller, message);
	}
}

/** So much changed that not all of the look-back can be remembered. `from`: ms since 1970. */
export function shortLookBack(from: number): Note {
	return {
		type: 'warning',
		message: `So many records changed that the look-back begins at ${new Date(from).toISOString()}: what appears later with an earlier time is not found.`,
	};
}
