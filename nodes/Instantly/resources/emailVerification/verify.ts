import { asObject } from '../../../shared/engine/body';
import type { Outcome, Success } from '../../../shared/engine/client';
import type { JobState } from '../../../shared/engine/job';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { readItems, toItem, type Operation, type RunContext } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { sendEach, type RequestPlan } from '../../../shared/node/requestOperation';
import { awaitDone } from '../../jobs/await';
import { paceField, readPace } from '../../jobs/pace';
import { emailField, readEmail } from '../../locators';
import { instantlyRequest } from '../../vendor';

export const verify: Operation = {
	name: 'Verify',
	action: 'Verify an email address',
	description:
		'Find out whether emails to an address arrive, and wait for the result. It costs credits.',
	fields: [emailField('Address to verify'), paceField],
	async run(context) {
		const client = findingLostOnes(context.client);
		await sendEach(
			{ ...context, client },
			await readItems(context, (read) => verifyPlan(read, context)),
		);
	},
};

/** The answer takes ten seconds at most, and is "pending" until then (API v2, 2026-11). */
function verifyPlan(read: ParameterReader, context: RunContext): RequestPlan | Problem {
	const email = readEmail(read, 'email', 'Email');
	if (email instanceof Problem) return email;
	const pace = readPace(read);
	if (pace instanceof Problem) return pace;
	return {
		request: instantlyRequest({
			operation: 'emailVerification.verify',
			method: 'POST',
			path: '/email-verification',
			body: { email },
			// It might be charged twice.
			safeToRepeat: context.settings.resendCreates,
			records: 1,
		}),
		read: async (first) => {
			const isDone = stateOf(first).kind === 'done';
			const name = `the verification of ${email}`;
			const awaited = { name, look: () => lookRequest(email), stateOf };
			const last = isDone ? first : await awaitDone(context, awaited, pace);
			return last.ok ? { items: [resultOf(last.data)] } : { failure: last };
		},
	};
}

function lookRequest(email: string): ApiRequest {
	return instantlyRequest({
		operation: 'emailVerification.get',
		method: 'GET',
		path: `/email-verification/${encodeURIComponent(email)}`,
		pathTemplate: '/email-verification/{email}',
	});
}

function stateOf({ data }: Pick<Success, 'data'>): JobState {
	const { verification_status: status } = asObject(data);
	return { kind: status === 'verified' || status === 'invalid' ? 'done' : 'running' };
}

function resultOf(data: JsonValue | undefined) {
	const { email, verification_status, catch_all, credits, credits_used } = asObject(data);
	return toItem({ email, verification_status, catch_all, credits, credits_used });
}

/** A client that looks a verification up whose answer was lost, in the place of asking for it again. */
function findingLostOnes(client: RunContext['client']): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request): Promise<Outcome> => {
			const answer = await client.send(request);
			const { email } = asObject(request.body);
			const isLost = !answer.ok && answer.processed === 'unknown' && typeof email === 'string';
			if (!isLost) return answer;
			const found = await client.send(lookRequest(email));
			return found.ok ? found : answer;
		},
	};
}
