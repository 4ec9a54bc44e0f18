import { systemClock } from '../../shared/engine/clock';
import { startedWorkAt, type Started, type StartedWork } from '../../shared/store/startedWork';
import { defaultStoreFile, type Stored } from '../../shared/store/sqliteStore';
import type { RunItem } from './item';
import { handleOf, type RunHandle } from './run';

/** What the ledger knows of an item. */
export type KnownRun =
	| { kind: 'started'; handle: RunHandle }
	/** It was sent, and nobody has the answer. */
	| { kind: 'unknown'; at: number };

/**
 * The items that have been started at Clay, which charges each start and knows no idempotency key: so
 * nothing but this keeps one from being started twice.
 */
export class RunLedger {
	private readonly work: StartedWork = startedWorkAt(defaultStoreFile(process.env));

	constructor(
		/** Whose runs they are. */
		private readonly account: string,
		private readonly keptMs: number,
		/** Whether items whose outcome is unknown are started again. */
		private readonly again: boolean,
	) {}

	/** What of these is known, by key. All others are the caller's to start. */
	claim(items: RunItem[]): Stored<Map<string, KnownRun>> {
		const now = systemClock.now();
		const terms = { now, since: now - this.keptMs, again: this.again };
		const claimed = this.work.claim(this.account, keysOf(items), terms);
		if (!claimed.ok) return claimed;
		const known = [...claimed.value].map(([key, started]) => [key, knownRun(started)] as const);
		return { ok: true, value: new Map(known) };
	}

	/** This run does them. */
	begun(items: RunItem[], { mode, id }: RunHandle): Stored<void> {
		return this.work.begun(this.account, keysOf(items), { mode, id });
	}

	/** They are not done, and may be started again. */
	release(items: RunItem[]): Stored<void> {
		return this.work.release(this.account, keysOf(items));
	}
}

function keysOf(items: RunItem[]): string[] {
	return items.map(({ key }) => key);
}

function knownRun({ at, handle }: Started): KnownRun {
	const run = handleOf(handle);
	return run ? { kind: 'started', handle: run } : { kind: 'unknown', at };
}
