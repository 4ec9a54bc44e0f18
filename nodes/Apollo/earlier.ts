import type { Success } from '../shared/engine/client';
import type { Reason } from '../shared/engine/types';

const SURELY_NOT_DONE = new Set<Reason>(['network-not-sent', 'rate-limited']);

/** Whether an attempt before this answer may have done what was asked. */
export function mayHaveDone({ earlier = [] }: Pick<Success, 'earlier'>): boolean {
	return earlier.some(({ reason }) => !SURELY_NOT_DONE.has(reason));
}
