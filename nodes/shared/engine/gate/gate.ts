import { systemClock, type Clock } from '../clock';
import type { LimitReading } from '../timing';
import type { QuotaWindow } from '../vendor';
import {
	admit,
	arrive,
	depart,
	heedOthers,
	holdUntil,
	isStraggler,
	limitOf,
	newQuotaState,
	recentRate,
	succeed,
	takeBack,
	type Admission,
	type Lesson,
	type QuotaState,
} from './quotaState';
import type { SharedWait, SharedWindow } from './shared';

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
	/** Its place among all requests of the gate. */
	order: number;
}

export interface Wait {
	ms: number;
	reason: 'quota-hold' | 'window-full' | 'probing';
}

export type Entry =
	| {
			kind: 'entered';
			ticket: Ticket;
			waitedMs: number;
			reason: Wait['reason'] | '';
			/** Why this process keeps limits alone that others should know of. */
			alone?: string;
	  }
	/** Waiting would take longer than the caller allows. */
	| { kind: 'refused'; reason: 'quota-exhausted' | 'deadline' | 'held-too-often'; waitMs?: number }
	| { kind: 'cancelled' };

export interface EnterOptions {
	signal?: AbortSignal;
	/** Monotonic; Infinity for none. */
	deadline: number;
	/** The longest wait after the vendor has said that a limit is reached. */
	longestHoldMs: number;
	/** The longest wait to keep a documented window; as long as a hold where left out. */
	longestPaceMs?: number;
	/** Of its earlier ticket: a request that comes again keeps its place before later ones. */
	order?: number;
	/** Called once when this request begins to wait for a known time of a second or more. */
	onWait?: (wait: Wait) => void;
}

export interface Leave {
	counted: boolean;
	readings: LimitReading[];
	/** The vendor said that a limit is reached. `quotaKey` undefined: all quotas of the request. */
	hold?: { ms?: number; quotaKey?: string; exhausted?: boolean };
	/** The answer shows that the limit is open. */
	open: boolean;
}

/** What of a gate those who send need. */
export type Entrance = Pick<Gate, 'enter' | 'leave'>;

/** More holds in a row than this, without one success, and the vendor's limit is not a limit. */
const MOST_HOLDS_IN_A_ROW = 20;
const SHORTEST_HOLD_MS = 1_000;
const LONGEST_BLIND_HOLD_MS = 60_000;
/** A vendor that names a longer one has sent nonsense: after a day a request may find out. */
const LONGEST_HOLD_MS = 86_400_000;

