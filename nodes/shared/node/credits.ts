import type { INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import { Ceiling } from '../engine/ceiling';
import type { Outcome, Success } from '../engine/client';
import type { ApiRequest, Reason } from '../engine/types';
import type { Operation, RunContext } from './operation';
import { type ParameterReader, Problem } from './parameters';

/** What an operation costs in the vendor's own coin. */
export interface Credits {
	/** The most that one of its rows costs; 1 unless told. */
	most?: number;
	/** What an answer says was spent; the most that it may cost where it does not say. */
	costOf?: (answer: Success) => number | undefined;
}

/** An option of the collection `options`, for operations that cost credits. */
export const creditCeilingField: INodeProperties = {
	displayName: 'Credit Ceiling',
	name: 'creditCeiling',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description:
		'The most credits that one run of this node may spend. What lies beyond it is not sent and leaves on the error output.',
};

/** The user's ceiling; undefined for none. */
function readCeiling(read: ParameterReader): number | undefined | Problem {
	const { creditCeiling } = read.collection('options');
	if (creditCeiling === undefined) return undefined;
	const ceiling = Number(creditCeiling);
	if (Number.isInteger(ceiling) && ceiling >= 1) return ceiling;
	return new Problem(
		`Credit Ceiling is ${String(creditCeiling)}, but has to be a whole number of 1 or more`,
		'Change Credit Ceiling, or remove the option to set no ceiling.',
	);
}

/** An answer that was under way when one of these happened may have been charged. */
const ANSWER_LOST = new Set<Reason>(['network-unknown', 'cut-body', 'timeout', 'not-json']);

/** What the requests of a run cost, and what they may: the same ceiling in each of its tries. */
export class Spending {
	private asked = 0;
	private spent = 0;
	private unsure = 0;
	private answered = false;

	private constructor(
		private readonly context: RunContext,
		private readonly credits: Credits,
		/** Undefined for none. */
		readonly ceiling: Ceiling | undefined,
		private readonly most: number | undefined,
	) {}

	/** Of the run's first item, or what is wrong with its ceiling. */
	static of(context: RunContext, credits: Credits): Spending | Problem {
		const [first] = context.itemIndexes;
		const most = first === undefined ? undefined : readCeiling(context.reader(first));
		if (most instanceof Problem) return most;
		const { results } = context;
		const ceiling = most === undefined ? undefined : (results.ceiling ??= new Ceiling(most));
		return new Spending(context, credits, ceiling, most);
	}

	/** The run's client, whose costs are counted. */
	get client(): RunContext['client'] {
		const { client } = this.context;
		return {
			redact: (text) => client.redact(text),
			send: async (request) => {
				this.asked += request.cost ?? 0;
				const answer = await client.send(request);
				this.count(request, answer);
				return answer;
			},
		};
	}

	/** The same, where each request is paid for by itself: beyond the ceiling it is not sent. */
	get boundedClient(): RunContext['client'] {
		const { client, ceiling } = this;
		if (!ceiling) return client;
		return {
			redact: (text) => client.redact(text),
			send: async (request) => {
				const cost = request.cost ?? 0;
				const granted = await ceiling.reserve(cost);
				if (granted < cost) {
					ceiling.settle(granted, 0);
					return rowFailure('credit-ceiling');
				}
				const answer = await client.send(request);
				ceiling.settle(cost, this.costOf(answer, cost));
				return answer;
			},
		};
	}

	/** What an answer to a request that costs at most so much has cost, with answers that were lost. */
	costOf(answer: Outcome, most: number): number {
		if (!answer.ok) return answer.processed === 'no' ? 0 : most;
		return (this.credits.costOf?.(answer) ?? most) + lostAnswers(answer) * most;
	}

	/** Tells what the run has cost; of a dry run only what its ceiling would keep from being sent. */
	tell(): void {
		const { asked, spent, unsure, most, context } = this;
		if (context.settings.dryRun) {
			if (most === undefined || asked <= most) return;
			const beyond = `The credit ceiling of ${most} is lower than the ${asked} credits that this may cost: what lies beyond it would not be sent.`;
			return context.hint(beyond, 'warning');
		}
		if (!this.answered && unsure === 0) return;
		const lost = unsure > 0 ? `, and up to ${unsure} by requests whose answer was lost` : '';
		context.hint(`Credits: ${spent} spent of ${asked} at most${lost}.`, 'info');
	}

	private count({ cost = 0 }: ApiRequest, answer: Outcome): void {
		if (!answer.ok) {
			this.unsure += this.costOf(answer, cost);
			return;
		}
		this.answered = true;
		this.spent += this.credits.costOf?.(answer) ?? cost;
		this.unsure += lostAnswers(answer) * cost;
	}
}

function lostAnswers({ earlier = [] }: Success): number {
	return earlier.filter(({ reason }) => ANSWER_LOST.has(reason)).length;
}

/** The same operation, each of whose requests costs credits (`ApiRequest.cost`) below a ceiling. */
export function costly(operation: Operation, credits: Credits = {}): Operation {
	return {
		...operation,
		async run(context) {
			const spending = Spending.of(context, credits);
			if (spending instanceof Problem) return refuseItems(context, spending);
			await operation.run({ ...context, client: spending.boundedClient });
			spending.tell();
		},
	};
}

/** What is wrong for the whole run is wrong for each of its items. */
export function refuseItems({ itemIndexes, results, checked }: RunContext, problem: Problem): void {
	for (const item of itemIndexes) results.set(item, { kind: 'bad-input', problem });
	checked();
}
