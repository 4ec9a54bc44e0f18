import { learn, raise, type Learned } from '../../nodes/shared/engine/gate/learned';

const none = { most: Infinity };

describe('what a refusal teaches', () => {
	it('10 came through: the limit is 10, the window is not known yet', () => {
		expect(learn(undefined, { through: 10, resetAt: 2_000, ...none })).toEqual({
			limit: 10,
			resetAt: 2_000,
			most: Infinity,
			clean: 0,
		});
	});

	it('nothing came through: one at a time', () => {
		expect(learn(undefined, { through: 0, resetAt: 2_000, ...none }).limit).toBe(1);
	});

	it('a second reset 2 s later: the window is 2 s', () => {
		const first = learn(undefined, { through: 10, resetAt: 2_000, ...none });
		expect(learn(first, { through: 10, resetAt: 4_000, ...none })).toMatchObject({
			limit: 10,
			ms: 2_000,
		});
	});

	it('a third reset 6 s later: three windows, each still 2 s', () => {
		const known: Learned = { limit: 10, ms: 2_000, resetAt: 4_000, most: Infinity, clean: 0 };
		expect(learn(known, { through: 40, resetAt: 10_000, ...none }).ms).toBe(2_000);
	});

	it('a third reset 1 s later: the window is 1 s', () => {
		const known: Learned = { limit: 10, ms: 2_000, resetAt: 4_000, most: Infinity, clean: 0 };
		expect(learn(known, { through: 5, resetAt: 5_000, ...none }).ms).toBe(1_000);
	});

	it('refused although the limit was kept: one lower', () => {
		const known: Learned = { limit: 10, ms: 2_000, resetAt: 4_000, most: Infinity, clean: 30 };
		expect(learn(known, { through: 40, resetAt: 8_000, ...none })).toMatchObject({
			limit: 9,
			clean: 0,
			resetAt: 8_000,
		});
	});

	it('refused after 3, because others use the account as well: 3', () => {
		const known: Learned = { limit: 10, ms: 2_000, resetAt: 4_000, most: Infinity, clean: 0 };
		expect(learn(known, { through: 3, resetAt: 6_000, ...none }).limit).toBe(3);
	});

	it('refused twice with nothing between: the limit stays', () => {
		const known: Learned = { limit: 10, ms: 2_000, resetAt: 4_000, most: Infinity, clean: 0 };
		expect(learn(known, { through: 0, resetAt: 6_000, ...none }).limit).toBe(10);
	});

	it('the same reset again does not make a window of no length', () => {
		const first = learn(undefined, { through: 10, resetAt: 2_000, ...none });
		expect(learn(first, { through: 10, resetAt: 2_000, ...none }).ms).toBeUndefined();
	});

	it('a documented window of 5 in 1 s: its length stands, the limit is below it', () => {
		expect(learn(undefined, { through: 400, resetAt: 1_000, ms: 1_000, most: 5 })).toMatchObject({
			limit: 4,
			ms: 1_000,
		});
	});
});

describe('trying one more', () => {
	const through = (learned: Learned, times: number) => {
		let now: Learned | undefined = learned;
		for (let time = 0; time < times && now; time += 1) now = raise(now);
		return now;
	};
	const known: Learned = { limit: 4, ms: 1_000, resetAt: 0, most: Infinity, clean: 0 };

	it('not before five windows full without a refusal', () => {
		expect(through(known, 19)).toMatchObject({ limit: 4, clean: 19 });
		expect(through(known, 20)).toMatchObject({ limit: 5, clean: 0 });
	});

	it('back at the documented limit: nothing is left to keep', () => {
		expect(through({ ...known, most: 6 }, 20)).toMatchObject({ limit: 5 });
		expect(through({ ...known, most: 6 }, 20 + 25)).toBeUndefined();
	});
});

test('a limit of 30 that is kept for five windows is tried at 33, one of 5 at 6', () => {
	const kept = (limit: number) => ({
		limit,
		ms: 10_000,
		resetAt: 0,
		most: 100,
		clean: limit * 5 - 1,
	});
	expect([30, 5].map((limit) => raise(kept(limit))?.limit)).toEqual([33, 6]);
});
