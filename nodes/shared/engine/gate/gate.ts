import { systemClock, type Clock } from '../clock';
import type { LimitReading } from '../timing';
import type { QuotaWindow } from '../vendor';
import {
	admit,
	arrive,
	depart,
	holdUntil,
	newQuotaState,
	succeed,
	type Admission,
	type QuotaState,
} from './quotaState';

/** A quota as the gate knows it: the key tells whose it is. */
export interface GateQuota {
	key: string;
	windows: QuotaWindow[];
}

/** The right to send one request. Must be given back by `leave`. */
export interface Ticket {
	quotas: GateQuota[];
	/** Monotonic. */
	sentAt: number;
}

export interface Wait {
	ms: number;
	reason: 'quota-hold' | 'window-full' | 'probing';
}

export type Entry =
	| { kind: 'entered'; ticket: Ticket; waitedMs: number; reason: Wait['reason'] | '' }
	/** Waiting would take longer than the caller allows. */
	| { kind: 'refused'; reason: 'quota-exhausted' | 'deadline' | 'held-too-often'; waitMs: number }
	| { kind: 'cancelled' };

export interface EnterOptions {
	signal?: AbortSignal;
	/** Monotonic; Infinity for none. */
	deadline: number;
	longestHoldMs: number;
	/** Called once when this request begins to wait for a known time of a second or more. */
	onWait?: (wait: Wait) => void;
}

export interface Leave {
	counted: boolean;
	readings: LimitReading[];
	/** The vendor said that a limit is reached. `quotaKey` undefined: all quotas of the request. */
	hold?: { ms?: number; quotaKey?: string };
	/** The answer shows that the limit is open. */
	open: boolean;
}

/** More holds in a row than this, without one success, and the vendor's limit is not a limit. */
const MOST_HOLDS_IN_A_ROW = 20;
const SHORTEST_BLIND_HOLD_MS = 1_000;
const LONGEST_BLIND_HOLD_MS = 60_000;

interface Waiter {
	quotas: GateQuota[];
	options: EnterOptions;
	since: number;
	reason: Wait['reason'] | '';
	told: boolean;
	resolve: (entry: Entry) => void;
}

/**
 * Lets requests through as their quotas allow, in the order in which they came. Requests on
 * different quotas do not wait for each other. Shared by all nodes and executions of the process.
 */
export class Gate {
	private readonly states = new Map<string, QuotaState>();
	private readonly queues = new Map<string, Waiter[]>();
	private readonly alarms = new Map<string, AbortController>();

	constructor(private readonly clock: Clock = systemClock) {}

	/** Resolves when the request may be sent, or can't be sent in time. Never throws. */
	async enter(quotas: GateQuota[], options: EnterOptions): Promise<Entry> {
		if (options.signal?.aborted) return { kind: 'cancelled' };
		const key = quotas.map((quota) => quota.key).join(' ');
		return await new Promise((resolve) => {
			const queue = this.queueOf(key);
			const waiter: Waiter = {
				quotas,
				options,
				since: this.clock.monotonic(),
				reason: '',
				told: false,
				resolve: (entry) => {
					options.signal?.removeEventListener('abort', cancel);
					resolve(entry);
				},
			};
			const cancel = () => {
				const place = queue.indexOf(waiter);
				if (place >= 0) queue.splice(place, 1);
				waiter.resolve({ kind: 'cancelled' });
				this.pump(key);
			};
			options.signal?.addEventListener('abort', cancel, { once: true });
			queue.push(waiter);
			this.pump(key);
		});
	}

	/** Gives a ticket back with what the answer told. */
	leave(ticket: Ticket, { counted, readings, hold, open }: Leave): void {
		const now = this.clock.monotonic();
		const held = ticket.quotas.filter(
			({ key }) => hold && [undefined, key].includes(hold.quotaKey),
		);
		const holdMs = hold?.ms ?? this.blindHoldMs(held);
		for (const quota of ticket.quotas) {
			const state = this.stateOf(quota.key);
			arrive(state, quota.windows, { now, sentAt: ticket.sentAt, counted, readings });
			if (held.includes(quota)) {
				holdUntil(state, now + holdMs, now, ticket.sentAt);
			} else if (open) {
				succeed(state, ticket.sentAt);
			}
		}
		for (const key of this.queues.keys()) this.pump(key);
	}

