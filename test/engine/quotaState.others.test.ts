import {
	admit,
	arrive,
	depart,
	heedOthers,
	holdUntil,
	limitOf,
	newQuotaState,
	succeed,
	takeBack,
	type Others,
	type QuotaState,
} from '../../nodes/shared/engine/gate/quotaState';
import type { QuotaWindow } from '../../nodes/shared/engine/vendor';

const SECOND = 1_000;
const ten: QuotaWindow = { name: 'ten', ms: 10 * SECOND, limit: 2 };
const untold: QuotaWindow = { name: 'day', ms: 86_400 * SECOND };
const full = (until: number): Others => ({ until, reason: 'window-full', exhausted: false });
const held = (until: number, exhausted = false): Others => ({
	until,
	reason: 'quota-hold',
	exhausted,
});

function heeding(windows: QuotaWindow[], others: Others): QuotaState {
	const state = newQuotaState();
	heedOthers(state, windows, others);
	return state;
}

/** Gives its limit, as a header does. */
function tell(state: QuotaState, window: QuotaWindow, limit: number): void {
	const readings = [{ window: window.name, remaining: limit, limit }];
	depart(state, 0);
	arrive(state, [window], { now: 0, sentAt: 0, counted: false, readings });
}

describe('what others have used up', () => {
	test.each([
		['a window', full(5 * SECOND), 'window-full', false],
		['a hold', held(5 * SECOND), 'quota-hold', false],
		['a hold that is worth no waiting', held(5 * SECOND, true), 'quota-hold', true],
	])('%s keeps everything back until it is over', (_, others, reason, exhausted) => {
		const state = heeding([ten], others);
		expect(admit(state, [ten], 2 * SECOND)).toEqual({
			go: false,
			waitMs: 3 * SECOND,
			answerMayOpen: false,
			reason,
			exhausted,
		});
		expect(admit(state, [ten], 5 * SECOND)).toEqual({ go: true });
	});

	test('the own hold counts first', () => {
		const state = heeding([ten], full(5 * SECOND));
		holdUntil(state, { until: 9 * SECOND, now: 0, sentAt: 0 });
		expect(admit(state, [ten], SECOND)).toMatchObject({ waitMs: 8 * SECOND, reason: 'quota-hold' });
	});

	test('the last word counts, also where it is a shorter wait', () => {
		const state = heeding([ten], full(50 * SECOND));
		heedOthers(state, [ten], full(SECOND));
		expect(admit(state, [ten], SECOND)).toEqual({ go: true });
	});
});

describe('a hold of others begins a probe', () => {
	test.each([
		['without windows', [], true],
		['with windows whose limits nobody has told', [untold], true],
		['not where a window keeps the rest back', [ten, untold], false],
	])('%s', (_, windows, probing) => {
		expect(heeding(windows, held(SECOND)).probing).toBe(probing);
	});

	test('not where a header has told the limit', () => {
		const state = newQuotaState();
		tell(state, untold, 100);
		heedOthers(state, [untold], held(SECOND));
		expect(state.probing).toBe(false);
	});

	test('and a window of theirs does not', () => {
		expect(heeding([], full(SECOND)).probing).toBe(false);
	});

	test('which ends with what left after the hold, and not with what left before it', () => {
		const state = heeding([], held(SECOND));
		succeed(state, 0.5 * SECOND, 2 * SECOND);
		expect(state.probing).toBe(true);
		// It came through all the same.
		expect(state.through).toBe(1);
		succeed(state, SECOND, 2 * SECOND);
		expect(state.probing).toBe(false);
	});

	test('a window of others that is full does not keep a probe of our own open', () => {
		const state = heeding([ten], full(9 * SECOND));
		state.probing = true;
		succeed(state, SECOND, 2 * SECOND);
		expect(state.probing).toBe(false);
	});
});

describe('a request that left and is taken back', () => {
	test('leaves no trace in the window', () => {
		const state = newQuotaState();
		depart(state, 0);
		depart(state, 0);
		expect(admit(state, [ten], 0).go).toBe(false);
		takeBack(state, 0);
		expect(state.inFlight).toBe(1);
		expect(admit(state, [ten], 0)).toEqual({ go: true });
		takeBack(state, 0);
		takeBack(state, 0);
		expect(state.inFlight).toBe(0);
	});

	test('as the probe: the next one may be it', () => {
		const state = newQuotaState();
		holdUntil(state, { until: SECOND, now: 0, sentAt: 0 });
		depart(state, SECOND);
		expect(admit(state, [], SECOND)).toMatchObject({ reason: 'probing' });
		takeBack(state, 0.5 * SECOND);
		expect(admit(state, [], SECOND)).toMatchObject({ reason: 'probing' });
		state.inFlight += 1;
		takeBack(state, SECOND);
		expect(admit(state, [], SECOND)).toEqual({ go: true });
		expect(state.probing).toBe(true);
	});

	test('gives its step of the pace back', () => {
		const state = newQuotaState();
		state.pace = { low: 2, peak: 2, through: 0, cutAt: 0, nextAt: 0 };
		depart(state, SECOND);
		expect(state.pace.nextAt).toBe(1.5 * SECOND);
		takeBack(state, SECOND);
		expect(state.pace.nextAt).toBe(SECOND);
	});
});

test('a limit: what headers tell wins over the documentation', () => {
	const state = newQuotaState();
	expect(limitOf(state, ten)).toBe(2);
	expect(limitOf(state, untold)).toBeUndefined();
	tell(state, ten, 7);
	expect(limitOf(state, ten)).toBe(7);
});
