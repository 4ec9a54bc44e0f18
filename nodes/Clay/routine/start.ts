import { rowFailure, sendBatches, type RowResult } from '../../shared/engine/batch';
import type { Failure, Outcome, Success } from '../../shared/engine/client';
import { isoTime } from '../../shared/engine/explain';
import type { ApiRequest } from '../../shared/engine/types';
import type { Placed, RunContext } from '../../shared/node/operation';
import type { RunItem } from './item';
import type { RunLedger } from './ledger';
import { runIn, type RunHandle, type RunMode } from './run';

export type Row = Placed<RunItem>;

/** How runs of one mode begin. */
export interface Starting {
	mode: RunMode;
	/** The most items of a run. */
	size: number;
	/** Begins a run of these items, by as many requests as it takes. */
	begin(items: RunItem[], client: RunContext['client']): Promise<Outcome>;
	/** Whether one bad item may be the cause of this refusal. */
	causedByRow(failure: Failure): boolean;
}

/** A run, and the items that it does. */
export interface StartedRun {
	handle: RunHandle;
	rows: Row[];
}

/**
 * Starts what has not been started, in as few runs as possible, and finds the runs of what has. Items that
 * no run does get their results at once.
 */
export async function startRuns(
	context: RunContext,
	rows: Row[],
	starting: Starting,
	ledger: RunLedger,
): Promise<StartedRun[]> {
	const { settings, stopped } = context;
	const starter = new RunStarter(context, starting, ledger);
	await sendBatches(starter.client, rows, {
		size: Math.min(starting.size, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		// In one run each ID stands once, and all items are for one routine.
		keyOf: ({ value }) => `${value.routineId} ${value.id}`,
		groupOf: ({ value }) => `${value.routineId} ${value.webhookId ?? ''}`,
		request: (batch) => starter.request(batch),
		readRows: (_, batch) => batch.map((row) => starter.resultOf(row)),
		causedByRow: (failure) => starting.causedByRow(failure),
		settle: (row, result) => starter.settle(row, result),
		stopped,
	});
	return [...starter.runs.values()];
}

const DONE: RowResult = { ok: true, data: {} };

class RunStarter {
	readonly runs = new Map<string, StartedRun>();
	private readonly rowsOf = new Map<ApiRequest, Row[]>();
	private readonly handles = new Map<Row, RunHandle>();
	private readonly unknown = new Map<Row, Failure>();

	constructor(
		private readonly context: RunContext,
		private readonly starting: Starting,
		private readonly ledger: RunLedger,
	) {}

	/** Stands for the requests of a run: `client` makes them, once it is known what has to be started. */
	request(rows: Row[]): ApiRequest {
		const request: ApiRequest = {
			operation: `routine.${this.starting.mode}`,
			method: 'POST',
			path: '',
			safeToRepeat: false,
			quotas: [],
		};
		this.rowsOf.set(request, rows);
		return request;
	}

	get client(): RunContext['client'] {
		const { client } = this.context;
		return {
			redact: (text) => client.redact(text),
			send: async (request) => await this.begin(this.rowsOf.get(request) ?? []),
		};
	}

	resultOf(row: Row): RowResult | undefined {
		const failure = this.unknown.get(row);
		if (failure) return { ok: false, failure };
		return this.handles.has(row) ? DONE : undefined;
	}

	settle(row: Row, result: RowResult): void {
		// Found in the ledger, whatever became of the others of its request.
		const handle = this.handles.get(row);
		if (handle) {
			const name = `${handle.mode} ${handle.id}`;
			const run = this.runs.get(name) ?? { handle, rows: [] };
			run.rows.push(row);
			this.runs.set(name, run);
			return;
		}
		const failure = this.unknown.get(row) ?? (result.ok ? undefined : result.failure);
		if (!failure) return;
		this.context.results.set(row.itemIndex, { kind: 'failed', failure, items: [] });
	}

	private async begin(rows: Row[]): Promise<Outcome> {
		const { client, settings } = this.context;
		const items = rows.map(({ value }) => value);
		if (settings.dryRun) return await this.starting.begin(items, client);
		const claimed = this.ledger.claim(items);
		if (!claimed.ok) return unkept(claimed.message);
		for (const row of rows) {
			const known = claimed.value.get(row.value.key);
			if (known?.kind === 'started') this.handles.set(row, known.handle);
			if (known?.kind === 'unknown') this.unknown.set(row, unknownStart(known.at));
		}
		const fresh = rows.filter(({ value }) => !claimed.value.has(value.key));
		return fresh.length === 0 ? NOTHING_TO_SEND : await this.beginFresh(fresh);
	}

	private async beginFresh(rows: Row[]): Promise<Outcome> {
		const items = rows.map(({ value }) => value);
		const answer = await this.starting.begin(items, this.context.client);
		if (!answer.ok) {
			if (answer.processed === 'no') this.ledger.release(items);
			return answer;
		}
		const handle = runIn(answer, this.starting.mode);
		if (!handle) return rowFailure('row-unanswered', 'the answer names no run', answer);
		for (const row of rows) this.handles.set(row, handle);
		const kept = this.ledger.begun(items, handle);
		if (!kept.ok) {
			const message = `Run ${handle.id} could not be written into the ledger (${kept.message}): a further try of its items is reported as unknown.`;
			this.context.hint(message, 'warning');
		}
		return answer;
	}
}

/** All of it is known. */
const NOTHING_TO_SEND: Success = {
	ok: true,
	url: '',
	status: 0,
	headers: {},
	data: undefined,
	logId: 0,
};

function unknownStart(at: number): Failure {
	const failure = rowFailure('unknown-outcome');
	const message = `this item was sent at ${isoTime(at) ?? ''}, and its answer was lost`;
	const advice =
		'Look in Clay whether it was run: each run is charged. To start it again, set "Resend Creates" to "Always" in the settings of this node.';
	return { ...failure, processed: 'unknown', error: { message, advice } };
}

/** Without the ledger nothing would keep it from being started twice. */
function unkept(why: string): Failure {
	const message = `the ledger of started runs cannot be written (${why})`;
	const advice = 'Check the store of this n8n (GTM_STORE_FILE), then run the node again.';
	return { ...rowFailure('bad-input'), error: { message, advice } };
}
