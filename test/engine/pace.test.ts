import { cut, rateOf, step, type Pace } from '../../nodes/shared/engine/gate/pace';

const pace = (rest: Partial<Pace> = {}): Pace => ({
	low: 10,
	peak: 20,
	through: 0,
	cutAt: 0,
	nextAt: 0,
	...rest,
});

describe('the rate after a cut', () => {
	it('begins low, is back at the peak after 80 requests, and goes on rising', () => {
		expect(rateOf(pace())).toBe(10);
		expect(rateOf(pace({ through: 40 }))).toBeCloseTo(18.75);
		expect(rateOf(pace({ through: 80 }))).toBe(20);
		expect(rateOf(pace({ through: 120 }))).toBe(22.5);
		expect(rateOf(pace({ through: 160 }))).toBe(30);
	});

	it('never falls while requests come through', () => {
		const rates = Array.from({ length: 300 }, (_, through) => rateOf(pace({ through })));
		expect(rates).toEqual(rates.toSorted((a, b) => a - b));
	});
});

describe('a refusal', () => {
	it('the first: half of what came through lately', () => {
		expect(cut(undefined, 40, 1_000)).toEqual({
			low: 20,
			peak: 40,
			through: 0,
			cutAt: 1_000,
			nextAt: 1_050,
		});
	});

	it('after 10 requests or more: 85 % of the rate at that moment', () => {
		const next = cut(pace({ through: 80 }), 999, 60_000);
		expect(next).toMatchObject({ low: 17, peak: 20 });
	});

	it('sooner: half of what came through since the last one', () => {
		expect(cut(pace({ through: 4, cutAt: 1_000 }), 999, 2_000)).toMatchObject({
			low: 2.5,
			peak: 5,
		});
		expect(cut(pace({ through: 9, cutAt: 1_000 }), 999, 3_000)).toMatchObject({
			low: 2.5,
			peak: 5,
		});
	});

	it('at once: half of the rate, not more than it was', () => {
		expect(cut(pace({ cutAt: 1_000 }), 999, 1_000)).toMatchObject({ low: 5, peak: 10 });
	});

	it('never slower than one request in 20 s', () => {
		expect(cut(pace({ low: 0.05, peak: 0.05 }), 0, 0).low).toBe(0.05);
		expect(cut(undefined, 0, 0)).toMatchObject({ low: 0.05, peak: 0.05 });
	});
});

describe('steps', () => {
	it('requests that wait leave one by one', () => {
		const some = pace({ nextAt: 1_000 });
		step(some, 900);
		expect(some.nextAt).toBe(1_100);
		step(some, 1_100);
		expect(some.nextAt).toBe(1_200);
	});

	it('a pause is not made up for', () => {
		const some = pace({ nextAt: 1_000 });
		step(some, 9_000);
		expect(some.nextAt).toBe(9_100);
	});
});
