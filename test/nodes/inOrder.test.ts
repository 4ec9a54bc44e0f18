import fc from 'fast-check';
import { InOrder, type Happening, type Order } from '../../nodes/shared/engine/polling/inOrder';
import { MOST_SEEN, readState, type PollState } from '../../nodes/shared/engine/polling/state';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE = 60_000;
const LOOK_BACK = 5 * MINUTE;

interface Row {
	[field: string]: string | number;
	id: string;
	at: number;
}
const asRow = (row: unknown) => row as Row;
const order = (rest: Partial<Order> = {}): Order => ({
	keyOf: (row) => `${asRow(row).id} ${asRow(row).at}`,
	timeOf: (row) => asRow(row).at,
	lookBackMs: LOOK_BACK,
	tellsPast: false,
	...rest,
});
const row = (id: string, at: number): Row => ({ id, at });

/** Reads rows; what is new of them, as "id minute". `goesOn`: the reading is broken off. */
function read(
	rows: Row[],
	state: PollState,
	now: number,
	{
		goesOn,
		rules = order(),
		pastOf = () => [],
	}: {
		goesOn?: string;
		rules?: Order;
		pastOf?: (row: Row) => Array<Happening & { text: string }>;
	} = {},
) {
	const reading = new InOrder(state, rules, now);
	const given = reading.unread(rows).flatMap((each) => {
		const { id, at } = asRow(each);
		const itself = { time: at, text: `${id} ${(at - NOW) / MINUTE}` };
		const all = rules.tellsPast ? pastOf(asRow(each)) : [itself];
		return reading.take(each, all).map(({ text }) => text);
	});
	return { given, state: reading.end(goesOn), floor: reading.floor };
}

test('each version of a record once: also twice in one page, and again within the look-back', () => {
	const first = read([row('a', NOW), row('a', NOW)], { seen: {} }, NOW);
	const second = read([row('a', NOW), row('a', NOW + MINUTE)], first.state, NOW + MINUTE);
	expect([first.given, second.given]).toEqual([['a 0'], ['a 1']]);
	expect(second.floor).toBe(NOW - LOOK_BACK);
});

test('a record that appears late, within the look-back, is given by the next reading', () => {
	const first = read([row('a', NOW)], { seen: {} }, NOW);
	const second = read([row('late', NOW - 4 * MINUTE), row('a', NOW)], first.state, NOW + MINUTE);
	expect(second.given).toEqual(['late -4']);
});

test('what is older than a reading begins is old', () => {
	const state: PollState = { since: NOW, seen: {} };
	expect(read([row('old', NOW - 6 * MINUTE)], state, NOW).given).toEqual([]);
});

test('a time ahead of our clock is given, and is no time to go on from', () => {
	const { given, state } = read([row('a', NOW), row('ahead', NOW + 9 * MINUTE)], { seen: {} }, NOW);
	expect(given).toEqual(['a 0', 'ahead 9']);
	expect(state.since).toBe(NOW);
});

describe('a reading that is broken off', () => {
	test('goes on at its place, and the next one looks back from when it began', () => {
		const first = read([row('a', NOW - MINUTE)], { seen: {} }, NOW, { goesOn: 'page 2' });
		expect(first.state.at).toEqual({ cursor: 'page 2', began: NOW });
		const rows = [row('a', NOW - MINUTE), row('b', NOW + 9 * MINUTE)];
		const second = read(rows, first.state, NOW + 10 * MINUTE);
		expect(second.given).toEqual(['b 9']);
		expect(second.state.at).toBeUndefined();
		// What changed while it was under way may have appeared behind it.
		expect(second.state.since).toBe(NOW);
	});

	test('of old records only: the rest counts from its own beginning', () => {
		const old = [row('a', NOW - 60 * MINUTE)];
		const first = read(old, { seen: {} }, NOW, { goesOn: 'page 2' });
		expect(first.state.at).toEqual({ cursor: 'page 2' });
		const second = read([row('b', NOW + MINUTE)], first.state, NOW + 2 * MINUTE);
		expect(second.state.since).toBe(NOW + MINUTE);
	});

	test('keeps the events of the past that it has given, for records that change meanwhile', () => {
		const rules = order({ tellsPast: true });
		const past =
			(...values: Array<[string, number]>) =>
			() =>
				values.map(([text, time]) => ({ key: text, time, text }));
		const state: PollState = { since: NOW, seen: {} };
		const later = NOW + 60 * MINUTE;
		const first = read([row('r', NOW + MINUTE)], state, later, {
			goesOn: 'page 2',
			rules,
			pastOf: past(['old', NOW - 9 * MINUTE], ['x', NOW - MINUTE], ['y', NOW + MINUTE]),
		});
		expect(first.given).toEqual(['x', 'y']);
		const second = read([row('r', later)], first.state, later, {
			rules,
			pastOf: past(['x', NOW - MINUTE], ['y', NOW + MINUTE], ['z', later]),
		});
		expect(second.given).toEqual(['z']);
		// Behind the end of the reading only what a look-back may show is needed.
		expect(Object.values(second.state.seen)).toEqual([later, later]);
	});
});

