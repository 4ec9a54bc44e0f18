import {
	Gate,
	type EnterOptions,
	type Entry,
	type GateQuota,
	type Leave,
	type Ticket,
	type Wait,
} from '../../nodes/shared/engine/gate/gate';
import type { LimitReading } from '../../nodes/shared/engine/timing';
import type { QuotaWindow } from '../../nodes/shared/engine/vendor';
import { FakeClock, seeded, settle } from './support/fakeClock';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

const quota = (key: string, ...windows: QuotaWindow[]): GateQuota => ({ key, windows });
const ten = (limit?: number): QuotaWindow => ({
	name: 'ten',
	ms: 10 * SECOND,
	...(limit === undefined ? {} : { limit }),
});
const day = (limit?: number): QuotaWindow => ({
	name: 'day',
	ms: DAY,
	...(limit === undefined ? {} : { limit }),
});

const OK: Leave = { counted: true, readings: [], open: true };
const limited = (ms?: number, quotaKey?: string): Leave => ({
	counted: true,
	readings: [],
	open: false,
	hold: { ...(ms === undefined ? {} : { ms }), ...(quotaKey === undefined ? {} : { quotaKey }) },
});
const told = (...readings: LimitReading[]): Leave => ({ ...OK, readings });

/** A gate on fake time, with a transcript of who got in when: "a at 2 s". */
class Scene {
	readonly clock = new FakeClock();
	readonly gate = new Gate(this.clock);
	readonly entries: Record<string, Entry> = {};
	readonly transcript: string[] = [];
	readonly waits: string[] = [];

	/** Asks for a place; goes on at once. */
	ask(name: string, quotas: GateQuota | GateQuota[], options: Partial<EnterOptions> = {}): void {
		void this.gate
			.enter(Array.isArray(quotas) ? quotas : [quotas], {
				deadline: Infinity,
				longestHoldMs: HOUR,
				onWait: ({ ms, reason }: Wait) => this.waits.push(`${name} ${ms / 1000} s ${reason}`),
				...options,
			})
			.then((entry) => {
				this.entries[name] = entry;
				const what = entry.kind === 'refused' ? `refused ${entry.reason}` : entry.kind;
				this.transcript.push(
					`${name} ${what === 'entered' ? '' : `${what} `}at ${this.clock.monotonic() / 1000} s`,
				);
			});
	}

	async enter(name: string, quotas: GateQuota | GateQuota[]): Promise<void> {
		this.ask(name, quotas);
		await settle();
		this.ticket(name);
	}

	ticket(name: string): Ticket {
		const entry = this.entries[name];
		if (entry?.kind !== 'entered') throw new Error(`${name} is not in: ${entry?.kind ?? 'waits'}`);
		return entry.ticket;
	}

	async leave(name: string, how: Leave): Promise<void> {
		this.gate.leave(this.ticket(name), how);
		await settle();
	}

	/** Nothing may be left when all is over. */
	expectNothingStuck(): void {
		expectNothingStuck(this.gate, this.clock);
	}
}

function expectNothingStuck(gate: Gate, clock: FakeClock): void {
	const inFlight = [...gate['states'].values()].map((state) => state.inFlight);
	expect(inFlight.filter((count) => count !== 0)).toEqual([]);
	expect([...gate['queues'].values()].flat()).toEqual([]);
	expect(gate['alarms'].size).toBe(0);
	expect(clock.sleeping).toBe(0);
}

