import { pickNew, type Tracking } from '../../../nodes/shared/engine/polling/newRecords';
import { askSince, type PollState } from '../../../nodes/shared/engine/polling/state';
import { timeIn } from '../../../nodes/shared/engine/polling/times';
import { asObject, asText } from '../../../nodes/shared/engine/body';

export const NOW = Date.parse('2026-11-23T09:00:00Z');
export const MINUTE = 60_000;
const LOOK_BACK = 5 * MINUTE;

export interface Row {
	[field: string]: string;
	id: string;
	at: string;
}
export const row = (id: string, time: number): Row => ({ id, at: new Date(time).toISOString() });
export const tracking: Tracking = {
	keyOf: (each) => asText(asObject(each).id),
	timeOf: (each) => timeIn(asObject(each).at),
	lookBackMs: LOOK_BACK,
};
export const ids = (rows: unknown[]) => rows.map((each) => (each as Row).id);
export const start: PollState = { since: NOW, seen: {} };

/** Asks a vendor that gives what has changed since, and picks what is new. */
export function pollChanges(rows: Row[], state: PollState, now: number, complete = true) {
	const since = askSince(state, LOOK_BACK) ?? -Infinity;
	const answer = rows.filter(({ at }) => Date.parse(at) >= since);
	return pickNew(answer, state, tracking, { now, complete });
}
