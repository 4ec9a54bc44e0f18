import fc from 'fast-check';
import { pickNew, type Tracking } from '../../nodes/shared/engine/polling/newRecords';
import {
	askSince,
	markOf,
	MOST_SEEN,
	readState,
	type PollState,
} from '../../nodes/shared/engine/polling/state';
import { timeIn, writeTime } from '../../nodes/shared/engine/polling/times';
import { ids, MINUTE, NOW, pollChanges, row, start, tracking, type Row } from './support/changes';

test('a record that changes again is given again', () => {
	const first = pollChanges([row('a', NOW + MINUTE)], start, NOW + MINUTE);
	const second = pollChanges([row('a', NOW + 2 * MINUTE)], first.state, NOW + 2 * MINUTE);
	expect(ids(second.fresh)).toEqual(['a']);
});

test('a list that was not read to its end: the time stands still, and the rest comes with the next poll', () => {
	const rows = [row('a', NOW + MINUTE), row('b', NOW + 2 * MINUTE), row('c', NOW + 3 * MINUTE)];
	const first = pollChanges([rows[2] as Row], start, NOW + 4 * MINUTE, false);
	expect(first.state.since).toBe(NOW);
	expect(ids(pollChanges(rows, first.state, NOW + 5 * MINUTE).fresh)).toEqual(['a', 'b']);
});

test('by key alone: what is new, whatever its place, and never again', () => {
	const byKey: Tracking = { keyOf: tracking.keyOf, lookBackMs: 0 };
	const pick = (names: string[], state: PollState) =>
		pickNew(
			names.map((id) => ({ id })),
			state,
			byKey,
			{ now: NOW, complete: true },
		);
	const first = pick(['a', 'b'], { seen: {} });
	const second = pick(['c', 'a'], first.state);
	const third = pick(['b', 'c', 'd'], second.state);
	expect([first, second, third].map(({ fresh }) => ids(fresh))).toEqual([['a', 'b'], ['c'], ['d']]);
});

test('for random changes, delays within the look-back, and polls that break off: each change once', () => {
	const changes = fc.array(fc.record({ id: fc.nat(5), at: fc.nat(40), delay: fc.nat(4) }), {
		maxLength: 40,
	});
	const polls = fc.array(
		fc.record({ every: fc.integer({ min: 1, max: 9 }), broken: fc.boolean() }),
		{
			minLength: 1,
			maxLength: 12,
		},
	);
	fc.assert(
		fc.property(changes, polls, (all, times) => {
			const rows = all.map(({ id, at, delay }) => ({
				visible: NOW + (at + delay) * MINUTE,
				row: row(String(id), NOW + at * MINUTE),
			}));
			const given: string[] = [];
			let state = start;
			let now = NOW;
			for (const { every, broken } of [...times, { every: 60, broken: false }]) {
				now += every * MINUTE;
				const there = rows.filter(({ visible }) => visible <= now).map((each) => each.row);
				const read = broken ? there.slice(0, Math.floor(there.length / 2)) : there;
				const picked = pollChanges(read, state, now, !broken);
				state = picked.state;
				given.push(...picked.fresh.map((each) => JSON.stringify(each)));
			}
			const wanted = new Set(rows.map((each) => JSON.stringify(each.row)));
			expect(new Set(given)).toEqual(wanted);
			expect(given).toHaveLength(wanted.size);
		}),
	);
});

test('a record without a key is told by all that it holds, in whatever order', () => {
	expect(markOf(undefined, { a: 1, b: { c: 2, d: [3] } })).toBe(
		markOf(undefined, { b: { d: [3], c: 2 }, a: 1 }),
	);
	expect(markOf(undefined, { a: 1 })).not.toBe(markOf(undefined, { a: 2 }));
	expect(markOf('{"a":1}', { a: 1 })).not.toBe(markOf(undefined, { a: 1 }));
});

describe('the time that is asked for', () => {
	const seconds: Tracking = { ...tracking, format: 'seconds' };

	test('is rounded as it is written, and so is what is left out and what is remembered', () => {
		const state = { since: NOW + 900, seen: {} };
		expect(askSince(state, tracking.lookBackMs, 'seconds')).toBe(NOW - 5 * MINUTE);
		const rows = [row('in', NOW - 5 * MINUTE), row('out', NOW - 5 * MINUTE - 1)];
		const picked = pickNew(rows, state, seconds, { now: NOW + 1_000, complete: true });
		expect([ids(picked.fresh), picked.older]).toEqual([['in'], 1]);
		expect(Object.values(picked.state.seen)).toEqual([NOW - 5 * MINUTE]);
	});

	test('is never ahead of our clock', () => {
		const rows = [row('a', NOW + MINUTE), row('ahead', NOW + 3 * MINUTE)];
		expect(pollChanges(rows, start, NOW + 2 * MINUTE).state.since).toBe(NOW + MINUTE);
		expect(pollChanges(rows, { seen: {} }, NOW).state.since).toBeUndefined();
	});
});

