import type { ClientSettings, Failure, Outcome } from '../../nodes/shared/engine/client';
import { runJob, type Job, type JobPace, type JobState } from '../../nodes/shared/engine/job';
import { Patience } from '../../nodes/shared/engine/patience';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import { SETTINGS } from '../conformance/support/scene';
import { FakeClock } from './support/fakeClock';
import { create, read } from './support/testVendor';

const MINUTE = 60_000;
const PACE: JobPace = { firstPauseMs: 1_000, longestPauseMs: 5_000, limitMs: 10 * MINUTE };

const success = (data: JsonValue): Outcome => ({
	ok: true,
	url: 'http://127.0.0.1/x',
	status: 200,
	headers: {},
	data,
	logId: 7,
});
const failure = (reason: Failure['reason']): Failure => ({
	ok: false,
	reason,
	status: 0,
	error: { message: reason },
	processed: 'no',
	attempts: [],
	logId: 0,
});

const STATES: Record<string, JobState> = {
	running: { kind: 'running' },
	done: { kind: 'done' },
	failed: { kind: 'failed', error: { message: 'the job broke' } },
};

/** A job whose looks tell these states, the last one for ever. */
class Scene {
	readonly clock = new FakeClock();
	readonly lines: string[] = [];
	private readonly stop = new AbortController();
	abortAnswer: Outcome = success('aborted');
	/** What the next requests answer, by their operation. */
	readonly answers = new Map<string, Outcome>();

	constructor(private readonly states: string[]) {}

	cancelAfter(ms: number): void {
		void this.clock.sleep(ms).then(() => this.stop.abort());
	}

	async run(pace: Partial<JobPace> = {}, settings: Partial<ClientSettings> = {}) {
		this.clock.autoAdvance();
		const totals = { sends: 0, retries: 0, rateLimited: 0, heldMs: 0, logLost: 0, untold: '' };
		const { clock } = this;
		const parts = { clock, signal: this.stop.signal };
		return await runJob({
			client: {
				send: async (request) => await this.answer('', request),
				sendAtEnd: async (request) => await this.answer('at the end: ', request),
			},
			patience: new Patience(parts, { ...SETTINGS, ...settings }, totals),
			job: this.job,
			pace: { ...PACE, ...pace },
		});
	}

	private async answer(how: string, { operation, begun }: ApiRequest): Promise<Outcome> {
		const seconds = this.clock.monotonic() / 1_000;
		this.lines.push(`${seconds} s: ${how}${operation}${begun ? ' (begun)' : ''}`);
		const told = this.answers.get(operation);
		if (told) return await Promise.resolve(told);
		if (operation === 'job.abort') return await Promise.resolve(this.abortAnswer);
		if (operation !== 'job.look') return await Promise.resolve(success('fine'));
		const state = this.states.length > 1 ? this.states.shift() : this.states[0];
		return await Promise.resolve(success(state ?? ''));
	}

	private readonly job: Job<string, string> = {
		start: async (send) => {
			const answer = await send(create({ operation: 'job.start' }));
			return answer.ok ? { ok: true, handle: 'job-1' } : answer;
		},
		look: () => read({ operation: 'job.look' }),
		readLook: ({ data }) => STATES[String(data)] ?? { kind: 'running' },
		collect: async (handle, send, end) => {
			await send(read({ operation: 'job.collect' }));
			return `${handle} ${end}`;
		},
		abort: () => create({ operation: 'job.abort' }),
	};
}

test('starts, looks in growing pauses up to the longest, collects', async () => {
	const scene = new Scene([...Array<string>(6).fill('running'), 'done']);
	expect(await scene.run()).toEqual({ end: 'done', handle: 'job-1', result: 'job-1 done' });
	expect(scene.lines).toEqual([
		'0 s: job.start',
		'1 s: job.look (begun)',
		'2.5 s: job.look (begun)',
		'4.75 s: job.look (begun)',
		'8.125 s: job.look (begun)',
		'13.125 s: job.look (begun)',
		'18.125 s: job.look (begun)',
		'23.125 s: job.look (begun)',
		'23.125 s: job.collect (begun)',
	]);
});

