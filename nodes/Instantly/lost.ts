import type { Failure } from '../shared/engine/client';
import type { Reason } from '../shared/engine/types';

/** What an attempt came to that Instantly may have done all the same. */
const LOST = new Set<Reason>([
	'server-error',
	'timeout-status',
	'not-json',
	'network-unknown',
	'cut-body',
	'timeout',
]);

/** Whether one of these attempts may have been done, although nobody has its answer. */
export function mayBeDone(attempts: Failure['attempts'] = []): boolean {
	return attempts.some(({ reason }) => LOST.has(reason));
}
