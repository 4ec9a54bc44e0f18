import { runJob, type Job, type JobOutcome, type JobPace } from '../../shared/engine/job';
import type { RunContext } from '../../shared/node/operation';
import type { RunLedger } from './ledger';
import { NO_RESULTS, readInvalid, readResults, type Results } from './results';
import { resultsRequest, stateOf, type RunHandle } from './run';
import { settledIn } from './settle';
import type { StartedRun } from './start';

/** A run that has been started: there is nothing to begin, and no way to end it (OpenAPI, 2026-08). */
function startedJob(handle: RunHandle): Job<RunHandle, Results> {
	return {
		start: async () => await Promise.resolve({ ok: true, handle }),
		look: resultsRequest,
		readLook: stateOf,
		collect: async (run, send, end) => {
			if (end === 'done') return await readResults(run, send);
			return end === 'failed' ? await readInvalid(run, send) : NO_RESULTS;
		},
	};
}

/** Waits for runs side by side, and settles each of their items. */
export async function followRuns(
	context: RunContext,
	runs: StartedRun[],
	pace: JobPace,
	ledger: RunLedger,
): Promise<void> {
	const waiting = [...runs];
	const worker = async () => {
		for (let run = waiting.shift(); run; run = waiting.shift()) {
			await follow(context, run, pace, ledger);
		}
	};
	await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
}

async function follow(
	context: RunContext,
	{ handle, rows }: StartedRun,
	pace: JobPace,
	ledger: RunLedger,
): Promise<void> {
	const { results, stopped } = context;
	// With Stop Workflow, after a failure n8n would drop what is still waited for.
	const outcome: JobOutcome<RunHandle, Results> = stopped()
		? { end: 'cancelled', handle, aborted: false }
		: await awaitRun(context, handle, pace);
	// Its start is what can be refused, and that lies behind it.
	if (outcome.end === 'refused') return;
	const settled = settledIn(outcome, pace.limitMs);
	for (const [place, { itemIndex, value }] of rows.entries()) {
		const what = settled(value.id, place);
		if (what.kind === 'done') results.set(itemIndex, { kind: 'done', items: [what.item] });
		else results.set(itemIndex, { kind: 'failed', failure: what.failure, items: [] });
		// What has failed at Clay may be started again once its cause is mended.
		if (what.kind === 'failed' && what.again) ledger.release([value]);
	}
}

async function awaitRun(
	{ client, steps }: RunContext,
	handle: RunHandle,
	pace: JobPace,
): Promise<JobOutcome<RunHandle, Results>> {
	return await runJob({
		client: {
			send: async (request) => await client.send(request),
			sendAtEnd: async (request) => await steps.sendAtEnd(request),
		},
		patience: steps.patience,
		job: startedJob(handle),
		pace,
	});
}