describe('a window of N in ten seconds', () => {
	it('3 in ten seconds: a, b, c at 0 s, d at 10 s after the first answer', async () => {
		const scene = new Scene();
		const main = quota('main', ten(3));
		for (const name of ['a', 'b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(500);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
		await scene.leave('a', OK);
		await scene.clock.advance(20_000);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s', 'd at 10.5 s']);
	});

	it('all in flight, nothing answered: nobody enters, however long it takes', async () => {
		const scene = new Scene();
		const main = quota('main', ten(2));
		for (const name of ['a', 'b', 'c']) scene.ask(name, main);
		await scene.clock.advance(HOUR);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s']);
	});

	it('a request that surely never left frees its place at once', async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		await scene.enter('a', main);
		scene.ask('b', main);
		await scene.leave('a', { counted: false, readings: [], open: false });
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s']);
	});

	it('keeps the order in which they came', async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		const names = Array.from({ length: 20 }, (_, place) => `r${place}`);
		for (const name of names) scene.ask(name, main);
		for (const name of names) {
			await scene.clock.advance(10_000);
			await scene.leave(name, OK);
		}
		expect(scene.transcript.map((line) => line.split(' ')[0])).toEqual(names);
		await scene.clock.run();
		scene.expectNothingStuck();
	});

	it('the second of two requests on one window is told how long it waits, once', async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		await scene.enter('a', main);
		await scene.leave('a', OK);
		scene.ask('b', main);
		scene.ask('c', main);
		await scene.clock.advance(9_000);
		expect(scene.waits).toEqual(['b 10 s window-full']);
	});

	it('everyone who waited reports how long and why, also those behind the first', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.leave('a', limited(2_000));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(2_000);
		await scene.leave('b', OK);
		expect(scene.entries.b).toMatchObject({ waitedMs: 2_000, reason: 'quota-hold' });
		expect(scene.entries.d).toMatchObject({ waitedMs: 2_000, reason: expect.stringMatching(/./) });
	});

	it('different quotas do not wait for each other: search is full, CRUD flows', async () => {
		const scene = new Scene();
		const search = quota('search', ten(1));
		const crud = quota('crud', ten(3));
		for (const name of ['s1', 's2', 's3']) scene.ask(name, search);
		for (const name of ['c1', 'c2', 'c3']) scene.ask(name, crud);
		await settle();
		expect(scene.transcript).toEqual(['s1 at 0 s', 'c1 at 0 s', 'c2 at 0 s', 'c3 at 0 s']);
	});

	it('search is held, CRUD flows, and the day that both share counts both', async () => {
		const scene = new Scene();
		const shared = quota('day', day(4));
		const search = [quota('search', ten(5)), shared];
		const crud = [quota('crud', ten(5)), shared];
		await scene.enter('s1', search);
		await scene.leave('s1', limited(5_000, 'search'));
		scene.ask('s2', search);
		for (const name of ['c1', 'c2', 'c3', 'c4']) scene.ask(name, crud);
		await settle();
		expect(scene.transcript).toEqual([
			's1 at 0 s',
			'c1 at 0 s',
			'c2 at 0 s',
			'c3 at 0 s',
			'c4 refused quota-exhausted at 0 s',
		]);
	});
});

/** Sends `count` requests at random times, and has a vendor count each at a random moment of its flight. */
async function randomTraffic(seed: number, windows: QuotaWindow[], count: number) {
	const chance = seeded(seed);
	const clock = new FakeClock({ chance });
	const gate = new Gate(clock);
	const counted: number[] = [];
	const entered: number[] = [];
	const spread = chance() * 30_000;
	const longest = chance() < 0.5 ? 300 : 15_000;

	const one = async (place: number) => {
		const entry = await gate.enter([quota('main', ...windows)], {
			deadline: Infinity,
			longestHoldMs: Infinity,
		});
		if (entry.kind !== 'entered') throw new Error(entry.kind);
		entered.push(place);
		const before = chance() * longest;
		await clock.sleep(before);
		counted.push(clock.monotonic());
		await clock.sleep(chance() * longest);
		gate.leave(entry.ticket, { counted: true, readings: [], open: chance() < 0.9 });
	};
	const arrivals = Array.from({ length: count }, () => chance() * spread).sort((a, b) => a - b);
	const all = arrivals.map(async (at, place) => {
		await clock.sleep(at);
		await one(place);
	});
	await clock.run();
	await Promise.all(all);
	expectNothingStuck(gate, clock);
	return { counted: counted.sort((a, b) => a - b), entered };
}

