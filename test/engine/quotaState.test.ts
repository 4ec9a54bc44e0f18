import {
	admit,
	arrive,
	depart,
	holdUntil,
	isStraggler,
	newQuotaState,
	recentRate,
	succeed,
	type QuotaState,
} from '../../nodes/shared/engine/gate/quotaState';
import type { LimitReading } from '../../nodes/shared/engine/timing';
import type { QuotaWindow } from '../../nodes/shared/engine/vendor';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

const window = (rest: Partial<QuotaWindow> = {}): QuotaWindow => ({
	name: 'w',
	ms: MINUTE,
	...rest,
});
const read = (rest: Partial<LimitReading>): LimitReading => ({
	window: 'w',
	remaining: 0,
	...rest,
});

/** One request that left and came back with these readings. */
function roundTrip(
	state: QuotaState,
	windows: QuotaWindow[],
	trip: { sentAt?: number; now?: number; readings?: LimitReading[]; counted?: boolean } = {},
): void {
	const { sentAt = 0, now = sentAt, readings = [], counted = true } = trip;
	depart(state, sentAt);
	arrive(state, windows, { now, sentAt, counted, readings });
}

describe('what headers tell', () => {
	it('a day that is used up, and nobody says until when: not worth waiting for', () => {
		const state = newQuotaState();
		const windows = [window({ ms: DAY })];
		roundTrip(state, windows, { readings: [read({})] });
		expect(admit(state, windows, 0)).toMatchObject({ go: false, exhausted: true });
		// After a quarter of an hour one request may find out.
		expect(admit(state, windows, 15 * MINUTE)).toEqual({ go: true });
	});

	it('a day whose reset is told is waited for, however long', () => {
		const state = newQuotaState();
		const windows = [window({ ms: DAY })];
		roundTrip(state, windows, { readings: [read({ resetInMs: 5 * MINUTE })] });
		const admission = admit(state, windows, 0);
		expect(admission).toMatchObject({ go: false, waitMs: 5 * MINUTE, exhausted: false });
	});

	it('a minute that is used up, and nobody says until when: its own length', () => {
		const state = newQuotaState();
		roundTrip(state, [window()], { readings: [read({})] });
		expect(admit(state, [window()], 0)).toMatchObject({ waitMs: MINUTE, exhausted: false });
	});

	it('as many as are in flight are not left: an answer may open the way, at the latest the reset', () => {
		const state = newQuotaState();
		roundTrip(state, [window()], { now: 10, readings: [read({ remaining: 2, resetInMs: 500 })] });
		depart(state, 20);
		expect(admit(state, [window()], 30)).toEqual({ go: true });
		depart(state, 30);
		expect(admit(state, [window()], 110)).toMatchObject({
			go: false,
			waitMs: 400,
			answerMayOpen: true,
		});
	});

	it('a limit in a header wins over the documented one, unless it is 0', () => {
		const state = newQuotaState();
		const windows = [window({ limit: 5 })];
		roundTrip(state, windows, { readings: [read({ remaining: 9, limit: 0 })] });
		roundTrip(state, windows, { readings: [read({ remaining: 9, limit: 2 })] });
		expect(admit(state, windows, 1)).toMatchObject({ go: false, reason: 'window-full' });
	});

	it('of overlapping answers the lowest number counts; a later request replaces it', () => {
		const state = newQuotaState();
		const windows = [window()];
		depart(state, 0);
		depart(state, 1);
		depart(state, 2);
		arrive(state, windows, {
			now: 10,
			sentAt: 0,
			counted: true,
			readings: [read({ remaining: 5 })],
		});
		arrive(state, windows, {
			now: 11,
			sentAt: 1,
			counted: true,
			readings: [read({ remaining: 7 })],
		});
		arrive(state, windows, {
			now: 12,
			sentAt: 2,
			counted: true,
			readings: [read({ remaining: 1 })],
		});
		depart(state, 13);
		expect(admit(state, windows, 13)).toMatchObject({ go: false });
		arrive(state, windows, {
			now: 20,
			sentAt: 13,
			counted: true,
			readings: [read({ remaining: 9 })],
		});
		depart(state, 21);
		expect(admit(state, windows, 21)).toEqual({ go: true });
	});

	it('a reset that an overlapping answer tells is taken over', () => {
		const state = newQuotaState();
		const windows = [window()];
		depart(state, 0);
		depart(state, 1);
		arrive(state, windows, {
			now: 10,
			sentAt: 0,
			counted: true,
			readings: [read({ remaining: 1 })],
		});
		arrive(state, windows, {
			now: 10,
			sentAt: 1,
			counted: true,
			readings: [read({ resetInMs: 50 })],
		});
		expect(admit(state, windows, 10)).toMatchObject({ waitMs: 50 });
	});

	it('a reading that has expired is replaced, also by a larger number', () => {
		const state = newQuotaState();
		const windows = [window()];
		depart(state, 0);
		depart(state, 1);
		arrive(state, windows, {
			now: 10,
			sentAt: 0,
			counted: true,
			readings: [read({ resetInMs: 5 })],
		});
		arrive(state, windows, {
			now: 15,
			sentAt: 1,
			counted: true,
			readings: [read({ remaining: 4 })],
		});
		depart(state, 15);
		depart(state, 15);
		expect(admit(state, windows, 16)).toEqual({ go: true });
	});

	it('an answer without headers was counted all the same', () => {
		const state = newQuotaState();
		roundTrip(state, [window()], { readings: [read({ remaining: 1 })] });
		roundTrip(state, [window()]);
		expect(admit(state, [window()], 1)).toMatchObject({ go: false });
	});

	it('a request that never left was not', () => {
		const state = newQuotaState();
		roundTrip(state, [window()], { readings: [read({ remaining: 1 })] });
		roundTrip(state, [window()], { counted: false });
		expect(admit(state, [window()], 1)).toEqual({ go: true });
	});
});

