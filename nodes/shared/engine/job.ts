import type { Client } from './client';
import type { Failure, Outcome, Success } from './outcome';
import type { Patience } from './patience';
import type { ApiRequest, VendorError } from './types';

/** What a look at a job tells. */
export type JobState =
	| { kind: 'running' }
	| { kind: 'done' }
	/** Ended before its time. What it had done stays done. */
	| { kind: 'failed'; error: VendorError };

/** How a vendor's long jobs go: small functions that neither wait nor repeat. */
export interface Job<Handle, Result> {
	/**
	 * Sends what begins it; a failure says whether something may have begun all the same. `sendAtEnd`
	 * takes a beginning back, also when the run was stopped meanwhile.
	 */
	start: (send: Send, sendAtEnd: Send) => Promise<{ ok: true; handle: Handle } | Failure>;
	look: (handle: Handle) => ApiRequest;
	readLook: (answer: Success) => JobState;
	/** Reads what became of its parts, also of one that has failed or took too long. */
	collect: (handle: Handle, send: Send, end: 'done' | 'failed' | 'deadline') => Promise<Result>;
	/** Left out where the vendor has no way to end a job: it is then left to itself. */
	abort?: (handle: Handle) => ApiRequest;
}

export type Send = (request: ApiRequest) => Promise<Outcome>;

/** When a job is looked at. */
export interface JobPace {
	/** Before the first look; each further pause is half as long again. */
	firstPauseMs: number;
	longestPauseMs: number;
	/** How long the job may take. */
	limitMs: number;
}

/** What has become of a job. */
export type JobOutcome<Handle, Result> =
	/** It has not begun. */
	| { end: 'refused'; failure: Failure }
	| { end: 'done'; handle: Handle; result: Result }
	| { end: 'failed'; handle: Handle; result: Result; error: VendorError }
	/** It took too long. `aborted`: the vendor has confirmed that it works on it no more. */
	| { end: 'deadline'; handle: Handle; result: Result; aborted: boolean }
	| { end: 'cancelled'; handle: Handle; aborted: boolean }
	/** It could not be looked at any more; it may go on. */
	| { end: 'lost'; handle: Handle; failure: Failure };

interface Parts<Handle, Result> {
	client: Pick<Client, 'send' | 'sendAtEnd'>;
	patience: Pick<Patience, 'now' | 'leftMs' | 'pause'>;
	job: Job<Handle, Result>;
	pace: JobPace;
}

const SLOWER = 1.5;
/** Looks without any pause between them would stay so for ever. */
const SHORTEST_PAUSE_MS = 10;

/**
 * Begins a job, looks at it until it has ended, and reads what came of it. One that takes too long is
 * aborted and read as far as it came; one whose run is stopped is aborted.
 */
export async function runJob<Handle, Result>(
	parts: Parts<Handle, Result>,
): Promise<JobOutcome<Handle, Result>> {
	const { client, patience, job, pace } = parts;
	const started = await job.start(
		async (request) => await client.send(request),
		async (request) => await client.sendAtEnd(request),
	);
	if (!started.ok) return { end: 'refused', failure: started };
	const { handle } = started;
	const until = patience.now() + Math.min(pace.limitMs, patience.leftMs());
	const goOn: Send = async (request) => await client.send({ ...request, begun: true });

	for (let pauseMs = pace.firstPauseMs; ; pauseMs = slower(pauseMs)) {
		const leftMs = until - patience.now();
		if (leftMs <= 0) return await tooLong(parts, handle);
		const stopped = await patience.pause(Math.min(pauseMs, pace.longestPauseMs, leftMs));
		const answer = stopped ? undefined : await goOn(job.look(handle));
		if (answer?.ok) {
			const state = job.readLook(answer);
			if (state.kind !== 'running') return await collected(parts, handle, state, goOn);
			continue;
		}
		const why = stopped ?? answer?.reason;
		if (why === 'cancelled') return await cancel(parts, handle);
		if (why === 'deadline' || !answer) return await tooLong(parts, handle);
		return { end: 'lost', handle, failure: answer };
	}
}

function slower(pauseMs: number): number {
	return Math.max(SHORTEST_PAUSE_MS, pauseMs * SLOWER);
}

async function collected<Handle, Result>(
	{ job }: Parts<Handle, Result>,
	handle: Handle,
	state: Exclude<JobState, { kind: 'running' }>,
	send: Send,
): Promise<JobOutcome<Handle, Result>> {
	const result = await job.collect(handle, send, state.kind);
	return state.kind === 'done'
		? { end: 'done', handle, result }
		: { end: 'failed', handle, result, error: state.error };
}

/** Nobody waits for the result any more. */
async function cancel<Handle, Result>(
	{ client, job }: Parts<Handle, Result>,
	handle: Handle,
): Promise<JobOutcome<Handle, Result>> {
	const answer = job.abort && (await client.sendAtEnd(job.abort(handle)));
	return { end: 'cancelled', handle, aborted: answer?.ok === true };
}

async function tooLong<Handle, Result>(
	parts: Parts<Handle, Result>,
	handle: Handle,
): Promise<JobOutcome<Handle, Result>> {
	const { client, job } = parts;
	const send: Send = async (request) => await client.sendAtEnd(request);
	const aborted = job.abort !== undefined && (await send(job.abort(handle))).ok;
	if (!aborted) {
		// What has just ended cannot be aborted: that is no failure.
		const answer = await send(job.look(handle));
		const state = answer.ok ? job.readLook(answer) : undefined;
		if (state && state.kind !== 'running') return await collected(parts, handle, state, send);
	}
	return { end: 'deadline', handle, result: await job.collect(handle, send, 'deadline'), aborted };
}