describe('for random arrivals and answers', () => {
	it('200 runs: no window anywhere holds more than N as the vendor counts, and the order is kept', async () => {
		for (let seed = 1; seed <= 200; seed += 1) {
			const limit = 1 + (seed % 7);
			const { counted, entered } = await randomTraffic(seed, [ten(limit)], 40);
			expect(counted).toHaveLength(40);
			for (let place = 0; place + limit < counted.length; place += 1) {
				// limit + 1 requests in a row never lie within one window.
				expect({ seed, apart: counted[place + limit] - counted[place] >= 10_000 }).toEqual({
					seed,
					apart: true,
				});
			}
			expect(entered).toEqual([...entered].sort((a, b) => a - b));
		}
	});

	it('100 runs: two windows at once, 2 in a second and 5 in ten seconds', async () => {
		const second: QuotaWindow = { name: 'second', ms: SECOND, limit: 2 };
		for (let seed = 1; seed <= 100; seed += 1) {
			const { counted } = await randomTraffic(seed, [second, ten(5)], 30);
			for (const { limit = 0, ms } of [second, ten(5)]) {
				for (let place = 0; place + limit < counted.length; place += 1) {
					expect(counted[place + limit] - counted[place]).toBeGreaterThanOrEqual(ms);
				}
			}
		}
	});

	it('a window fills up again: 60 requests at 10 per ten seconds and quick answers take about 50 s', async () => {
		const clock = new FakeClock();
		const gate = new Gate(clock);
		const main = quota('main', ten(10));
		let last = 0;
		const all = Array.from({ length: 60 }, async () => {
			const entry = await gate.enter([main], { deadline: Infinity, longestHoldMs: HOUR });
			if (entry.kind !== 'entered') throw new Error(entry.kind);
			await clock.sleep(50);
			last = clock.monotonic();
			gate.leave(entry.ticket, OK);
		});
		await clock.run();
		await Promise.all(all);
		expect(last).toBeGreaterThanOrEqual(50_000);
		expect(last).toBeLessThan(53_000);
	});

	it('10,000 random runs with holds, faults, cancels and deadlines leave nothing stuck', async () => {
		for (let seed = 1; seed <= 10_000; seed += 1) {
			const chance = seeded(seed);
			const clock = new FakeClock({ chance });
			const gate = new Gate(clock);
			const quotas = [quota('a', ten(1 + Math.floor(chance() * 3))), quota('b', ten())];
			let settled = 0;
			const count = 3 + Math.floor(chance() * 4);
			for (let place = 0; place < count; place += 1) {
				const cancel = new AbortController();
				const mine = quotas.filter(() => chance() < 0.7);
				void (async () => {
					await clock.sleep(chance() * 5_000);
					const entry = await gate.enter(mine, {
						deadline: chance() < 0.3 ? clock.monotonic() + chance() * 20_000 : Infinity,
						longestHoldMs: chance() < 0.2 ? 3_000 : HOUR,
						signal: cancel.signal,
					});
					if (entry.kind === 'entered') {
						await clock.sleep(chance() * 2_000);
						const how = chance();
						if (how < 0.3) gate.leave(entry.ticket, limited(chance() < 0.5 ? 1_000 : undefined));
						else if (how < 0.4) {
							gate.leave(entry.ticket, { counted: false, readings: [], open: false });
						} else gate.leave(entry.ticket, OK);
					}
					settled += 1;
				})();
				if (chance() < 0.3) void clock.sleep(chance() * 10_000).then(() => cancel.abort());
			}
			await clock.run();
			if (settled !== count) throw new Error(`seed ${seed}: ${settled} of ${count} came to an end`);
			expectNothingStuck(gate, clock);
		}
	}, 120_000);
});

describe('a request that comes again', () => {
	it('stands before those that came later, and behind those that came before', async () => {
		const scene = new Scene();
		const one = quota('q', { name: 'second', ms: SECOND, limit: 1 });
		scene.ask('first', one);
		await settle();
		const first = scene.entries.first;
		if (first?.kind !== 'entered') throw new Error('not entered');
		const { order } = first.ticket;
		scene.ask('second', one);
		scene.ask('third', one);
		scene.gate.leave(first.ticket, OK);
		scene.ask('first again', one, { order });
		scene.ask('between', one, { order: order + 1.5 });
		for (let turn = 1; turn <= 4; turn += 1) {
			await scene.clock.advance(SECOND);
			for (const entry of Object.values(scene.entries)) {
				if (entry.kind === 'entered') scene.gate.leave(entry.ticket, OK);
			}
			await settle();
		}
		expect(scene.transcript.map((line) => line.split(' at ')[0])).toEqual([
			'first',
			'first again',
			'second',
			'between',
			'third',
		]);
	});
});