describe('nothing is left, and no header says until when', () => {
	const windows = [window({ limit: 3 })];
	/** Requests that were answered at these times, each with what was left of three. */
	function answers(...all: Array<[now: number, remaining: number]>): QuotaState {
		const state = newQuotaState();
		for (const [now, remaining] of all) {
			roundTrip(state, windows, { sentAt: now, readings: [read({ remaining, limit: 3 })] });
		}
		return state;
	}

	it('our own requests have used it: each place is free again a window after its answer', () => {
		const state = answers([0, 2], [20 * SECOND, 1], [40 * SECOND, 0]);
		expect(admit(state, windows, 40 * SECOND)).toMatchObject({ waitMs: 20 * SECOND });
		expect(admit(state, windows, 60 * SECOND)).toEqual({ go: true });
		roundTrip(state, windows, { sentAt: 60 * SECOND, readings: [read({ limit: 3 })] });
		expect(admit(state, windows, 60 * SECOND)).toMatchObject({ waitMs: 20 * SECOND });
	});

	it('others have used a part of it: nobody knows when theirs is free', () => {
		const state = answers([0, 2], [20 * SECOND, 0]);
		expect(admit(state, windows, 20 * SECOND)).toMatchObject({ waitMs: MINUTE });
		expect(admit(state, windows, 70 * SECOND)).toMatchObject({ go: false });
		expect(admit(state, windows, 80 * SECOND)).toEqual({ go: true });
	});

	it('others take the last of it, after all of it was ours', () => {
		const state = newQuotaState();
		for (const sentAt of [0, 1]) depart(state, sentAt);
		const back = (sentAt: number, now: number, remaining: number) =>
			arrive(state, windows, {
				now,
				sentAt,
				counted: true,
				readings: [read({ remaining, limit: 3 })],
			});
		back(0, 10, 2);
		back(1, 20, 0);
		expect(admit(state, windows, 20)).toMatchObject({ waitMs: MINUTE - 10 });
	});

	it('what was in flight had used it: its answers tell', () => {
		const state = newQuotaState();
		for (const sentAt of [0, 1, 2]) depart(state, sentAt);
		const back = (sentAt: number, now: number) =>
			arrive(state, windows, { now, sentAt, counted: true, readings: [read({ limit: 3 })] });
		back(0, 10);
		// All three were counted before the first was answered.
		expect(admit(state, windows, 10)).toMatchObject({ waitMs: MINUTE });
		back(1, 20);
		back(2, 30);
		expect(admit(state, windows, 30)).toMatchObject({ waitMs: MINUTE - 20 });
	});

	it('what was full when the request left was ours, also if the first has left the window since', () => {
		const state = answers([0, 2], [SECOND, 1], [2 * SECOND, 0]);
		depart(state, MINUTE);
		// At the vendor the place of the second was still taken, and is free by now.
		arrive(state, windows, {
			now: MINUTE + 1.05 * SECOND,
			sentAt: MINUTE,
			counted: true,
			readings: [read({ limit: 3 })],
		});
		expect(admit(state, windows, MINUTE + 1.05 * SECOND)).toEqual({ go: true });
	});

	it('the length of the window is no reset', () => {
		const state = newQuotaState();
		const told = [read({ limit: 1, resetInMs: MINUTE, resetIsLength: true })];
		const [only] = [window({ limit: 1 })];
		roundTrip(state, [only], { sentAt: 0, now: 5 * SECOND, readings: told });
		expect(admit(state, [only], 6 * SECOND)).toMatchObject({ waitMs: 59 * SECOND });
		expect(admit(state, [only], 65 * SECOND)).toEqual({ go: true });
	});

	it('a reset that is told is waited for, whoever has used it', () => {
		const state = newQuotaState();
		const told = [read({ limit: 1, resetInMs: 90 * SECOND })];
		roundTrip(state, windows, { readings: told });
		expect(admit(state, windows, MINUTE)).toMatchObject({ waitMs: 30 * SECOND });
	});
});

