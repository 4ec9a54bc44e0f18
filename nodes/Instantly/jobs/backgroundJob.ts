import { asObject, asText } from '../../shared/engine/body';
import type { Outcome, Success } from '../../shared/engine/client';
import type { JobPace, JobState } from '../../shared/engine/job';
import type { ApiRequest } from '../../shared/engine/types';
import { refuseItems } from '../../shared/node/credits';
import type { Operation, RunContext } from '../../shared/node/operation';
import { Problem } from '../../shared/node/parameters';
import { instantlyRequest } from '../vendor';
import { awaitDone, type Awaited } from './await';
import { paceField, readPace, waitField } from './pace';

/** The specification says "success", the starter kit "completed" and "error" as well (2026-11). */
const DONE = new Set(['success', 'completed']);
const FAILED = new Set(['failed', 'error', 'cancelled']);

/** A look at a job. `dataFields`: what of its data is told. */
export function jobRequest(id: string, dataFields?: string): ApiRequest {
	return instantlyRequest({
		operation: 'backgroundJob.get',
		method: 'GET',
		path: `/background-jobs/${encodeURIComponent(id)}`,
		pathTemplate: '/background-jobs/{id}',
		query: { data_fields: dataFields },
		keyFields: { id },
	});
}

/** What a job's own answer says. */
export function jobStateOf({ data }: Pick<Success, 'data'>): JobState {
	const { status, data: details } = asObject(data);
	const word = asText(status) ?? '';
	if (DONE.has(word)) return { kind: 'done' };
	if (!FAILED.has(word)) return { kind: 'running' };
	const { error, message } = asObject(details);
	return { kind: 'failed', error: { message: asText(message) ?? asText(error) ?? word } };
}

/** A job that has begun. `dataFields`: what is read of its data at the end. */
export function awaitedJob(id: string, dataFields?: string): Awaited {
	return {
		name: `job ${id}`,
		look: () => jobRequest(id),
		...(dataFields === undefined ? {} : { result: () => jobRequest(id, dataFields) }),
		stateOf: jobStateOf,
	};
}

/** The same operation, which waits for the jobs that its requests begin, unless the user does not. */
export function awaitingJobs(operation: Operation, dataFields?: string): Operation {
	return {
		...operation,
		fields: [
			...operation.fields,
			waitField,
			{ ...paceField, displayOptions: { show: { waitForJob: [true] } } },
		],
		async run(context) {
			const [first] = context.itemIndexes;
			if (first === undefined || !context.reader(first).flag('waitForJob')) {
				return await operation.run(context);
			}
			const pace = readPace(context.reader(first));
			if (pace instanceof Problem) return refuseItems(context, pace);
			const client = awaitingClient(context, pace, dataFields);
			await operation.run({ ...context, client });
		},
	};
}

/** A client whose answers are the jobs as they are at their end. */
function awaitingClient(
	context: RunContext,
	pace: JobPace,
	dataFields: string | undefined,
): RunContext['client'] {
	const { client } = context;
	return {
		redact: (text) => client.redact(text),
		send: async (request): Promise<Outcome> => {
			const begun = await client.send(request);
			const id = begun.ok ? asText(asObject(begun.data).id) : undefined;
			if (!begun.ok || id === undefined) return begun;
			const ended = await awaitDone(context, awaitedJob(id, dataFields), pace);
			return ended.ok ? { ...begun, data: ended.data } : ended;
		},
	};
}
