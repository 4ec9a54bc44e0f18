import { asObject, asText } from '../../shared/engine/body';
import { valueAt } from '../../shared/engine/dataPath';
import type { Success } from '../../shared/engine/client';
import type { JobState } from '../../shared/engine/job';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { clayRequest, RESULTS_PAGE } from '../vendor';

/** Each mode has a path of its own, and nothing in a run's ID tells which it is (webhooks, 2026-08). */
export type RunMode = 'run' | 'run-batch';

/** What a run is found by. */
export interface RunHandle {
	mode: RunMode;
	id: string;
}

/** The run that an answer to its start names; undefined where it names none. */
export function runIn({ data }: Pick<Success, 'data'>, mode: RunMode): RunHandle | undefined {
	const id = asText(asObject(data).routine_run_id);
	return id === undefined ? undefined : { mode, id };
}

/** A run out of the ledger. */
export function handleOf(value: JsonValue | undefined): RunHandle | undefined {
	const { mode, id } = asObject(value);
	const isMode = mode === 'run' || mode === 'run-batch';
	return isMode && typeof id === 'string' ? { mode, id } : undefined;
}

/** How a run stands, and where it is over, its results or the place of them. */
export function resultsRequest({ mode, id }: RunHandle, cursor?: string): ApiRequest {
	return clayRequest({
		operation: `routine.${mode}.results`,
		method: 'GET',
		path: `/routines/${mode}/${encodeURIComponent(id)}/results`,
		pathTemplate: `/routines/${mode}/{id}/results`,
		query: mode === 'run' ? { limit: RESULTS_PAGE, cursor } : {},
		safeToRepeat: true,
		readOnly: true,
		begun: true,
		keyFields: { runId: id },
	});
}

/** 202 while it runs. What it may end as is an open set (routines, 2026-08). */
export function stateOf({ status, data }: Pick<Success, 'status' | 'data'>): JobState {
	const told = asText(asObject(data).status) ?? '';
	if (status === 202 || told === 'in_progress') return { kind: 'running' };
	if (told === 'complete') return { kind: 'done' };
	const message = asText(valueAt(data, 'error.message')) ?? 'Clay does not say why';
	return { kind: 'failed', error: { message, code: told || 'unknown' } };
}