describe('a 429', () => {
	it('40 queued, 429 (2 s): hold 2 s, one probe alone, then the rest in order', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('first', main);
		await scene.leave('first', limited(2_000));
		const names = Array.from({ length: 40 }, (_, place) => `r${place}`);
		for (const name of names) scene.ask(name, main);
		await scene.clock.advance(1_999);
		expect(scene.transcript).toEqual(['first at 0 s']);
		await scene.clock.advance(500);
		expect(scene.transcript).toEqual(['first at 0 s', 'r0 at 2 s']);
		await scene.leave('r0', OK);
		expect(scene.transcript.slice(2)).toEqual(names.slice(1).map((name) => `${name} at 2.499 s`));
	});

	it('what is in flight may finish during the hold, and does not open it', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.enter('b', main);
		await scene.leave('a', limited(5_000));
		scene.ask('c', main);
		await scene.clock.advance(1_000);
		await scene.leave('b', OK);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s']);
		await scene.clock.advance(4_000);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 5 s']);
	});

	it('hold 10 s, then a straggler says 2 s: the later end stands', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.enter('b', main);
		await scene.leave('a', limited(10_000));
		await scene.clock.advance(1_000);
		await scene.leave('b', limited(2_000));
		expect(scene.gate.heldMs('main')).toBe(9_000);
		scene.ask('c', main);
		await scene.clock.run();
		expect(scene.transcript.at(-1)).toBe('c at 10 s');
	});

	it('the probe gets a 429 too: hold again, one probe again', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(2_000));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(2_000);
		await scene.leave('b', limited(3_000));
		await scene.clock.advance(3_000);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 2 s', 'c at 5 s']);
	});

	it('the probe is lost on the way: the next one probes', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(2_000));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(2_000);
		await scene.leave('b', { counted: false, readings: [], open: false });
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 2 s', 'c at 2 s']);
	});

	it('without a time: holds for the window, then twice, four times as long, at most 60 s', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		const holds: number[] = [];
		for (const name of ['a', 'b', 'c', 'd', 'e']) {
			await scene.enter(name, main);
			await scene.leave(name, limited());
			holds.push(scene.gate.heldMs('main'));
			await scene.clock.advance(holds.at(-1) ?? 0);
		}
		expect(holds).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
	});

	it('a success in between starts the blind holds anew', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		for (const name of ['a', 'b']) {
			await scene.enter(name, main);
			await scene.leave(name, limited());
			await scene.clock.advance(60_000);
		}
		await scene.enter('c', main);
		await scene.leave('c', OK);
		await scene.enter('d', main);
		await scene.leave('d', limited());
		expect(scene.gate.heldMs('main')).toBe(10_000);
	});

	it('six in flight all get a blind 429: that is one event, and one window is held', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		const names = ['a', 'b', 'c', 'd', 'e', 'f'];
		for (const name of names) await scene.enter(name, main);
		await scene.clock.advance(100);
		for (const name of names) await scene.leave(name, limited());
		expect(scene.gate.heldMs('main')).toBe(10_000);
	});

	it('says "0 s", or a time that is over: holds for a second all the same', async () => {
		for (const ms of [0, -5_000]) {
			const scene = new Scene();
			const main = quota('main', ten());
			await scene.enter('a', main);
			await scene.leave('a', limited(ms));
			expect(scene.gate.heldMs('main')).toBe(1_000);
		}
	});

	it('names one of the quotas: the other is not held', async () => {
		const scene = new Scene();
		const both = [quota('search', ten()), quota('day', day())];
		await scene.enter('a', both);
		await scene.leave('a', limited(5_000, 'search'));
		expect(scene.gate.heldMs('search')).toBe(5_000);
		expect(scene.gate.heldMs('day')).toBe(0);
	});

	it('names a quota that this request is not on: the request is held nevertheless, no hot loop', async () => {
		const scene = new Scene();
		const crud = quota('crud', ten());
		await scene.enter('a', crud);
		await scene.leave('a', limited(5_000, 'search'));
		scene.ask('b', crud);
		await settle();
		expect(scene.transcript).toEqual(['a at 0 s']);
	});

	it('20 holds without a success are waited for; the 21st stops with held-too-often', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		for (let hold = 1; hold <= 20; hold += 1) {
			scene.ask(`r${hold}`, main);
			await scene.clock.advance(1_000);
			await scene.leave(`r${hold}`, limited(1_000));
		}
		scene.ask('r21', main);
		await scene.clock.advance(1_000);
		await scene.leave('r21', limited(1_000));
		scene.ask('r22', main);
		await settle();
		expect(scene.transcript.slice(-2)).toEqual([
			'r21 at 21 s',
			'r22 refused held-too-often at 21 s',
		]);
	});

	it('after held-too-often: one probe is let in, and those behind it wait for its answer', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		for (let hold = 1; hold <= 21; hold += 1) {
			scene.ask(`r${hold}`, main);
			await scene.clock.advance(1_000);
			await scene.leave(`r${hold}`, limited(1_000));
		}
		await scene.clock.advance(1_000);
		scene.ask('probe', main);
		scene.ask('behind', main);
		await settle();
		const { behind } = scene.entries;
		// A wait of Infinity would become an invalid date in the error's text.
		if (behind?.kind === 'refused') expect(behind.waitMs).toBeLessThan(Infinity);
		expect(behind).toBeUndefined();
		await scene.leave('probe', OK);
		expect(scene.transcript.at(-1)).toMatch(/^behind at/);
	});

	it('the wall clock jumps an hour: the hold follows the monotonic clock', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(2_000));
		scene.ask('b', main);
		scene.clock.wall += HOUR;
		await scene.clock.advance(1_000);
		scene.clock.wall -= 2 * HOUR;
		await scene.clock.advance(1_000);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 2 s']);
	});
});

