import { asObject, asText, without } from '../../shared/engine/body';
import type { Success } from '../../shared/engine/client';
import type { JobState } from '../../shared/engine/job';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { readJobError } from '../errors';
import { CALLS } from '../vendor';

/** Which of the two kinds of jobs: each has a path of its own. */
export type JobKind = 'ingest' | 'query';

export interface JobHandle {
	id: string;
}

/** The path of a job, or of all jobs of its kind. */
export function jobPath({ data }: Facts, kind: JobKind, id?: string, part?: string): string {
	return [`${data}/jobs/${kind}`, id, part].filter((each) => each !== undefined).join('/');
}

/** A request of a job; the log shows its path without the job's ID. */
export function jobRequest(
	facts: Facts,
	kind: JobKind,
	{ id }: JobHandle,
	rest: Partial<ApiRequest> & { operation: string; part?: string },
): ApiRequest {
	const { part, ...own } = rest;
	return {
		method: 'GET',
		path: jobPath(facts, kind, id, part),
		pathTemplate: jobPath(facts, kind, '{id}', part),
		safeToRepeat: true,
		quotas: CALLS,
		keyFields: { jobId: id },
		...own,
	};
}

export function lookRequest(facts: Facts, kind: JobKind, handle: JobHandle): ApiRequest {
	return jobRequest(facts, kind, handle, { operation: `bulkJob.${kind}.look`, readOnly: true });
}

export function abortRequest(facts: Facts, kind: JobKind, handle: JobHandle): ApiRequest {
	return jobRequest(facts, kind, handle, {
		operation: `bulkJob.${kind}.abort`,
		method: 'PATCH',
		body: { state: 'Aborted' },
	});
}

/** The states of a job on its way, of which Open waits for its data (job states, 2026-08). */
const RUNNING = new Set(['Open', 'UploadComplete', 'InProgress']);

/** What a job's own answer says. */
export function stateOf({ data }: Pick<Success, 'data'>): JobState {
	const { state, errorMessage } = asObject(data);
	const text = asText(state) ?? '';
	if (RUNNING.has(text)) return { kind: 'running' };
	if (text === 'JobComplete') return { kind: 'done' };
	const message = asText(errorMessage) ?? '';
	return { kind: 'failed', error: readJobError(message || `it is ${text || 'in no known state'}`) };
}

/** A job as an item. */
export function jobItem(data: JsonValue | undefined): { [name: string]: JsonValue | undefined } {
	return without(asObject(data), 'contentUrl');
}