	/** Until when the quota is held, in ms from now; 0 when it is not. */
	heldMs(quotaKey: string): number {
		return Math.max(0, this.stateOf(quotaKey).heldUntil - this.clock.monotonic());
	}

	private queueOf(key: string): Waiter[] {
		const queue = this.queues.get(key) ?? [];
		this.queues.set(key, queue);
		return queue;
	}

	private stateOf(key: string): QuotaState {
		const state = this.states.get(key) ?? newQuotaState();
		this.states.set(key, state);
		return state;
	}

	/** Lets in as many of a queue as may go, then waits for the time when the next one may. */
	private pump(key: string): void {
		this.alarms.get(key)?.abort();
		this.alarms.delete(key);
		const queue = this.queueOf(key);
		for (let waiter = queue[0]; waiter; waiter = queue[0]) {
			const now = this.clock.monotonic();
			const admission = this.admitAll(waiter.quotas, now);
			if (admission.go) {
				queue.shift();
				for (const quota of waiter.quotas) depart(this.stateOf(quota.key));
				waiter.resolve({
					kind: 'entered',
					ticket: { quotas: waiter.quotas, sentAt: now },
					waitedMs: Math.round(now - waiter.since),
					reason: waiter.reason,
				});
				continue;
			}
			const refusal = this.refusal(waiter, admission, now);
			if (refusal) {
				queue.shift();
				waiter.resolve(refusal);
				continue;
			}
			this.tell(waiter, admission);
			this.wakeIn(key, Math.min(admission.waitMs, waiter.options.deadline - now));
			return;
		}
		this.queues.delete(key);
	}

	private admitAll(quotas: GateQuota[], now: number): Admission {
		let longest: Admission = { go: true };
		for (const quota of quotas) {
			const admission = admit(this.stateOf(quota.key), quota.windows, now);
			if (!admission.go && (longest.go || admission.waitMs > longest.waitMs)) longest = admission;
		}
		return longest;
	}

	private refusal(
		{ quotas, options }: Waiter,
		admission: Exclude<Admission, { go: true }>,
		now: number,
	): Entry | undefined {
		const { waitMs } = admission;
		const holds = Math.max(...quotas.map(({ key }) => this.stateOf(key).holdsInARow));
		if (holds > MOST_HOLDS_IN_A_ROW) return { kind: 'refused', reason: 'held-too-often', waitMs };
		if (waitMs === Infinity) {
			return now >= options.deadline
				? { kind: 'refused', reason: 'deadline', waitMs: 0 }
				: undefined;
		}
		if (now + waitMs > options.deadline) return { kind: 'refused', reason: 'deadline', waitMs };
		if (waitMs > options.longestHoldMs)
			return { kind: 'refused', reason: 'quota-exhausted', waitMs };
		return undefined;
	}

	private tell(waiter: Waiter, { waitMs, reason }: Exclude<Admission, { go: true }>): void {
		waiter.reason = reason;
		if (waiter.told || waitMs === Infinity || waitMs < 1_000) return;
		waiter.told = true;
		waiter.options.onWait?.({ ms: waitMs, reason });
	}

	private wakeIn(key: string, ms: number): void {
		if (ms === Infinity) return;
		const alarm = new AbortController();
		this.alarms.set(key, alarm);
		void this.clock.sleep(Math.ceil(ms), alarm.signal).then(() => {
			if (!alarm.signal.aborted) this.pump(key);
		});
	}

	/** Where a limit comes without a time: the shortest window, and twice that with each further hold. */
	private blindHoldMs(quotas: GateQuota[]): number {
		const lengths = quotas.flatMap((quota) => quota.windows.map((window) => window.ms));
		const first = lengths.length > 0 ? Math.min(...lengths) : SHORTEST_BLIND_HOLD_MS;
		const holds = Math.max(0, ...quotas.map(({ key }) => this.stateOf(key).holdsInARow));
		return Math.min(LONGEST_BLIND_HOLD_MS, first * 2 ** Math.min(holds, 10));
	}
}