interface Waiter {
	quotas: GateQuota[];
	options: EnterOptions;
	since: number;
	order: number;
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
	/** Why the head of a queue last waited; those behind it waited for the same. */
	private readonly reasons = new Map<string, Wait['reason']>();
	private came = 0;

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
				order: options.order ?? (this.came += 1),
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
			this.refuseAtDeadline(waiter, key);
			const behind = queue.findIndex(({ order }) => order > waiter.order);
			queue.splice(behind < 0 ? queue.length : behind, 0, waiter);
			this.pump(key);
		});
	}

	/** Gives a ticket back with what the answer told. */
	leave(ticket: Ticket, { counted, readings, hold, open }: Leave): void {
		const now = this.clock.monotonic();
		const held = hold ? quotasOf(ticket, hold.quotaKey) : [];
		const blindMs = this.blindHoldMs(held, now);
		for (const quota of ticket.quotas) {
			const state = this.stateOf(quota.key);
			arrive(state, quota.windows, { now, sentAt: ticket.sentAt, counted, readings });
			if (held.includes(quota)) {
				// Answers to requests that left before a blind hold began speak of the same window.
				const known = hold?.ms === undefined && isStraggler(state, ticket.sentAt);
				const lesson = lessonOf(quota, readings, hold?.ms);
				const least = lesson?.kind === 'pace' ? 0 : SHORTEST_HOLD_MS;
				const ms = known ? 0 : Math.min(LONGEST_HOLD_MS, Math.max(least, hold?.ms ?? blindMs));
				const { sentAt } = ticket;
				const exhausted = hold?.exhausted === true;
				const until = now + ms;
				holdUntil(state, { until, now, sentAt, exhausted, ...(lesson ? { lesson } : {}) });
			} else if (open) {
				succeed(state, ticket.sentAt, now);
			}
		}
		for (const key of this.queues.keys()) this.pump(key);
	}

	/** Puts a ticket back that was not used, since others leave no room; enter again with its order. */
	postpone(ticket: Ticket, waits: SharedWait[]): void {
		const now = this.clock.monotonic();
		for (const { key, windows } of ticket.quotas) {
			const state = this.stateOf(key);
			takeBack(state, ticket.sentAt);
			const wait = waits.find(({ quotaKey }) => quotaKey === key);
			if (!wait) continue;
			const { ms, reason, exhausted } = wait;
			heedOthers(state, windows, { until: now + ms, reason, exhausted });
		}
		for (const key of this.queues.keys()) this.pump(key);
	}

	/** The windows of a quota whose limit is known by now, by the documentation or by headers. */
	knownWindows({ key, windows }: GateQuota): SharedWindow[] {
		const state = this.stateOf(key);
		return windows.flatMap((window) => {
			const limit = limitOf(state, window);
			return limit === undefined ? [] : [{ name: window.name, ms: window.ms, limit }];
		});
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
			if (now >= waiter.options.deadline) {
				queue.shift();
				waiter.resolve({ kind: 'refused', reason: 'deadline' });
				continue;
			}
			const admission = this.admitAll(waiter.quotas, now);
			if (admission.go) {
				queue.shift();
				for (const quota of waiter.quotas) depart(this.stateOf(quota.key), now);
				waiter.resolve({
					kind: 'entered',
					ticket: { quotas: waiter.quotas, sentAt: now, order: waiter.order },
					waitedMs: Math.round(now - waiter.since),
					reason: now > waiter.since ? (this.reasons.get(key) ?? '') : '',
				});
				continue;
			}
			const refusal = this.refusal(waiter, admission, now);
			if (refusal) {
				queue.shift();
				waiter.resolve(refusal);
				continue;
			}
			this.reasons.set(key, admission.reason);
			this.refuseBehind(queue, admission, now);
			this.wakeIn(key, admission.waitMs);
			this.tell(waiter, admission);
			return;
		}
		this.queues.delete(key);
		this.reasons.delete(key);
	}

	/** Those behind the head wait at least as long as it does: who may not is told at once. */
	private refuseBehind(
		queue: Waiter[],
		admission: Exclude<Admission, { go: true }>,
		now: number,
	): void {
		for (const waiter of queue.slice(1)) {
			const refusal = this.refusal(waiter, admission, now);
			if (!refusal) continue;
			queue.splice(queue.indexOf(waiter), 1);
			waiter.resolve(refusal);
		}
	}

	/** A deadline counts from anywhere in the queue, also while nobody knows how long the wait is. */
	private refuseAtDeadline(waiter: Waiter, key: string): void {
		const { deadline, signal } = waiter.options;
		if (deadline === Infinity) return;
		const over = new AbortController();
		const { resolve } = waiter;
		waiter.resolve = (entry) => {
			over.abort();
			resolve(entry);
		};
		const ms = Math.max(0, deadline - waiter.since);
		void this.clock.sleep(ms, over.signal).then(() => {
			if (over.signal.aborted || signal?.aborted) return;
			const queue = this.queueOf(key);
			const place = queue.indexOf(waiter);
			if (place < 0) return;
			queue.splice(place, 1);
			waiter.resolve({ kind: 'refused', reason: 'deadline' });
			this.pump(key);
		});
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
		const { waitMs, reason, answerMayOpen, exhausted } = admission;
		if (answerMayOpen) return undefined;
		if (exhausted) return { kind: 'refused', reason: 'quota-exhausted', waitMs };
		const holds = Math.max(...quotas.map(({ key }) => this.stateOf(key).holdsInARow));
		if (holds > MOST_HOLDS_IN_A_ROW) return { kind: 'refused', reason: 'held-too-often', waitMs };
		if (now + waitMs > options.deadline) return { kind: 'refused', reason: 'deadline', waitMs };
		const { longestHoldMs, longestPaceMs = longestHoldMs } = options;
		const longest = reason === 'window-full' ? longestPaceMs : longestHoldMs;
		return waitMs > longest ? { kind: 'refused', reason: 'quota-exhausted', waitMs } : undefined;
	}

	private tell(waiter: Waiter, admission: Exclude<Admission, { go: true }>): void {
		const { waitMs, reason, answerMayOpen } = admission;
		if (waiter.told || answerMayOpen || waitMs < 1_000) return;
		try {
			waiter.options.onWait?.({ ms: waitMs, reason });
		} catch {
			// Whoever listens must not harm the queue; there is nobody here to tell it to.
			waiter.told = true;
		}
		waiter.told = true;
	}

	private wakeIn(key: string, ms: number): void {
		if (ms === Infinity) return;
		const alarm = new AbortController();
		this.alarms.set(key, alarm);
		void this.clock.sleep(Math.ceil(ms), alarm.signal).then(() => {
			if (!alarm.signal.aborted) this.pump(key);
		});
	}

	/**
	 * Where a limit comes without a time: the shortest window, and twice that with each further hold.
	 * Without any window two requests' time, since the pace is cut as well.
	 */
	private blindHoldMs(quotas: GateQuota[], now: number): number {
		const states = quotas.map(({ key }) => this.stateOf(key));
		const lengths = quotas.flatMap((quota) => quota.windows.map((window) => window.ms));
		const pauses = states.map((state) => 2_000 / recentRate(state, now));
		const first = Math.min(...(lengths.length > 0 ? lengths : [SHORTEST_HOLD_MS, ...pauses]));
		const holds = Math.max(0, ...states.map(({ holdsInARow }) => holdsInARow));
		return Math.min(LONGEST_BLIND_HOLD_MS, first * 2 ** Math.min(holds, 10));
	}
}

/** Longer windows are too rarely full to learn from. */
const LONGEST_TO_LEARN_MS = 60_000;

/** What can be learned from a refusal: nothing where headers tell what is left. */
function lessonOf(
	{ windows }: GateQuota,
	readings: LimitReading[],
	holdMs: number | undefined,
): Lesson | undefined {
	if (readings.some(({ window }) => windows.some(({ name }) => name === window))) return undefined;
	if (windows.every(({ limit }) => limit === undefined)) {
		if (holdMs !== undefined) return { kind: 'window', most: Infinity };
		return windows.length === 0 ? { kind: 'pace' } : undefined;
	}
	const documented = windows.filter(({ limit, ms }) => limit && ms <= LONGEST_TO_LEARN_MS);
	const [shortest] = documented.sort((a, b) => a.ms - b.ms);
	return shortest && { kind: 'window', ms: shortest.ms, most: shortest.limit ?? Infinity };
}

/** The quotas that a hold speaks of; all of them where it names none of this request's. */
function quotasOf({ quotas }: Ticket, quotaKey: string | undefined): GateQuota[] {
	const named = quotas.filter(({ key }) => key === quotaKey);
	return named.length > 0 ? named : quotas;
}
