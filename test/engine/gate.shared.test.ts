import {
	Gate,
	type EnterOptions,
	type Entry,
	type GateQuota,
	type Leave,
	type Ticket,
} from '../../nodes/shared/engine/gate/gate';
import type {
	Place,
	SharedHold,
	SharedQuota,
	SharedQuotas,
	SharedWait,
	Taken,
} from '../../nodes/shared/engine/gate/shared';
import { SharedGate } from '../../nodes/shared/engine/gate/sharedGate';
import { FakeClock, settle } from './support/fakeClock';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const OK: Leave = { counted: true, readings: [], open: true };

const paced: GateQuota = { key: 'main', windows: [{ name: 'ten', ms: 10 * SECOND, limit: 3 }] };
const open: GateQuota = { key: 'main', windows: [] };

const full = (ms: number, quotaKey = 'main'): SharedWait => ({
	quotaKey,
	ms,
	reason: 'window-full',
	exhausted: false,
});
const held = (ms: number, exhausted = false): SharedWait => ({
	quotaKey: 'main',
	ms,
	reason: 'quota-hold',
	exhausted,
});

/** Others, as a test writes them: `room` says what they leave, and everything that is told is kept. */
class Others implements SharedQuotas {
	readonly asked: number[] = [];
	readonly quotas: SharedQuota[][] = [];
	readonly settled: string[] = [];
	readonly holds: SharedHold[] = [];
	/** Answers only once somebody calls `answer`. */
	slow = false;
	private readonly answers: Array<() => void> = [];

	constructor(
		private readonly clock: FakeClock,
		private readonly room: (now: number, requests: number) => number | SharedWait[] | string,
	) {}

	async take(quotas: SharedQuota[], requests: number): Promise<Taken> {
		this.asked.push(requests);
		this.quotas.push(quotas);
		if (this.slow) await new Promise<void>((resolve) => this.answers.push(resolve));
		const at = this.clock.monotonic();
		const found = this.room(at, requests);
		if (typeof found === 'string') return { kind: 'away', reason: found };
		const places = typeof found === 'number' ? Math.min(found, requests) : 0;
		const waits = typeof found === 'number' ? [full(SECOND)] : found;
		return { kind: 'taken', places, place: { quotas, at }, waits: places < requests ? waits : [] };
	}

	settle({ at }: Place, counted: boolean): void {
		this.settled.push(`${at / SECOND} s ${counted ? 'counted' : 'given back'}`);
	}

	hold(holds: SharedHold[]): void {
		this.holds.push(...holds);
	}

	async answer(): Promise<void> {
		this.answers.shift()?.();
		await settle();
	}
}

class Scene {
	readonly clock = new FakeClock();
	readonly own = new Gate(this.clock);
	readonly others: Others;
	readonly gate: SharedGate;
	readonly entries: Record<string, Entry> = {};
	readonly transcript: string[] = [];
	readonly waits: string[] = [];

	constructor(room: ConstructorParameters<typeof Others>[1]) {
		this.others = new Others(this.clock, room);
		this.gate = new SharedGate(this.own, this.others, this.clock);
	}