describe('a documented window', () => {
	it('is full until its first request is a window old, and a millisecond at least', () => {
		const state = newQuotaState();
		const windows = [window({ limit: 1 })];
		roundTrip(state, windows, { now: 100 });
		expect(admit(state, windows, 100)).toMatchObject({
			waitMs: MINUTE,
			answerMayOpen: false,
			reason: 'window-full',
		});
		expect(admit(state, windows, 100 + MINUTE - 0.5)).toMatchObject({ waitMs: 1 });
		expect(admit(state, windows, 100 + MINUTE)).toEqual({ go: true });
	});

	it('full of requests that are still out: only an answer opens it', () => {
		const state = newQuotaState();
		const windows = [window({ limit: 1 })];
		depart(state, 0);
		expect(admit(state, windows, 5)).toMatchObject({ waitMs: Infinity, answerMayOpen: true });
	});

	it('many requests are kept as few stretches, and none is forgotten early', () => {
		const state = newQuotaState();
		const windows = [window({ ms: 100 * SECOND, limit: 5_000 })];
		for (let at = 0; at < 5_000; at += 1) roundTrip(state, windows, { sentAt: at, now: at });
		expect(state.windows.w?.used.length).toBeLessThan(20);
		const used = state.windows.w?.used.reduce((sum, { count }) => sum + count, 0);
		expect(used).toBe(5_000);
		expect(admit(state, windows, 5_000)).toMatchObject({ go: false });
		// The first stretch counts from its last request on.
		expect(admit(state, windows, 100 * SECOND - 1)).toMatchObject({ go: false });
		roundTrip(state, windows, { sentAt: 5_000, now: 5_000 });
		expect(admit(state, windows, 100 * SECOND)).toMatchObject({ go: false });
		expect(admit(state, windows, 102 * SECOND)).toEqual({ go: true });
	});
});

describe('a hold', () => {
	it('ends with one probe; what comes back opens the way', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 100, now: 0, sentAt: 0 });
		expect(admit(state, [], 99)).toMatchObject({ go: false, waitMs: 1, reason: 'quota-hold' });
		expect(admit(state, [], 100)).toEqual({ go: true });
		depart(state, 100);
		expect(admit(state, [], 101)).toEqual({
			go: false,
			waitMs: Infinity,
			answerMayOpen: true,
			reason: 'probing',
		});
		succeed(state, 100, 110);
		expect(admit(state, [], 110)).toEqual({ go: true });
		expect(state).toMatchObject({ probing: false, exhausted: false, holdsInARow: 0 });
	});

	it('a probe that never left lets another one go', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 100, now: 0, sentAt: 0 });
		depart(state, 100);
		arrive(state, [], { now: 101, sentAt: 100, counted: false, readings: [] });
		expect(admit(state, [], 101)).toEqual({ go: true });
	});

	it('an answer to another request does not end the probe', () => {
		const state = newQuotaState();
		depart(state, 0);
		holdUntil(state, { until: 100, now: 1, sentAt: 0 });
		depart(state, 100);
		arrive(state, [], { now: 101, sentAt: 0, counted: true, readings: [] });
		expect(admit(state, [], 101)).toMatchObject({ reason: 'probing' });
	});

	it('of two the later end stands, and with it whether it is worth waiting', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 100, now: 0, sentAt: 0, exhausted: true });
		holdUntil(state, { until: 50, now: 1, sentAt: 1 });
		expect(admit(state, [], 60)).toMatchObject({ waitMs: 40, exhausted: true });
		holdUntil(state, { until: 200, now: 2, sentAt: 2 });
		expect(admit(state, [], 60)).toMatchObject({ waitMs: 140, exhausted: false });
		holdUntil(state, { until: 200, now: 3, sentAt: 3, exhausted: true });
		expect(admit(state, [], 60)).toMatchObject({ exhausted: true });
	});

	it('requests that left before it tell of the same event', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 100, now: 10, sentAt: 0 });
		expect(isStraggler(state, 99)).toBe(true);
		expect(isStraggler(state, 100)).toBe(false);
		holdUntil(state, { until: 100, now: 11, sentAt: 5 });
		expect(state.holdsInARow).toBe(1);
		holdUntil(state, { until: 300, now: 120, sentAt: 110 });
		expect(state.holdsInARow).toBe(2);
	});
});

