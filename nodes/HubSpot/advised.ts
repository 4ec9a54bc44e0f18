import type { Failure } from '../shared/engine/client';
import type { Operation, RunContext } from '../shared/node/operation';

/** What to change after a refusal; undefined where the usual advice is right. */
export type AdviceOf = (failure: Failure) => string | undefined;

/** A client whose refusals say what to change. */
export function advisedClient(
	client: RunContext['client'],
	adviceOf: AdviceOf,
): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request) => {
			const answer = await client.send(request);
			const advice = answer.ok ? undefined : adviceOf(answer);
			if (answer.ok || advice === undefined) return answer;
			return { ...answer, error: { ...answer.error, advice } };
		},
	};
}

/** The same operation; its refusals say what to change. */
export function withAdvice(operation: Operation, adviceOf: AdviceOf): Operation {
	return {
		...operation,
		run: async (context) =>
			await operation.run({ ...context, client: advisedClient(context.client, adviceOf) }),
	};
}