	async ask(
		name: string,
		quotas: GateQuota | GateQuota[],
		options: Partial<EnterOptions> = {},
	): Promise<void> {
		void this.gate
			.enter(Array.isArray(quotas) ? quotas : [quotas], {
				deadline: Infinity,
				longestHoldMs: HOUR,
				onWait: ({ ms, reason }) => this.waits.push(`${name} ${ms / SECOND} s ${reason}`),
				...options,
			})
			.then((entry) => {
				this.entries[name] = entry;
				const what = entry.kind === 'refused' ? `refused ${entry.reason}` : entry.kind;
				const time = `at ${this.clock.monotonic() / SECOND} s`;
				this.transcript.push(`${name} ${what === 'entered' ? '' : `${what} `}${time}`);
			});
		await settle();
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

	get state() {
		const state = this.own['states'].get('main');
		if (!state) throw new Error('Nobody has come');
		return state;
	}
}

describe('a window that others have used up', () => {
	it('is waited for, in the order in which the requests came', async () => {
		const scene = new Scene((now) => (now < 4 * SECOND ? [full(4 * SECOND - now)] : 3));
		for (const name of ['a', 'b', 'c', 'late']) void scene.ask(name, paced);
		await scene.clock.advance(10 * SECOND);
		expect(scene.transcript).toEqual(['a at 4 s', 'b at 4 s', 'c at 4 s']);
		expect(scene.others.asked).toEqual([3, 3]);
		await scene.leave('a', { ...OK, counted: false });
		expect(scene.transcript[3]).toBe('late at 10 s');
	});

	it('lets in as many as there is room for, and the first ones', async () => {
		const scene = new Scene((now) => (now < SECOND ? 2 : 3));
		for (const name of ['a', 'b', 'c']) void scene.ask(name, paced);
		await scene.clock.advance(0);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s']);
		await scene.clock.advance(SECOND);
		expect(scene.transcript[2]).toBe('c at 1 s');
	});

	it('those who come while the others are asked do not overtake', async () => {
		const scene = new Scene((now) => (now < SECOND ? [full(SECOND - now)] : 3));
		scene.others.slow = true;
		await scene.ask('a', paced);
		await scene.ask('b', paced);
		scene.others.slow = false;
		await scene.others.answer();
		expect(scene.others.asked).toEqual([1]);
		await scene.clock.advance(2 * SECOND);
		expect(scene.transcript).toEqual(['a at 1 s', 'b at 1 s']);
	});

	it('teaches nothing: no hold, no lesson, no probe, and no place of ours is used', async () => {
		const scene = new Scene((now) => (now < 4 * SECOND ? [full(4 * SECOND - now)] : 3));
		for (const name of ['a', 'b', 'c']) void scene.ask(name, paced);
		await scene.clock.advance(SECOND);
		expect(scene.state).toMatchObject({
			inFlight: 0,
			holdsInARow: 0,
			probing: false,
			heldUntil: 0,
		});
		expect(scene.state.learned).toBeUndefined();
		expect(scene.state.windows).toEqual({});
	});

	it('the wait is told once, and stands in the entry with its reason', async () => {
		const scene = new Scene((now) => (now < 5 * SECOND ? [full(2 * SECOND)] : 3));
		await scene.clock.advance(SECOND);
		await scene.ask('a', paced);
		await scene.clock.advance(10 * SECOND);
		expect(scene.waits).toEqual(['a 2 s window-full']);
		expect(scene.entries.a).toMatchObject({ waitedMs: 4 * SECOND, reason: 'window-full' });
	});

	it('the time that asking takes is no wait', async () => {
		const scene = new Scene(() => 3);
		scene.others.slow = true;
		await scene.ask('a', paced);
		await scene.clock.advance(300);
		await scene.others.answer();
		expect(scene.entries.a).toMatchObject({ kind: 'entered', waitedMs: 0, reason: '' });
	});

	it('for longer than the longest pace: refused, with the time', async () => {
		const scene = new Scene(() => [full(HOUR)]);
		await scene.ask('a', paced, { longestPaceMs: 60 * SECOND });
		expect(scene.entries.a).toEqual({ kind: 'refused', reason: 'quota-exhausted', waitMs: HOUR });
		expect(scene.state.inFlight).toBe(0);
	});

	it('for longer than the deadline: refused at once', async () => {
		const scene = new Scene(() => [full(HOUR)]);
		await scene.ask('a', paced, { deadline: 5 * SECOND });
		expect(scene.transcript).toEqual(['a refused deadline at 0 s']);
	});

	it('of one quota: requests that do not need that quota go on', async () => {
		const other: GateQuota = { key: 'other', windows: [] };
		const scene = new Scene((now) => (now === 0 ? [full(5 * SECOND)] : 3));
		await scene.ask('a', [paced, other]);
		await scene.clock.advance(1);
		await scene.ask('b', other);
		expect(scene.transcript).toEqual(['b at 0.001 s']);
	});
});

describe('what is told to the others', () => {
	it('windows with the limit that headers tell, and not those without one', async () => {
		const scene = new Scene(() => 9);
		const quota = { key: 'main', windows: [...paced.windows, { name: 'day', ms: 24 * HOUR }] };
		const limits = () => scene.others.quotas.at(-1)?.[0]?.windows.map(({ limit }) => limit);
		await scene.ask('a', quota);
		expect(limits()).toEqual([3]);
		const told = { window: 'day', remaining: 90, limit: 100 };
		const burst = { window: 'ten', remaining: 4, limit: 5 };
		await scene.leave('a', { ...OK, readings: [told, burst] });
		await scene.ask('b', quota);
		expect(limits()).toEqual([5, 100]);
	});

	it('each answer, counted or not, once', async () => {
		const scene = new Scene(() => 3);
		await scene.ask('a', paced);
		await scene.ask('b', paced);
		await scene.leave('a', OK);
		await scene.leave('b', { ...OK, counted: false });
		expect(scene.others.settled).toEqual(['0 s counted', '0 s given back']);
	});

	it('a hold of the vendor, for the quota that it names, as long as it lasts here', async () => {
		const scene = new Scene(() => 3);
		const day: GateQuota = { key: 'day', windows: [] };
		await scene.ask('a', [paced, day]);
		const hold = { ms: 30 * SECOND, quotaKey: 'day', exhausted: true };
		await scene.leave('a', { ...OK, open: false, hold });
		expect(scene.others.holds).toEqual([{ quotaKey: 'day', ms: 30 * SECOND, exhausted: true }]);
	});

	it('nobody knows how long: that is said of the quota that the vendor names, and of no other', async () => {
		const scene = new Scene(() => 3);
		const day: GateQuota = { key: 'day', windows: [] };
		await scene.ask('a', [paced, day]);
		await scene.ask('b', [paced, day]);
		await scene.leave('a', { ...OK, open: false, hold: { ms: 9 * SECOND, quotaKey: 'main' } });
		const hold = { ms: 30 * SECOND, quotaKey: 'day', exhausted: true };
		await scene.leave('b', { ...OK, open: false, hold });
		expect(scene.others.holds.slice(1)).toEqual([
			{ quotaKey: 'main', ms: 9 * SECOND, exhausted: false },
			{ quotaKey: 'day', ms: 30 * SECOND, exhausted: true },
		]);
	});

	it('requests of two accounts are asked for apart', async () => {
		const scene = new Scene(() => 3);
		const other = { ...paced, key: 'other' };
		for (const [name, quota] of [
			['a', paced],
			['b', other],
			['c', paced],
		] as const) {
			void scene.ask(name, quota);
		}
		await settle();
		expect(scene.others.quotas.map(([quota]) => quota?.key)).toEqual(['main', 'other']);
		expect(scene.others.asked).toEqual([2, 1]);
		expect(scene.entries.a).not.toHaveProperty('alone');
	});

	it('a hold without a time: as long as this process holds it', async () => {
		const scene = new Scene(() => 3);
		await scene.ask('a', paced);
		await scene.leave('a', { ...OK, open: false, hold: {} });
		expect(scene.others.holds).toEqual([{ quotaKey: 'main', ms: 10 * SECOND, exhausted: false }]);
	});

	it('not a guess at the own pace, which is over before others hear of it', async () => {
		const scene = new Scene(() => 99);
		for (let n = 0; n < 20; n += 1) {
			await scene.ask(`r${n}`, open);
			await scene.leave(`r${n}`, OK);
			await scene.clock.advance(50);
		}
		await scene.ask('a', open);
		await scene.leave('a', { ...OK, open: false, hold: {} });
		expect(scene.own.heldMs('main')).toBeGreaterThan(0);
		expect(scene.others.holds).toEqual([]);
	});
});

describe('a hold that another process has met', () => {
	it('is waited for, without a lesson', async () => {
		const scene = new Scene((now) => (now < 7 * SECOND ? [held(7 * SECOND - now)] : 3));
		await scene.ask('a', paced);
		await scene.clock.advance(8 * SECOND);
		expect(scene.transcript).toEqual(['a at 7 s']);
		expect(scene.waits).toEqual(['a 7 s quota-hold']);
		expect(scene.state).toMatchObject({ holdsInARow: 0, heldUntil: 0 });
		expect(scene.state.learned).toBeUndefined();
	});

	it('with windows: those that the windows let in go at once when it ends', async () => {
		const scene = new Scene((now) => (now < SECOND ? [held(SECOND)] : 3));
		for (const name of ['a', 'b', 'c']) void scene.ask(name, paced);
		await scene.clock.advance(2 * SECOND);
		expect(scene.transcript).toEqual(['a at 1 s', 'b at 1 s', 'c at 1 s']);
	});

	it('without windows: one finds out whether it is over, also where earlier ones come through', async () => {
		let room: number | SharedWait[] = 3;
		const scene = new Scene(() => room);
		await scene.ask('early', open);
		room = [held(SECOND)];
		for (const name of ['a', 'b', 'c']) void scene.ask(name, open);
		await settle();
		await scene.leave('early', OK);
		room = 3;
		await scene.clock.advance(5 * SECOND);
		expect(scene.transcript).toEqual(['early at 0 s', 'a at 1 s']);
		await scene.leave('a', OK);
		expect(scene.transcript.slice(2)).toEqual(['b at 5 s', 'c at 5 s']);
	});

	it('that is worth no waiting: refused at once', async () => {
		const scene = new Scene(() => [held(SECOND, true)]);
		await scene.ask('a', paced);
		expect(scene.entries.a).toMatchObject({ reason: 'quota-exhausted', waitMs: SECOND });
	});
});

describe('while the others are asked', () => {
	it('a stop ends the wait at once, and the place that comes later is given back', async () => {
		const scene = new Scene(() => 3);
		scene.others.slow = true;
		const stop = new AbortController();
		await scene.ask('a', paced, { signal: stop.signal });
		stop.abort();
		await settle();
		expect(scene.transcript).toEqual(['a cancelled at 0 s']);
		expect(scene.state.inFlight).toBe(0);
		await scene.others.answer();
		expect(scene.others.settled).toEqual(['0 s given back']);
	});

	it('a hold that comes from the vendor counts: the place is given back, and its turn comes later', async () => {
		const scene = new Scene(() => 3);
		await scene.ask('a', paced);
		scene.others.slow = true;
		await scene.ask('b', [paced, { key: 'day', windows: [] }]);
		await scene.leave('a', { ...OK, open: false, hold: { ms: 5 * SECOND } });
		scene.others.slow = false;
		await scene.others.answer();
		expect(scene.others.settled).toEqual(['0 s counted', '0 s given back']);
		await scene.clock.advance(10 * SECOND);
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 5 s']);
		expect(scene.entries.b).toMatchObject({ waitedMs: 5 * SECOND, reason: 'quota-hold' });
	});

	it('a deadline that passes counts', async () => {
		const scene = new Scene(() => 3);
		scene.others.slow = true;
		await scene.ask('a', paced, { deadline: 500 });
		await scene.clock.advance(600);
		await scene.others.answer();
		expect(scene.transcript).toEqual(['a refused deadline at 0.6 s']);
		expect(scene.others.settled).toEqual(['0.6 s given back']);
	});
});

describe('nobody can be asked', () => {
	it('the process goes on alone at once, keeps its own limits and says why', async () => {
		const scene = new Scene(() => 'connect ECONNREFUSED');
		for (const name of ['a', 'b', 'c', 'd']) void scene.ask(name, paced);
		await settle();
		expect(scene.transcript).toEqual(['a at 0 s', 'b at 0 s', 'c at 0 s']);
		expect(scene.entries.a).toMatchObject({ alone: 'connect ECONNREFUSED' });
		await scene.leave('a', OK);
		expect(scene.others.settled).toEqual([]);
		await scene.clock.advance(11 * SECOND);
		expect(scene.transcript[3]).toBe('d at 10 s');
	});
});
