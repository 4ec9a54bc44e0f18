import { LONGEST_TIMER_MS } from '../clock';

/** The end of an attempt: by the caller's signal, or because its time is over. */
export interface Deadline {
	signal: AbortSignal;
	/** Why the signal fired; undefined while it has not. */
	readonly endedBy: 'cancelled' | 'timeout' | undefined;
	/** Lets go of the timer and of the caller's signal. */
	stop(): void;
}

/** Starts the clock of an attempt. `timeoutMs` bounds all of it: queue, connection, headers, body. */
export function startDeadline(timeoutMs: number, caller: AbortSignal | undefined): Deadline {
	const controller = new AbortController();
	let endedBy: Deadline['endedBy'];
	const end = (by: 'cancelled' | 'timeout') => {
		endedBy ??= by;
		controller.abort();
	};
	const cancel = () => end('cancelled');
	const timer = setTimeout(
		() => end('timeout'),
		Math.min(Math.max(1, timeoutMs), LONGEST_TIMER_MS),
	);
	caller?.addEventListener('abort', cancel, { once: true });
	if (caller?.aborted) cancel();
	return {
		signal: controller.signal,
		get endedBy() {
			return endedBy;
		},
		stop() {
			clearTimeout(timer);
			caller?.removeEventListener('abort', cancel);
		},
	};
}

/** The promise's value, or undefined when the signal fires first. */
export async function untilAborted<T>(
	promise: Promise<T>,
	signal: AbortSignal,
): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	return await new Promise((resolve, reject) => {
		const giveUp = () => resolve(undefined);
		signal.addEventListener('abort', giveUp, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
	});
}
