import type { JsonValue } from '../../shared/engine/types';
import type { Picked } from '../../shared/engine/polling/newRecords';
import { markOf, MOST_SEEN, type PollState } from '../../shared/engine/polling/state';

type Cursor = string | number;

/**
 * Follows the cursor that a list's answers hold, and the rows that came behind it: those are given
 * once more to whoever asks with this cursor. APIs that hold it in each page give the last page
 * again; APIs that count it inclusively give its own row again.
 */
export class CursorTrail {
	/** The last one that an answer held; that of the earlier poll where none has come. */
	cursor: Cursor | undefined;
	private behind: JsonValue[] = [];

	constructor(private readonly sent: Cursor | undefined) {
		this.cursor = sent;
	}

	/** Takes a page: its rows, and what stands at the cursor's path. */
	note(rows: JsonValue[], found: JsonValue | undefined): void {
		const isCursor = typeof found === 'number' || (typeof found === 'string' && found !== '');
		if (isCursor && found !== this.sent) {
			this.cursor = found;
			this.behind = [];
		} else {
			for (const row of rows) this.behind.push(row);
		}
	}

	/**
	 * The rows that no earlier poll has given, and what to remember. Two rows that are alike are two
	 * records; a list that was not read to its end is asked for again from the earlier cursor.
	 */
	pick(rows: JsonValue[], state: PollState, complete: boolean): Picked {
		const counts = new Map<string, number>();
		const fresh = rows.filter((row) => {
			const mark = markOf(undefined, row);
			const place = (counts.get(mark) ?? 0) + 1;
			counts.set(mark, place);
			return place > (state.seen[mark] ?? 0);
		});
		const isKept = !complete || this.cursor === this.sent;
		const seen = isKept ? { ...state.seen } : {};
		const again = complete
			? countsOf(isKept ? this.behind : this.behind.slice(-MOST_SEEN))
			: counts;
		for (const [mark, count] of again) seen[mark] = Math.max(seen[mark] ?? 0, count);
		const cursor = complete ? this.cursor : state.cursor;
		return {
			fresh,
			older: 0,
			state: { seen, ...(cursor === undefined ? {} : { cursor }) },
			tooMany: Object.keys(seen).length > MOST_SEEN,
		};
	}
}

function countsOf(rows: JsonValue[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const row of rows) {
		const mark = markOf(undefined, row);
		counts.set(mark, (counts.get(mark) ?? 0) + 1);
	}
	return counts;
}