describe('what the headers tell', () => {
	it('a window of which nothing is known: one request goes ahead, and tells', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		for (const name of ['a', 'b', 'c', 'd']) scene.ask(name, main);
		await settle();
		expect(scene.transcript).toEqual(['a at 0 s']);
		await scene.leave('a', told({ ...left(2, 5 * SECOND, 'ten'), limit: 3 }));
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
	});

	it('a window of which the first answer tells nothing: the others go', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		for (const name of ['a', 'b', 'c']) scene.ask(name, main);
		await settle();
		await scene.leave('a', OK);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
	});

	const left = (remaining: number, resetInMs?: number, window = 'ten'): LimitReading => ({
		window,
		remaining,
		...(resetInMs === undefined ? {} : { resetInMs }),
	});

	it('remaining 3 and 6 in flight -> no send until an answer says more', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
		for (const name of names) await scene.enter(name, main);
		await scene.leave('a', told(left(3, 10_000)));
		scene.ask('x', main);
		await settle();
		expect(scene.entries.x).toBeUndefined();
	});

	it('remaining 2 and 3 in flight that hang: the reset in 4 s opens the way all the same', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		for (const name of ['a', 'b', 'c', 'd']) await scene.enter(name, main);
		await scene.leave('a', told(left(2, 4_000)));
		scene.ask('x', main);
		await scene.clock.advance(60_000);
		expect(scene.transcript.at(-1)).toBe('x at 4 s');
	});

	it('remaining 2 -> two more, then nobody until the reset', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.leave('a', told(left(2, 4_000)));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(3_999);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
		await scene.clock.advance(1);
		expect(scene.transcript.at(-1)).toBe('d at 4 s');
	});

	it('remaining 3, then three answers without headers -> the fourth waits for the reset', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.leave('a', told(left(3, 4_000)));
		for (const name of ['b', 'c', 'd']) {
			await scene.enter(name, main);
			await scene.leave(name, OK);
		}
		scene.ask('e', main);
		await settle();
		expect(scene.entries.e).toBeUndefined();
		await scene.clock.advance(4_000);
		expect(scene.transcript.at(-1)).toBe('e at 4 s');
	});

	it('answers that overtake each other: the lowest number counts', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.enter('b', main);
		await scene.clock.advance(100);
		await scene.leave('b', told(left(0, 5_000)));
		await scene.leave('a', told(left(1, 5_000)));
		scene.ask('c', main);
		await settle();
		expect(scene.entries.c).toBeUndefined();
	});

	it('a newer answer may say that there is more', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100));
		await scene.enter('a', main);
		await scene.leave('a', told(left(1, 5_000)));
		await scene.clock.advance(100);
		await scene.enter('b', main);
		await scene.leave('b', told(left(50, 5_000)));
		await scene.enter('c', main);
		await scene.enter('d', main);
	});

	it("the headers' limit wins over the documented one", async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		await scene.enter('a', main);
		await scene.leave('a', told({ window: 'ten', limit: 3, remaining: 2, resetInMs: 10_000 }));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await settle();
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
	});

	it('a window without a known limit, after its reset: one request finds out, then the rest', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', told(left(0, 3_000)));
		for (const name of ['b', 'c', 'd']) scene.ask(name, main);
		await scene.clock.advance(3_000);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 3 s']);
		await scene.leave('b', told(left(99, 10_000)));
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 3 s', 'c at 3 s', 'd at 3 s']);
	});

	it('the day is used up: refused at once, with the time until the reset', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100), day());
		await scene.enter('a', main);
		await scene.leave('a', told(left(99, 10_000), left(0, 10 * HOUR, 'day')));
		scene.ask('b', main);
		await settle();
		expect(scene.entries.b).toEqual({
			kind: 'refused',
			reason: 'quota-exhausted',
			waitMs: 10 * HOUR,
		});
		expect(scene.clock.sleeping).toBe(0);
	});

	it('the documented day is used up: refused at once', async () => {
		const scene = new Scene();
		const main = quota('main', day(2));
		for (const name of ['a', 'b']) {
			await scene.enter(name, main);
			await scene.leave(name, OK);
		}
		await scene.clock.advance(HOUR);
		scene.ask('c', main);
		await settle();
		expect(scene.entries.c).toEqual({
			kind: 'refused',
			reason: 'quota-exhausted',
			waitMs: 23 * HOUR,
		});
	});

	it('3 left of the day and 5 in flight: an answer may still open the way, so no refusal yet', async () => {
		const scene = new Scene();
		const main = quota('main', ten(100), day());
		await scene.enter('first', main);
		await scene.leave('first', told(left(9, 10 * HOUR, 'day')));
		for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await scene.enter(name, main);
		await scene.leave('a', told(left(3, 10 * HOUR, 'day')));
		scene.ask('x', main);
		await settle();
		expect(scene.entries.x).toBeUndefined();
		for (const name of ['b', 'c', 'd', 'e', 'f']) {
			await scene.leave(name, told(left(2, 10 * HOUR, 'day')));
		}
		expect(scene.entries.x).toMatchObject({ kind: 'entered' });
	});

	it('100 calls, 6 at once, 10 in two seconds told by headers only -> 100 done and no 429', async () => {
		for (let seed = 1; seed <= 30; seed += 1) {
			const chance = seeded(seed);
			const clock = new FakeClock({ chance });
			const gate = new Gate(clock);
			const main = quota('main', { name: 'two', ms: 2_000 });
			const vendor = { start: 0, used: 0, refused: 0 };
			let done = 0;
			const worker = async (calls: number[]) => {
				while (calls.pop() !== undefined) {
					const entry = await gate.enter([main], { deadline: Infinity, longestHoldMs: HOUR });
					if (entry.kind !== 'entered') throw new Error(entry.kind);
					await clock.sleep(10 + chance() * 100);
					if (clock.monotonic() - vendor.start >= 2_000) {
						vendor.start = clock.monotonic();
						vendor.used = 0;
					}
					vendor.used += 1;
					const remaining = Math.max(0, 10 - vendor.used);
					const resetInMs = vendor.start + 2_000 - clock.monotonic();
					const tooMany = vendor.used > 10;
					if (tooMany) vendor.refused += 1;
					else done += 1;
					await clock.sleep(10 + chance() * 100);
					const readings = [{ window: 'two', limit: 10, remaining, resetInMs }];
					gate.leave(
						entry.ticket,
						tooMany ? { ...limited(resetInMs), readings } : { ...OK, readings },
					);
				}
			};
			const calls = Array.from({ length: 100 }, (_, call) => call);
			const all = Promise.all(Array.from({ length: 6 }, async () => await worker(calls)));
			await clock.run();
			await all;
			expect({ seed, done, refused: vendor.refused }).toEqual({ seed, done: 100, refused: 0 });
			expectNothingStuck(gate, clock);
		}
	});
});

