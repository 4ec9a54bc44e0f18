import { systemClock } from '../engine/clock';
import type { JsonValue } from '../engine/types';
import {
	callbacksAt,
	type AskedItem,
	type Callbacks,
	type SentRow,
	type WaitingItem,
	type WaitRow,
} from '../store/callbacks';
import { defaultStoreFile, type Stored } from '../store/sqliteStore';
import { addressOf, newIdentity } from './durableWaitAddress';
import { Problem } from './parameters';

/** What an earlier run asked for longer ago, and has no answer yet, is asked anew. */
const ADOPTED_FOR_MS = 86_400_000;

export function waitStore(): Callbacks {
	return callbacksAt(defaultStoreFile(process.env));
}

/** The items of a run that wait, with what has come for them. */
export function waitingRows(run: string): WaitRow[] | Problem {
	const store = waitStore();
	const stored = store.rows(run);
	if (stored.ok && stored.value) return stored.value;
	const why = stored.ok ? 'it does not know of this run' : stored.message;
	return new Problem(
		`The answers cannot be read from ${store.file}: ${why}`,
		'In queue mode, main, webhook and worker processes have to share this file: mount one volume there, or point GTM_STORE_FILE at it in all of them.',
	);
}

/** One run that asks, as the store of callbacks knows it. */
export class WaitRun {
	private readonly store = waitStore();
	private readonly identity = newIdentity();
	private asked = 0;
	/** The request that each item was asked for with last. */
	private readonly parts = new Map<number, string>();

	private constructor(private readonly receiver: string | undefined) {}

	/** `receiver`: where answers are taken; undefined where they are polled for. */
	static begin(places: JsonValue, receiver: string | undefined): WaitRun | Problem {
		const run = new WaitRun(receiver);
		const begun = run.store.begin({ ...run.identity, places }, systemClock.now());
		return problemOf(begun) ?? run;
	}

	get id(): string {
		return this.identity.run;
	}

	/** Those of the items that an earlier run has asked for: they wait for its answers. */
	adopt(items: WaitingItem[]): Set<number> | Problem {
		const adopted = this.store.adopt(this.id, items, systemClock.now() - ADOPTED_FOR_MS);
		return adopted.ok ? adopted.value : storeProblem(adopted.message);
	}

	/** Notes a request before it leaves; the address that its answers have to go to. */
	ask(items: AskedItem[]): { address: string | undefined } | Problem {
		const part = String((this.asked += 1));
		for (const { item } of items) this.parts.set(item, part);
		const address =
			this.receiver === undefined ? undefined : addressOf(this.receiver, this.identity, part);
		return problemOf(this.store.ask(this.id, part, items)) ?? { address };
	}

	/** Notes what the vendor said at once of rows of the request of this item. */
	sent(item: number, request: string | undefined, rows: SentRow[]): Problem | undefined {
		const part = this.parts.get(item);
		if (part === undefined || rows.length === 0) return undefined;
		return problemOf(this.store.sent(this.id, part, request, rows));
	}

	/** Whether the item has been sent. */
	hasAsked(item: number): boolean {
		return this.parts.has(item);
	}

	/** Nothing comes for these items. One that stays behind is only never given out. */
	drop(items: number[]): void {
		this.store.drop(this.id, items);
	}
}

function problemOf(stored: Stored<void>): Problem | undefined {
	return stored.ok ? undefined : storeProblem(stored.message);
}

function storeProblem(message: string): Problem {
	return new Problem(
		`What is asked for could not be noted, so its answers would be lost: ${message}`,
		"Check the disk of n8n's user folder, or point GTM_STORE_FILE at another place.",
	);
}
