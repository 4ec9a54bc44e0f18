import { resolve } from 'node:path';
import type { IExecuteFunctions, NodeExecutionHint, NodeOutput } from 'n8n-workflow';
import { systemClock } from '../shared/engine/clock';
import { messageOf } from '../shared/engine/errorFacts';
import { defaultLogFile } from '../shared/engine/log/handles';
import { retentionOf } from '../shared/engine/log/retention';
import { sinkFor } from '../shared/engine/log/shipping';
import { errorItem, stopError, type Words } from '../shared/node/errors';
import { filesOf } from '../shared/node/files';
import { ParameterReader, Problem } from '../shared/node/parameters';
import { Results } from '../shared/node/results';
import { accessOf } from './access';
import type { LogAnswer, LogContext, LogOperation, LogResource } from './logOperation';

/** Rows are free of secrets since they were written. */
const WORDS: Words = { vendor: 'The API log', redact: (text) => text };

/**
 * Runs the chosen operation for each item, one after the other. In the continue modes failures leave
 * as error items and it never throws: n8n would send all input items out as successes.
 */
export async function executeLog(
	this: IExecuteFunctions,
	resources: LogResource[],
): Promise<NodeOutput> {
	const items = this.getInputData();
	const node = this.getNode();
	const goOn = this.continueOnFail();
	const signal = this.getExecutionCancelSignal();
	const results = new Results();
	const told = new Map<string, NodeExecutionHint>();
	const file = resolve(defaultLogFile(process.env));
	const { sink, problem } = sinkFor(file, process.env);
	const shared = {
		file,
		sink,
		access: accessOf(process.env, this.getWorkflow().id),
		timezone: this.getTimezone(),
		now: systemClock.now(),
		files: filesOf(this),
		hint: (message, type) => told.set(message, { message, type, location: 'outputPane' }),
		stopped: () => signal?.aborted === true,
	} satisfies Omit<LogContext, 'read'>;

	for (const [itemIndex, { json }] of items.entries()) {
		const read = new ParameterReader(this, itemIndex, json);
		const answer = await runSafely(operationOf(resources, read), { ...shared, read });
		if (!(answer instanceof Problem)) {
			results.set(itemIndex, { kind: 'done', ...answer });
			continue;
		}
		const bad = { kind: 'bad-input', problem: answer } as const;
		if (!goOn) throw stopError(node, itemIndex, bad, WORDS, '');
		results.set(itemIndex, bad);
	}
	if (problem !== undefined) shared.hint(`${problem}: rows stay in ${file}`, 'warning');
	const isShared = sink?.kind === 'postgres';
	if (process.env.EXECUTIONS_MODE === 'queue' && !isShared) shared.hint(EACH_ITS_OWN, 'info');
	for (const problem of retentionOf(process.env).problems) shared.hint(problem, 'warning');
	for (const hint of told.values()) this.addExecutionHints(hint);
	const keepsInput = node.onError !== 'continueErrorOutput';
	return [
		results.output((bad, item) => errorItem(bad, WORDS, items[item]?.json ?? {}, keepsInput)),
	];
}

const EACH_ITS_OWN =
	'This n8n runs in queue mode, where each worker keeps a log file of its own: these are the rows of the worker that ran this execution. With GTM_LOG_SINK=postgres they share one.';

function operationOf(resources: LogResource[], read: ParameterReader): LogOperation | Problem {
	const resource = resources.find(({ value }) => value === read.text('resource'));
	return (
		resource?.operations[read.text('operation')] ??
		new Problem(
			`The operation "${read.text('operation')}" does not exist`,
			'Choose a resource and an operation from their lists.',
		)
	);
}

/** An operation does not throw; if one does, its item says so. */
async function runSafely(
	operation: LogOperation | Problem,
	context: LogContext,
): Promise<LogAnswer | Problem> {
	if (operation instanceof Problem) return operation;
	try {
		const answer = await operation.run(context);
		return context.read.problem ?? answer;
	} catch (error) {
		return new Problem(
			`This operation ended with a fault of its own: ${messageOf(error)}`,
			'Report this to the authors of the package.',
		);
	}
}
