import fc from 'fast-check';
import {
	pickNew,
	readState,
	timeIn,
	writeTime,
	type PollState,
	type Tracking,
} from '../../nodes/ApiRequest/polling/newRecords';
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
		const state = { since: NOW, seen: { a: 1 }, cursor: 'c' };
		expect(readState({ ...state, more: true })).toEqual(state);
		expect(readState({ seen: { a: 1, b: 'x' }, since: 'x', cursor: {} })).toEqual({
			seen: { a: 1 },
		});
	});
});