describe('the end of patience', () => {
	it('cancel in a 30 s hold: settles at once, and the later ones go on', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		const stop = new AbortController();
		await scene.enter('a', main);
		await scene.leave('a', limited(30_000));
		scene.ask('b', main, { signal: stop.signal });
		scene.ask('c', main);
		await scene.clock.advance(1_000);
		stop.abort();
		await settle();
		expect(scene.transcript.at(-1)).toBe('b cancelled at 1 s');
		await scene.clock.run();
		expect(scene.transcript.at(-1)).toBe('c at 30 s');
		await scene.leave('c', OK);
		scene.expectNothingStuck();
	});

	it('cancel of the last waiter leaves no alarm behind', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		const stop = new AbortController();
		await scene.enter('a', main);
		await scene.leave('a', limited(30_000));
		scene.ask('b', main, { signal: stop.signal });
		await settle();
		stop.abort();
		await settle();
		scene.expectNothingStuck();
	});

	it('cancelled before it came -> cancelled', async () => {
		const scene = new Scene();
		scene.ask('a', quota('main', ten()), { signal: AbortSignal.abort() });
		await settle();
		expect(scene.transcript).toEqual(['a cancelled at 0 s']);
		scene.expectNothingStuck();
	});

	it('cancel after it got in does not disturb the gate', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		const stop = new AbortController();
		scene.ask('a', main, { signal: stop.signal });
		await settle();
		stop.abort();
		await scene.leave('a', OK);
		scene.expectNothingStuck();
	});

	it('hold 90 s, deadline in 40 s: refused at once, not after 40 s', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(90_000));
		scene.ask('b', main, { deadline: 40_000 });
		await settle();
		expect(scene.entries.b).toEqual({ kind: 'refused', reason: 'deadline', waitMs: 90_000 });
	});

	it('waits for an answer that is still out: refused when the deadline comes', async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		await scene.enter('a', main);
		scene.ask('b', main, { deadline: 5_000 });
		await scene.clock.advance(10_000);
		expect(scene.transcript.at(-1)).toBe('b refused deadline at 5 s');
	});

	it('second in line with a deadline of 10 s, first in line waits 60 s: refused in time', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(60_000));
		scene.ask('patient', main);
		scene.ask('hasty', main, { deadline: 10_000 });
		await scene.clock.advance(10_000);
		expect(scene.transcript.at(-1)).toMatch(/^hasty refused deadline/);
	});

	it('second in line behind an answer that is still out: its own deadline counts', async () => {
		const scene = new Scene();
		const main = quota('main', ten(1));
		await scene.enter('a', main);
		scene.ask('patient', main);
		scene.ask('hasty', main, { deadline: 10_000 });
		await scene.clock.advance(10_000);
		expect(scene.transcript.at(-1)).toBe('hasty refused deadline at 10 s');
	});

	it('second in line will not wait for holds ("When Rate-Limited: Stop"): refused at once', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		await scene.enter('a', main);
		await scene.leave('a', limited(60_000));
		scene.ask('patient', main);
		scene.ask('stops', main, { longestHoldMs: 0 });
		await settle();
		expect(scene.transcript.at(-1)).toBe('stops refused quota-exhausted at 0 s');
	});

	it('a listener that throws harms neither its own request nor others', async () => {
		const scene = new Scene();
		const main = quota('main', ten());
		const unseen: unknown[] = [];
		await scene.enter('a', main);
		await scene.leave('a', limited(2_000));
		const broken = scene.gate
			.enter([main], {
				deadline: Infinity,
				longestHoldMs: HOUR,
				onWait: () => {
					throw new Error('the editor is gone');
				},
			})
			.catch((error: unknown) => unseen.push(error));
		scene.ask('c', main);
		await scene.clock.run();
		const entry = await broken;
		expect(unseen).toEqual([]);
		expect(entry).toMatchObject({ kind: 'entered' });
	});
});