describe('what refusals teach', () => {
	const window5 = { kind: 'window', ms: SECOND, most: 100 } as const;
	const through = (state: QuotaState, count: number) => {
		for (let at = 0; at < count; at += 1) succeed(state, at, at);
	};

	it('nothing came through before: others have used it up', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 10, now: 0, sentAt: 0, lesson: window5 });
		expect(state.learned).toBeUndefined();
	});

	it('… unless nothing is documented', () => {
		const state = newQuotaState();
		holdUntil(state, { until: 10, now: 0, sentAt: 0, lesson: { kind: 'window', most: Infinity } });
		expect(state.learned).toBeDefined();
		expect(state.learned?.ms).toBeUndefined();
	});

	it('a learned window counts beside the documented ones', () => {
		const state = newQuotaState();
		through(state, 3);
		holdUntil(state, { until: 10, now: 5, sentAt: 5, lesson: window5 });
		const { limit = 0 } = state.learned ?? {};
		expect(limit).toBeGreaterThan(0);
		expect(limit).toBeLessThanOrEqual(3);
		succeed(state, 10, 11);
		for (let at = 0; at < limit; at += 1) roundTrip(state, [], { sentAt: 20, now: 20 });
		expect(admit(state, [], 21)).toMatchObject({ go: false, reason: 'window-full' });
		expect(admit(state, [], 20 + SECOND)).toEqual({ go: true });
	});

	it('where no window is known: one by one, once as many have left as came through last time', () => {
		const state = newQuotaState();
		through(state, 2);
		holdUntil(state, { until: 10, now: 5, sentAt: 5, lesson: { kind: 'window', most: Infinity } });
		succeed(state, 10, 11);
		const { limit = 0 } = state.learned ?? {};
		for (let sent = state.through; sent < limit; sent += 1) depart(state, 12);
		depart(state, 13);
		expect(admit(state, [], 14)).toEqual({
			go: false,
			waitMs: Infinity,
			answerMayOpen: true,
			reason: 'probing',
		});
	});

	it('a pace: the next one waits for its time', () => {
		const state = newQuotaState();
		through(state, 5);
		holdUntil(state, { until: 100, now: 50, sentAt: 50, lesson: { kind: 'pace' } });
		succeed(state, 100, 110);
		depart(state, 110);
		succeed(state, 110, 112);
		const admission = admit(state, [], 113);
		expect(admission).toMatchObject({ go: false, answerMayOpen: false, reason: 'window-full' });
		const { nextAt = 0 } = state.pace ?? {};
		expect(admit(state, [], nextAt)).toEqual({ go: true });
	});
});

describe('the rate of late', () => {
	it('one a second where nothing came through', () => {
		expect(recentRate(newQuotaState(), 0)).toBe(1);
	});

	it('counts what came through in the last ten seconds', () => {
		const state = newQuotaState();
		for (const at of [0, 5_000, 6_000, 7_000]) succeed(state, at, at);
		expect(recentRate(state, 7_000)).toBeCloseTo(4 / 7);
		expect(recentRate(state, 10_000)).toBeCloseTo(4 / 10);
		expect(recentRate(state, 10_001)).toBeCloseTo(3 / 5.001);
		expect(recentRate(state, 17_001)).toBe(1);
	});

	it('of a moment is not without end', () => {
		const state = newQuotaState();
		for (let count = 0; count < 4; count += 1) succeed(state, 0, 1_000);
		expect(recentRate(state, 1_000)).toBe(80);
	});

	it('the last twenty are enough', () => {
		const state = newQuotaState();
		for (let at = 0; at < 40; at += 1) succeed(state, at, at);
		expect(state.recent).toHaveLength(20);
		expect(state.recent[0]).toBe(20);
	});
});
