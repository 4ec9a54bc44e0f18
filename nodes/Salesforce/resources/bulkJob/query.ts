import type { INodeProperties } from 'n8n-workflow';
import { rowFailure } from '../../../shared/engine/batch';
import type { Failure } from '../../../shared/engine/client';
import { spell } from '../../../shared/engine/explain';
import { runJob, type JobOutcome } from '../../../shared/engine/job';
import type { Walk } from '../../../shared/engine/pages/walk';
import { listFields } from '../../../shared/node/fields';
import {
	readItems,
	toItem,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import type { JobHandle } from '../../bulk/jobState';
import { queryJob, rowItem } from '../../bulk/queryJob';
import { sceneOf } from '../../scene';
import { valuesField } from '../../soql/placeholders';
import { jobFields, readBulkChoices, type BulkChoices } from '../../write/choices';
import { readSoql, soqlField } from '../query/runQuery';
import { withDeletedField } from '../record/fields';

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...jobFields].sort((a, b) => a.displayName.localeCompare(b.displayName)),
};

interface Asked extends BulkChoices {
	soql: string;
	withDeleted: boolean;
	limit: number;
}

export const query: Operation = {
	name: 'Query',
	action: 'Query records by a bulk job',
	description: 'Read very many records by Bulk API 2.0, with few calls of the API',
	fields: [
		soqlField,
		valuesField,
		...listFields.filter(({ name }) => name !== 'resumeFrom'),
		withDeletedField,
		optionsField,
	],
	async run(original) {
		const { context } = sceneOf(original);
		const asked = await readItems(context, readAsked);
		if (context.checked()) return;
		for (const one of asked) await runOne(context, one);
	},
};

function readAsked(read: ParameterReader): Asked | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const soql = readSoql(read);
	if (soql instanceof Problem) return soql;
	const bulk = readBulkChoices(read);
	if (bulk instanceof Problem) return bulk;
	return { ...bulk, soql, limit, withDeleted: read.flag('withDeleted') };
}

async function runOne(context: RunContext, { itemIndex, value }: Placed<Asked>): Promise<void> {
	const { client, facts, results, steps, stopped } = context;
	if (stopped()) {
		return results.set(itemIndex, { kind: 'failed', failure: rowFailure('not-sent'), items: [] });
	}
	const { limit, pace, soql, withDeleted } = value;
	const outcome = await runJob({
		client: {
			send: async (request) => await client.send(request),
			sendAtEnd: async (request) => await steps.sendAtEnd(request),
		},
		patience: steps.patience,
		job: queryJob({ facts, soql, withDeleted, limit, stopped }),
		pace,
	});
	const walked = 'result' in outcome ? outcome.result : undefined;
	const items = (walked?.rows ?? []).map((row) => toItem(rowItem(row)));
	if (walked) context.report(itemIndex, walked.report);
	const failure = failureOf(outcome, pace.limitMs);
	results.set(itemIndex, failure ? { kind: 'failed', failure, items } : { kind: 'done', items });
}

/** A job that reads has changed nothing, whatever became of it. */
function failureOf(
	outcome: JobOutcome<JobHandle, Walk | undefined>,
	limitMs: number,
): Failure | undefined {
	const failed = (reason: Failure['reason'], message: string, advice?: string): Failure => ({
		...rowFailure(reason),
		error: { message, ...(advice ? { advice } : {}) },
	});
	switch (outcome.end) {
		case 'done':
			return outcome.result?.failure;
		case 'failed':
			return { ...failed('bad-request', ''), error: outcome.error };
		case 'deadline':
			return failed(
				'deadline',
				`job ${outcome.handle.id} took longer than ${spell(limitMs)} and ${outcome.aborted ? 'was aborted' : 'could not be aborted'}`,
				'Raise "Longest Bulk Job" in the options of this node, or narrow the query.',
			);
		case 'cancelled':
			return failed('cancelled', `job ${outcome.handle.id} was aborted`);
		default:
			return outcome.failure;
	}
}