describe('more than can be remembered', () => {
	const many = (count: number, timeOf: (place: number) => number) =>
		Array.from({ length: count }, (_, place) => row(String(place), timeOf(place)));

	test('changes within the look-back: it becomes shorter, and nothing comes twice', () => {
		const rows = many(MOST_SEEN + 500, (place) => NOW - place);
		const first = pollChanges(rows, { seen: {} }, NOW);
		expect([first.fresh.length, first.tooMany]).toEqual([rows.length, false]);
		expect(first.state.from).toBe(NOW - MOST_SEEN + 1);
		const second = pollChanges([row('new', NOW + 1), ...rows], first.state, NOW + MINUTE);
		expect(ids(second.fresh)).toEqual(['new']);
		expect(Object.keys(second.state.seen).length).toBeLessThanOrEqual(MOST_SEEN);
		const later = pollChanges([row('later', NOW + 9 * MINUTE)], second.state, NOW + 9 * MINUTE);
		expect(askSince(later.state, tracking.lookBackMs)).toBe(NOW + 4 * MINUTE);
	});

	test('changes of one moment, and a list that was not read to its end: nothing may be given', () => {
		const atOnce = many(MOST_SEEN + 1, () => NOW);
		expect(pollChanges(atOnce, { seen: {} }, NOW).tooMany).toBe(true);
		const inTurn = many(MOST_SEEN + 1, (place) => NOW - place);
		expect(pollChanges(inTurn, { seen: {} }, NOW, false).tooMany).toBe(true);
	});

	test('by key alone: what has left the list is forgotten, and what is in it never', () => {
		const byKey: Tracking = { keyOf: tracking.keyOf, lookBackMs: 0 };
		const pick = (rows: Row[], state: PollState, now: number, complete = true) =>
			pickNew(rows, state, byKey, { now, complete });
		const all = many(MOST_SEEN + 10, () => NOW);
		const early = pick(all.slice(0, MOST_SEEN), { seen: {} }, NOW);
		const late = pick(all.slice(10), early.state, NOW + 1);
		expect([late.fresh.length, late.tooMany]).toEqual([10, false]);
		expect(pick(all.slice(10), late.state, NOW + 2).fresh).toEqual([]);
		expect(pick(all, early.state, NOW + 1).tooMany).toBe(true);
		expect(pick(all.slice(10), early.state, NOW + 1, false).tooMany).toBe(true);
	});
});

describe('times', () => {
	it.each([
		['2026-11-23T09:00:00Z', NOW],
		['2026-11-23T10:00:00+01:00', NOW],
		['2026-11-23T10:00:00+0100', NOW],
		['2026-11-23T09:00:00', NOW],
		['2026-11-23 09:00:00', NOW],
		['2026-11-23', NOW - 9 * 3_600_000],
		[NOW / 1_000, NOW],
		[NOW, NOW],
		[String(NOW / 1_000), NOW],
		[String(NOW), NOW],
		['soon', undefined],
		['', undefined],
		[null, undefined],
	])('%j', (value, time) => {
		expect(timeIn(value)).toBe(time);
	});

	it('are written as the API takes them', () => {
		expect(writeTime(NOW + 1, 'iso')).toBe('2026-11-23T09:00:00.001Z');
		expect(writeTime(NOW + 1, 'seconds')).toBe(NOW / 1_000);
		expect(writeTime(NOW + 1, 'milliseconds')).toBe(NOW + 1);
	});
});

describe('a stored state', () => {
	it.each([undefined, null, 'x', {}, { seen: null }, { seen: 5 }])('%j is none', (stored) => {
		expect(readState(stored)).toBeUndefined();
	});

	it('comes back as it was, without what is no part of it', () => {
		const state = { since: NOW, from: NOW - 1, seen: { a: 1 }, cursor: 'c' };
		expect(readState({ ...state, more: true })).toEqual(state);
		expect(readState({ seen: { a: 1, b: 'x' }, since: 'x', cursor: {} })).toEqual({
			seen: { a: 1 },
		});
	});
});
