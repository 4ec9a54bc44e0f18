import { later } from '../clock';
import { processState } from '../processState';
import { retentionOf } from './retention';
import type { Shipped } from './ship';
import { sinkOf, type Sink } from './sinks';
import { shipLog } from './workerThread';

const EVERY_MS = 1_000;
/** While the sink is down. */
const SLOWEST_MS = 10_000;

type Environment = Record<string, string | undefined>;
type Waiting = Pick<Shipped, 'waiting' | 'reason'>;

const NOTHING: Waiting = { waiting: 0, reason: '' };
const states = () => processState('log-shipping', () => new Map<string, Waiting>());

/** The rows of this file that have not reached the sink, and why. */
export function waitingOf(file: string): Waiting {
	return states().get(file) ?? NOTHING;
}

/** Brings rows to the sink now. Never throws; what is not brought stays in the local file. */
export async function shipNow(file: string, sink: Sink): Promise<Waiting> {
	const told = await shipLog(file, sink);
	const { waiting, reason } = told.ok ? told.value : { waiting: 0, reason: told.message };
	states().set(file, { waiting, reason });
	return { waiting, reason };
}

/** Brings rows to the sink each second, as long as the process lives. */
export function keepShipped(file: string, sink: Sink): void {
	const next = (wait: number) => {
		void shipNow(file, sink).then(({ reason }) => {
			const pause = reason === '' ? EVERY_MS : Math.min(SLOWEST_MS, wait * 2);
			later(pause, () => next(pause));
		});
	};
	next(EVERY_MS);
}

/** Notes that rows stay in the local file, and why. */
export function noteUnshipped(file: string, reason: string): void {
	states().set(file, { waiting: 0, reason });
}

/** The sink of this instance for the rows of a file. */
export function sinkFor(file: string, env: Environment) {
	return sinkOf(env, file, retentionOf(env).days);
}
