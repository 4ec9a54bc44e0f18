import { Gate, type GateQuota, type Leave } from '../../nodes/shared/engine/gate/gate';
import { FakeClock, seeded } from './support/fakeClock';

const unknown: GateQuota = { key: 'account', windows: [] };
const patient = { deadline: Infinity, longestHoldMs: Infinity };

interface Server {
	/** What the server says to a request that arrives now: how to leave, 'open' when it is let in. */
	ask(now: number): Pick<Leave, 'hold'> | 'open';
}

/** So many requests in each window, counted from 0; a refusal tells the reset in whole seconds. */
function fixedWindow(limit: number, ms: number): Server {
	let window = 0;
	let count = 0;
	return {
		ask: (now) => {
			const current = Math.floor(now / ms);
			if (current !== window) count = 0;
			window = current;
			count += 1;
			if (count <= limit) return 'open';
			const left = (current + 1) * ms - now;
			return { hold: { ms: Math.ceil(left / 1_000) * 1_000 } };
		},
	};
}

/** `rate` tokens a second, at most `burst`; a refusal tells nothing. */
function tokenBucket(rate: number, burst: number): Server {
	let tokens = burst;
	let last = 0;
	return {
		ask: (now) => {
			tokens = Math.min(burst, tokens + ((now - last) * rate) / 1_000);
			last = now;
			if (tokens < 1) return { hold: {} };
			tokens -= 1;
			return 'open';
		},
	};
}

/** Workers that send through a gate until `calls` have come through or the time is over. */
async function run(
	server: Server,
	{
		calls,
		workers,
		forMs,
		gates = 1,
	}: { calls: number; workers: number; forMs: number; gates?: number },
) {
	const clock = new FakeClock();
	const chance = seeded(7);
	const refusedAt: number[] = [];
	const openAt: number[] = [];
	let left = calls;
	const trip = async () => await clock.sleep(5 + 10 * chance());

	const send = async (gate: Gate): Promise<boolean> => {
		const entry = await gate.enter([unknown], patient);
		if (entry.kind !== 'entered') throw new Error(entry.kind);
		await trip();
		const told = server.ask(clock.monotonic());
		(told === 'open' ? openAt : refusedAt).push(clock.monotonic());
		await trip();
		const open = told === 'open';
		gate.leave(entry.ticket, { counted: true, readings: [], open, ...(open ? {} : told) });
		return open;
	};
	const worker = async (gate: Gate) => {
		while (left > 0 && clock.monotonic() < forMs) {
			left -= 1;
			while (!(await send(gate))) continue;
		}
	};
	for (let number = 0; number < gates; number += 1) {
		const gate = new Gate(clock);
		for (let each = 0; each < workers; each += 1) void worker(gate);
	}
	await clock.advance(forMs);
	return { open: openAt.length, refused: refusedAt.length, refusedAt, lastAt: openAt.at(-1) ?? 0 };
}

describe('a fixed window of 10 in 2 s, told only by Retry-After', () => {
	it('100 calls, 20 in flight: all come through, within 30 refusals and 19.5 s', async () => {
		const { open, refused, lastAt } = await run(fixedWindow(10, 2_000), {
			calls: 100,
			workers: 20,
			forMs: 30_000,
		});
		expect(open).toBe(100);
		expect(refused).toBeLessThanOrEqual(30);
		expect(lastAt).toBeLessThanOrEqual(19_500);
	});

	it('once it is learned, a refusal comes only when one more is tried', async () => {
		const { refusedAt } = await run(fixedWindow(10, 2_000), {
			calls: 1_000,
			workers: 20,
			forMs: 120_000,
		});
		const later = refusedAt.filter((at) => at > 10_000);
		// One more is tried after every five full windows: at most 11 times in 110 s.
		expect(later.length).toBeLessThanOrEqual(15);
		expect(later.length).toBeGreaterThan(2);
	});

	it('a limit that is raised is found out', async () => {
		let limit = 5;
		const clockless = { ask: (now: number) => servers[now < 60_000 ? 0 : 1].ask(now) };
		const servers = [fixedWindow(limit, 1_000), fixedWindow((limit = 50), 1_000)];
		const { open } = await run(clockless, { calls: 10_000, workers: 20, forMs: 240_000 });
		// Five a second for a minute, then slowly more: well above five a second in all.
		expect(open).toBeGreaterThan(60 * 5 + 180 * 8);
	});
});

