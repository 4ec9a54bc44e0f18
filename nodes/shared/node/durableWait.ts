import type { BatchOptions } from '../engine/batch';
import type { Failure, Outcome, Success } from '../engine/client';
import type { ApiRequest, JsonValue } from '../engine/types';
import type { Credits } from './credits';
import type { AnswerPlaces } from './durableWaitAnswers';
import { askAll } from './durableWaitAsk';
import { goOn } from './durableWaitSettle';
import type { Facts, Labels, Operation } from './operation';
import type { ParameterReader, Problem } from './parameters';
import type { Answered } from './requestOperation';

/** An operation whose answers come minutes later, each under an ID. */
export interface WaitPlan<Row> {
	/** The most items in one request. */
	batchSize: number;
	row: (read: ParameterReader, facts: Facts) => Row | Problem;
	/** What a row asks for, and whom. Rows that ask for the same wait for one answer. */
	keyOf: (row: Row, facts: Facts) => JsonValue;
	/** Only rows of the same group travel in one request. */
	groupOf?: (row: Row) => string;
	/** `address`: where the answers have to go; undefined where they are polled for. */
	request: (rows: Row[], address: string | undefined, facts: Facts) => ApiRequest;
	readSaid: (answer: Success, rows: Row[]) => Array<Said | undefined>;
	/** The ID of a row's answer, where it is known before the vendor says it. */
	idOf?: (row: Row) => string | undefined;
	/** Whether one bad row may be the cause of this refusal of the whole request. */
	causedByRow: BatchOptions<Row>['causedByRow'];
	credits?: Credits;
	/** Where the answers stand in the body of a callback. */
	places: AnswerPlaces;
	polling?: Polling;
	/** `said` is undefined where the vendor's first word was lost. */
	answered: (row: Row, said: JsonValue | undefined, answer: JsonValue) => Answered;
}

/** What the vendor says at once of a row that was asked for. */
export type Said =
	/** Its answer comes later, under this ID: "" where the answer is about the whole request. */
	| { kind: 'waits'; id: string; said: JsonValue }
	/** There is nothing to wait for. */
	| { kind: 'done'; answered: Answered };

/** How answers that have not come are asked for. */
export interface Polling {
	/** The vendor's ID of a request. */
	requestId: (answer: Success) => string | undefined;
	request: (requestId: string, facts: Facts) => ApiRequest;
	/** Undefined as long as there is none; else the body that a callback would have. */
	read: (outcome: Outcome) => { body: JsonValue } | { failure: Failure } | undefined;
	/** The time from one such request to the next, on the average, that keeps the vendor's limits. */
	paceMs: number;
}

/**
 * An operation that sends its items and waits for the answers that come later, without holding n8n up: it
 * survives a restart, and what an earlier run has asked for and not given out is not asked for again.
 */
export function waitOperation<Row>(definition: Labels & WaitPlan<Row>): Operation {
	const { name, action, description, fields } = definition;
	return {
		name,
		action,
		description,
		fields,
		async run(context) {
			const kept = context.sleep?.kept;
			return kept ? await goOn(context, definition, kept) : await askAll(context, definition);
		},
	};
}
