import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import type { Failure, Success } from '../engine/client';
import { Refusals } from '../engine/refusals';
import type { ApiRequest, Content, Reason } from '../engine/types';
import type { Files } from './files';
import {
	readItems,
	type Facts,
	type Labels,
	type Operation,
	type Placed,
	type RunContext,
} from './operation';
import { type ParameterReader, Problem } from './parameters';

/** One request, and how its answer becomes items. */
export interface RequestPlan {
	request: ApiRequest;
	/** A body that has to be fetched first, such as a file. */
	content?: (files: Files, itemIndex: number) => Promise<Content | Problem>;
	read: (answer: Success, files: Files) => Answered | Promise<Answered>;
}

/** Items of one answer; a file goes with the first. */
export type Answered =
	| { items: IDataObject[]; binary?: IBinaryKeyData }
	| { failure: Failure }
	| Problem;

/** An operation that sends one request for each item, as many side by side as the settings say. */
export function requestOperation(
	labels: Labels,
	plan: (read: ParameterReader, facts: Facts, resend: boolean) => RequestPlan | Problem,
): Operation {
	return {
		...labels,
		async run(context) {
			const { facts, settings } = context;
			await sendEach(
				context,
				await readItems(context, (read) => plan(read, facts, settings.resendCreates)),
			);
		},
	};
}

/** Sends the requests of items in their order and settles each item once. */
export async function sendEach(
	context: RunContext,
	plans: Array<Placed<RequestPlan>>,
): Promise<void> {
	if (context.checked()) return;
	const waiting = [...plans];
	const refusals = new Refusals(FOR_ALL);
	const worker = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			await sendOne(context, next, refusals);
		}
	};
	await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
}

/** What does not depend on the single request. */
const FOR_ALL = new Set<Reason>(['unauthorized', 'certificate', 'egress-refused']);

async function sendOne(
	context: RunContext,
	{ itemIndex, value: { request, content, read } }: Placed<RequestPlan>,
	refusals: Refusals,
): Promise<void> {
	const { client, files, results, stopped } = context;
	const keyed = { ...request, idempotencyKey: results.idempotencyKey(itemIndex) };
	const fail = (failure: Failure) => results.set(itemIndex, { kind: 'failed', failure, items: [] });
	const refused = refusals.of(request);
	if (refused) return fail(refused);
	if (stopped()) return fail(rowFailure('not-sent'));
	const body = await content?.(files, itemIndex);
	if (body instanceof Problem) return results.set(itemIndex, { kind: 'bad-input', problem: body });

	const answer = await client.send(body ? { ...keyed, content: body } : keyed);
	if (!answer.ok) {
		refusals.note(request, answer);
		return fail(answer);
	}
	if (answer.problem) context.hint(`The answer says: ${answer.problem.message}`, 'warning');
	const answered = await read(answer, files);
	if (answered instanceof Problem) {
		return results.set(itemIndex, { kind: 'bad-input', problem: answered });
	}
	if ('failure' in answered) return fail(answered.failure);
	results.set(itemIndex, { kind: 'done', ...answered });
}