describe('a token bucket, told by nothing', () => {
	it.each([
		[20, 20, 1],
		[20, 5, 4],
		[50, 100, 4],
	])(
		'%i a second, bucket of %i, %i gates: within 20 %% of it, under 6 %% refused',
		async (rate, burst, gates) => {
			const seconds = 60;
			const { open, refused } = await run(tokenBucket(rate, burst), {
				calls: Infinity,
				workers: 5,
				forMs: seconds * 1_000,
				gates,
			});
			const sent = open + refused;
			expect(sent / seconds).toBeGreaterThan(rate * 0.8);
			expect(sent / seconds).toBeLessThan(rate * 1.2);
			expect(refused / sent).toBeLessThan(0.06);
		},
	);

	it('no limit at all: nothing slows it down', async () => {
		const { open } = await run(
			{ ask: () => 'open' },
			{ calls: Infinity, workers: 5, forMs: 10_000 },
		);
		expect(open).toBeGreaterThan(2_000);
	});
});

describe('a documented window of 5 in 1 s that others use as well', () => {
	it('a refusal lowers it for a while', async () => {
		const clock = new FakeClock();
		const gate = new Gate(clock);
		const search: GateQuota = { key: 'search', windows: [{ name: 's', ms: 1_000, limit: 5 }] };
		const sentAt: number[] = [];
		let refuseNext = false;
		const worker = async () => {
			while (clock.monotonic() < 20_000) {
				const entry = await gate.enter([search], patient);
				if (entry.kind !== 'entered') return;
				sentAt.push(clock.monotonic());
				await clock.sleep(10);
				const hold = refuseNext ? { hold: { ms: 1_000 } } : {};
				gate.leave(entry.ticket, { counted: true, readings: [], open: !refuseNext, ...hold });
				refuseNext = false;
			}
		};
		for (let each = 0; each < 10; each += 1) void worker();
		const sentIn = (from: number, to: number) =>
			sentAt.filter((at) => at >= from && at < to).length;

		await clock.advance(5_050);
		expect(sentIn(0, 5_000)).toBe(25);
		refuseNext = true;
		await clock.advance(15_000);
		expect(sentIn(8_000, 11_000)).toBeLessThanOrEqual(13);
		// Five full windows without a refusal, and it is the documented limit again.
		expect(sentIn(15_000, 20_000)).toBeGreaterThanOrEqual(23);
	});
});

test('refused before anything came through, with a documented limit: others used it, nothing is learned', async () => {
	const clock = new FakeClock();
	const gate = new Gate(clock);
	const documented = { key: 'account', windows: [{ name: 'ten', ms: 10_000, limit: 100 }] };
	const enter = async () => {
		const entry = gate.enter([documented], patient);
		await clock.advance(0);
		return await entry;
	};
	const first = await enter();
	if (first.kind !== 'entered') throw new Error('not in');
	gate.leave(first.ticket, { counted: true, readings: [], open: false, hold: { ms: 1_000 } });
	await clock.advance(1_000);
	const probe = await enter();
	if (probe.kind !== 'entered') throw new Error('not in');
	gate.leave(probe.ticket, { counted: true, readings: [], open: true });
	const rest = await Promise.all(Array.from({ length: 98 }, enter));
	expect(rest.map(({ kind }) => kind)).toEqual(Array(98).fill('entered'));
	expect(clock.monotonic()).toBe(1_000);
});
