import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends a server as a crash of the machine would: without a word to its clients. */
export async function crash(
	running: ChildProcess | undefined,
	signal: NodeJS.Signals,
): Promise<void> {
	if (!running) return;
	const gone = once(running, 'exit');
	running.kill(signal);
	await gone;
}
