import type { INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import { Ceiling } from '../engine/ceiling';
import type { Failure, Outcome, Success } from '../engine/client';
import type { ApiRequest, Reason } from '../engine/types';
import type { Operation, RunContext } from './operation';
import { Problem } from './parameters';
import { runOptions } from './runOptions';

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

/** The user's ceiling; undefined for none. One that cannot be read, or is empty, is not none. */
function readCeiling(context: RunContext): number | undefined | Problem {
	const options = runOptions(context);
	if (options instanceof Problem) return options;
	if (!('creditCeiling' in options)) return undefined;
	const given = options.creditCeiling ?? '';
	const ceiling = Number(given);
	if (Number.isInteger(ceiling) && ceiling >= 1) return ceiling;
	return new Problem(
		`Credit Ceiling is ${String(given) || 'empty'}, but has to be a whole number of 1 or more`,
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

	/** Of the run, or what is wrong with its ceiling. */
	static of(context: RunContext, credits: Credits): Spending | Problem {
		const most = readCeiling(context);
		if (most instanceof Problem) return most;
		const { results } = context;
		const ceiling = most === undefined ? undefined : (results.ceiling ??= new Ceiling(most));
		return new Spending(context, credits, ceiling, most);
	}

	/**
	 * The run's client, whose costs are counted. For batches, which settle each request by itself, a failed
	 * one as charged once: what else it may have cost is taken off the ceiling here.
	 */
	get client(): RunContext['client'] {
		return {
			redact: (text) => this.context.client.redact(text),
			send: async (request) => {
				const answer = await this.send(request);
				const { cost = 0 } = request;
				const more = answer.ok ? 0 : this.costOf(answer, cost) - settledAs(answer) * cost;
				if (more > 0) this.ceiling?.settle(0, more);
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
				const { cost = 0 } = request;
				const granted = await ceiling.reserve(cost);
				if (granted < cost) {
					ceiling.settle(granted, 0);
					return rowFailure('credit-ceiling');
				}
				const answer = await this.send(request);
				ceiling.settle(cost, this.costOf(answer, cost));
				return answer;
			},
		};
	}

	private async send(request: ApiRequest): Promise<Outcome> {
		this.asked += request.cost ?? 0;
		const answer = await this.context.client.send(request);
		this.count(request, answer);
		// What was refused is asked for once more in parts, or not at all.
		const isRefused = !answer.ok && answer.planned === undefined;
		if (isRefused && lostTimes(answer) === 0) this.asked -= request.cost ?? 0;
		return answer;
	}

	/** What an answer to a request that costs at most so much has cost, with answers that were lost. */
	costOf(answer: Outcome, most: number): number {
		if (!answer.ok) return lostTimes(answer) * most;
		return (this.credits.costOf?.(answer) ?? most) + lostAnswers(answer.earlier) * most;
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
		this.unsure += lostAnswers(answer.earlier) * cost;
	}
}

function lostAnswers(attempts: Failure['attempts'] = []): number {
	return attempts.filter(({ reason }) => ANSWER_LOST.has(reason)).length;
}

/** How often a failed request may have been charged: a read changes nothing, and costs all the same. */
function lostTimes({ attempts, processed }: Failure): number {
	return Math.max(lostAnswers(attempts), settledAs({ processed }));
}

/** How often a batch takes a failed request as charged. */
function settledAs({ processed }: Pick<Failure, 'processed'>): number {
	return processed === 'no' ? 0 : 1;
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
