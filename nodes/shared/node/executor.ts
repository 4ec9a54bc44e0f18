import type {
	EngineResponse,
	IExecuteFunctions,
	NodeExecutionHint,
	NodeOutput,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { systemClock } from '../engine/clock';
import type { Wait } from '../engine/gate/gate';
import type { Completeness } from '../engine/pages/walk';
import type { Advice } from '../engine/explain';
import { messageOf } from '../engine/errorFacts';
import { DryRun } from './dryRun';
import { bedtime, goToSleep, NodeSleep } from './durableWaitSleep';
import { errorItem, stopError, unloggedError, type Words } from './errors';
import type { Resource } from './fields';
import { filesOf } from './files';
import { aloneHint, completenessHint, logHint, sinkHint, totalsHint } from './hints';
import { executeHost } from './host';
import { openClient, type OpenClient, type VendorAccess } from './openClient';
import type { Operation, RunContext } from './operation';
import { ParameterReader, Problem } from './parameters';
import type { Results } from './results';
import { settledResults } from './settled';
import { readSettings, type RunSettings } from './settings';
import { addTotals } from './totals';

/** A vendor as its node sees it. */
export interface VendorNode extends VendorAccess {
	resources: Resource[];
	/** How to go on after failures whose usual advice would lead nowhere. */
	advice?: Advice;
}

/** All that a run needs, once it is sure that it can begin. */
interface Begun extends OpenClient {
	operation: Operation;
	settings: RunSettings;
}

/**
 * Runs one operation for all input items: one output item (or the rows of a list) for each input
 * item, in input order. In the continue modes failures leave as error items and it never throws:
 * n8n would send all input items out as successes. With Stop Workflow everything is checked before
 * the first send, and after a failure nothing more is sent. `response`: what n8n calls nodes with that
 * have slept, for those whose answers come later.
 */
export async function execute(
	this: IExecuteFunctions,
	vendor: VendorNode,
	response?: EngineResponse,
): Promise<NodeOutput> {
	const items = this.getInputData();
	if (items.length === 0) return [[]];
	const until = bedtime(this);
	if (until !== undefined) return await goToSleep(this, until);
	const sleep = new NodeSleep(this, response);
	const node = this.getNode();
	const goOn = this.continueOnFail();
	const signal = this.getExecutionCancelSignal();
	const results = settledResults(this.getExecuteData(), node.id, items[0]);
	const open = items.map((_, index) => index).filter((index) => !results.get(index));
	const keepsInput = node.onError !== 'continueErrorOutput';
	const output = (words: Words) =>
		results.output((result, item) => errorItem(result, words, items[item]?.json ?? {}, keepsInput));

	const onWait = (name: string, { ms }: Wait) => {
		const until = new Date(systemClock.now() + ms).toLocaleTimeString('en-GB');
		const left = items.length - results.all.length;
		this.sendMessageToUI(
			`${name} limit: waiting until ${until}, ${left} of ${items.length} items left`,
		);
	};
	const begun = await begin(this, vendor, onWait, signal);
	if (begun instanceof Problem) {
		const { message, description } = begun;
		const failure = { cause: 'configuration-invalid' } as const;
		if (!goOn) throw new NodeOperationError(node, message, { description, failure });
		for (const index of open) results.set(index, { kind: 'bad-input', problem: begun });
		return [output({ vendor: '', redact: (text) => text })];
	}

	const { client, facts, log, name, operation, settings } = begun;
	const words: Words = {
		vendor: name,
		redact: (text) => client.redact(text),
		...(vendor.advice ? { advice: vendor.advice } : {}),
	};
	const dry = settings.dryRun ? new DryRun(client) : undefined;
	const reports: Completeness[] = [];
	const told = new Map<string, NodeExecutionHint>();
	const isUnlogged = () => settings.stopUnlogged === true && client.totals.logLost > 0;
	const broken = await runSafely(operation, {
		itemIndexes: open,
		reader: (itemIndex) => new ParameterReader(this, itemIndex, items[itemIndex]?.json ?? {}),
		client: dry?.client ?? client,
		steps: dry?.steps ?? client,
		settings,
		facts,
		results,
		files: filesOf(this),
		sleep,
		hint: (message, type) => told.set(message, { message, type, location: 'outputPane' }),
		stopped: () => signal?.aborted === true || isUnlogged() || (!dry && !goOn && results.hasFailed),
		checked: () => !goOn && results.hasFailed,
		report: (itemIndex, report) => {
			if (dry) return;
			reports.push(report);
			results.reports.set(itemIndex, report);
		},
	});
	if (broken) {
		// What was sent and not settled has nobody who knows of it.
		for (const index of items.keys()) {
			if (!results.get(index)) results.set(index, { kind: 'bad-input', problem: broken });
		}
	}

	dry?.settle(results);
	const untold = addTotals(this, client.totals, reports);
	if (sleep.request && !broken) return sleep.request;
	const bad = results.failed()[0];
	if (isUnlogged() && !goOn) {
		throw unloggedError(node, client.totals.logLost, log, progress(results, items.length));
	}
	if (bad && !goOn) {
		throw stopError(node, bad[0], bad[1], words, progress(results, items.length));
	}
	const hints = [
		dry?.hint,
		...told.values(),
		completenessHint([...results.reports.values()]),
		totalsHint(client.totals, items.length),
		aloneHint(client.totals),
		logHint(client.totals.logLost, log?.lastError ?? ''),
		log && sinkHint(log.location),
		untold,
	];
	for (const hint of hints) {
		if (hint) this.addExecutionHints({ ...hint, message: client.redact(hint.message) });
	}
	return [output(words)];
}

/** An operation does not throw; if one does, its items say so, and those that are done stay done. */
async function runSafely(operation: Operation, context: RunContext): Promise<Problem | undefined> {
	try {
		await operation.run(context);
		return undefined;
	} catch (error) {
		return new Problem(
			`This operation ended with a fault of its own: ${context.client.redact(messageOf(error))}`,
			'Look up whether the item was written before sending it again, and report this to the authors of the package.',
		);
	}
}

/** Checks everything that does not belong to one item. Never throws. */
async function begin(
	context: IExecuteFunctions,
	vendor: VendorNode,
	onWait: (vendor: string, wait: Wait) => void,
	signal: AbortSignal | undefined,
): Promise<Begun | Problem> {
	try {
		const read = new ParameterReader(context, 0);
		const operation = operationOf(vendor.resources, read);
		if (!operation) {
			return new Problem(
				`The operation "${read.text('operation')}" does not exist`,
				'Choose a resource and an operation from their lists.',
			);
		}
		const settings = readSettings(context, systemClock, process.env.GTM_TRACEPARENT !== 'off');
		if (settings instanceof Problem) return settings;
		const run = { settings, clock: systemClock, onWait, ...(signal ? { signal } : {}) };
		const open = await openClient(executeHost(context), vendor, run);
		return open instanceof Problem ? open : { ...open, operation, settings };
	} catch (error) {
		return new Problem(messageOf(error), 'Check the credential and the settings of this node.');
	}
}

function operationOf(resources: Resource[], read: ParameterReader): Operation | undefined {
	const resource = resources.find(({ value }) => value === read.text('resource'));
	return resource?.operations[read.text('operation')];
}

/** What was done before the stop: n8n drops the node's output, so the error itself must say it. */
function progress(results: Results, total: number): string {
	const counts = { done: 0, unknown: 0, failed: 0 };
	for (const [, result] of results.all) {
		if (result.kind === 'done') counts.done += 1;
		else if (result.kind === 'failed' && result.failure.reason === 'not-sent') continue;
		else if (result.kind === 'failed' && result.failure.processed === 'unknown')
			counts.unknown += 1;
		else counts.failed += 1;
	}
	const { asked } = results;
	const open = total - counts.done - counts.unknown - counts.failed - asked;
	const waiting = asked === 0 ? '' : ` ${asked} were asked for: the next run takes their answers.`;
	return `Of ${total} items, ${counts.done} were done, ${counts.failed} failed, ${counts.unknown} have an unknown outcome and ${open} were not sent.${waiting}`;
}