test('a start that is refused: nothing else is sent', async () => {
	const scene = new Scene(['done']);
	scene.answers.set('job.start', failure('bad-request'));
	expect(await scene.run()).toEqual({ end: 'refused', failure: failure('bad-request') });
	expect(scene.lines).toEqual(['0 s: job.start']);
});

test('a job that fails is collected all the same, with its reason', async () => {
	const scene = new Scene(['running', 'failed']);
	expect(await scene.run()).toEqual({
		end: 'failed',
		handle: 'job-1',
		result: 'job-1 failed',
		error: { message: 'the job broke' },
	});
});

describe('a job that takes too long', () => {
	test('is aborted at its limit, and read as far as it came', async () => {
		const scene = new Scene(['running']);
		const outcome = await scene.run({ limitMs: 7_000 });
		expect(outcome).toEqual({
			end: 'deadline',
			handle: 'job-1',
			result: 'job-1 deadline',
			aborted: true,
		});
		expect(scene.lines.slice(-4)).toEqual([
			'4.75 s: job.look (begun)',
			'7 s: job.look (begun)',
			'7 s: at the end: job.abort',
			'7 s: at the end: job.collect',
		]);
	});

	test('is aborted when the deadline of the run comes first', async () => {
		const scene = new Scene(['running']);
		const outcome = await scene.run({}, { deadline: 3_000 });
		expect(outcome).toMatchObject({ end: 'deadline', aborted: true });
		expect(scene.lines.slice(-2)).toEqual([
			'3 s: at the end: job.abort',
			'3 s: at the end: job.collect',
		]);
	});

	test('and ends just before it is aborted: it is done', async () => {
		const scene = new Scene(['running', 'running', 'done']);
		scene.abortAnswer = failure('bad-request');
		const outcome = await scene.run({ limitMs: 2_000 });
		expect(outcome).toEqual({ end: 'done', handle: 'job-1', result: 'job-1 done' });
	});

	test('and cannot be aborted: that is said', async () => {
		const scene = new Scene(['running']);
		scene.abortAnswer = failure('retries-used-up');
		const outcome = await scene.run({ limitMs: 2_000 });
		expect(outcome).toMatchObject({ end: 'deadline', aborted: false });
	});
});

describe('a run that is stopped', () => {
	test('in a pause: the job is aborted at once, and nothing is collected', async () => {
		const scene = new Scene(['running']);
		scene.cancelAfter(3_000);
		expect(await scene.run()).toEqual({ end: 'cancelled', handle: 'job-1', aborted: true });
		expect(scene.lines.slice(-2)).toEqual([
			'2.5 s: job.look (begun)',
			'3 s: at the end: job.abort',
		]);
	});

	test('during a look: the same', async () => {
		const scene = new Scene(['running']);
		scene.answers.set('job.look', failure('cancelled'));
		expect(await scene.run()).toEqual({ end: 'cancelled', handle: 'job-1', aborted: true });
	});
});

test('a job that can no longer be looked at is lost, and not aborted: it may go on', async () => {
	const scene = new Scene(['running']);
	scene.answers.set('job.look', failure('retries-used-up'));
	expect(await scene.run()).toEqual({
		end: 'lost',
		handle: 'job-1',
		failure: failure('retries-used-up'),
	});
	expect(scene.lines).toEqual(['0 s: job.start', '1 s: job.look (begun)']);
});

test('a first pause of nothing: the looks part all the same', async () => {
	const scene = new Scene([...Array<string>(15).fill('running'), 'done']);
	expect(await scene.run({ firstPauseMs: 0 })).toMatchObject({ end: 'done' });
	expect(scene.clock.monotonic()).toBeGreaterThan(5_000);
});