test('more than can be remembered: the oldest are forgotten, and not read again', () => {
	const rows = Array.from({ length: MOST_SEEN + 10 }, (_, place) => row(`r${place}`, NOW + place));
	const first = read(rows, { seen: {} }, NOW + MOST_SEEN + 10);
	expect(first.given).toHaveLength(rows.length);
	expect(Object.keys(first.state.seen)).toHaveLength(MOST_SEEN);
	expect(first.state.from).toBe(NOW + 10);
	expect(read([], first.state, NOW + MOST_SEEN + 10).floor).toBe(NOW + 10);
});

test('a stored state comes back with its pause', () => {
	const { state } = read([row('a', NOW)], { since: NOW, seen: {} }, NOW, { goesOn: 'page 2' });
	expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
	expect(readState({ seen: {}, at: { cursor: {}, began: 1 } })).toEqual({ seen: {} });
});

/** An API over random changes: each record shows its last change, once that is old enough. */
const changes = fc.array(
	fc.record({ id: fc.nat(6), at: fc.nat(60), lag: fc.nat(4), value: fc.nat(2) }),
	{ maxLength: 40 },
);
const polls = fc.array(
	fc.record({ every: fc.integer({ min: 1, max: 9 }), rows: fc.integer({ min: 1, max: 4 }) }),
	{ minLength: 1, maxLength: 25 },
);

test('for random changes, lags within the look-back and readings that break off: each value once', () => {
	fc.assert(
		fc.property(changes, polls, (all, times) => {
			const rules = order({ tellsPast: true });
			const history = new Map<string, Array<{ at: number; visible: number; text: string }>>();
			for (const { id, at, lag } of all.toSorted((a, b) => a.at - b.at)) {
				const values = history.get(`r${id}`) ?? [];
				const time = NOW + at * MINUTE;
				if (values.some((value) => value.at === time)) continue;
				// A search that shows a change shows those before it.
				const visible = Math.max(time + lag * MINUTE, values.at(-1)?.visible ?? 0);
				values.push({ at: time, visible, text: `r${id} ${at}` });
				history.set(`r${id}`, values);
			}
			const wanted = [...history.values()].flat().map(({ text }) => text);
			const given: string[] = [];
			let state: PollState = { since: NOW - MINUTE, seen: {} };
			let now = NOW;
			const end = { every: 90, rows: Infinity };
			for (const { every, rows: most } of [...times, end, end]) {
				now += every * MINUTE;
				const from = state.at ? Number(state.at.cursor) : new InOrder(state, rules, now).floor;
				const list = [...history.entries()]
					.flatMap(([id, values]) => {
						const last = values.filter(({ visible }) => visible <= now).at(-1);
						return last && last.at >= (from ?? 0) ? [row(id, last.at)] : [];
					})
					.toSorted((a, b) => a.at - b.at);
				const part = list.slice(0, most);
				const next = list[most];
				const reading = read(part, state, now, {
					rules,
					...(next ? { goesOn: String(part.at(-1)?.at) } : {}),
					// The record itself tells more than the search does: all that has happened by now.
					pastOf: ({ id }) =>
						(history.get(id) ?? [])
							.filter(({ at }) => at <= now)
							.map(({ at, text }) => ({ key: text, time: at, text })),
				});
				given.push(...reading.given);
				state = reading.state;
			}
			expect(given.toSorted()).toEqual(wanted.toSorted());
		}),
		{ numRuns: 500 },
	);
});
