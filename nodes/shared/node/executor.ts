import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { assertUrlAllowed, getCredentialAllowedDomains, NodeOperationError } from 'n8n-workflow';
import { Client } from '../engine/client';
import { systemClock } from '../engine/clock';
import { Gate } from '../engine/gate/gate';
import { defaultLogFile, logAt } from '../engine/log/handles';
import { createRedactor } from '../engine/log/redact';
import type { Completeness } from '../engine/pages/walk';
import { processState } from '../engine/processState';
import { createTransport } from '../engine/transport';
import type { Connection } from '../engine/vendor';
import { errorItem, stopError } from './errors';
import { completenessHint, logHint, totalsHint } from './hints';
import type { Resource } from './fields';
import type { Facts, Operation } from './operation';
import { ParameterReader, Problem } from './parameters';
import type { Results } from './results';
import { settledResults } from './settled';
import { readSettings } from './settings';

/** A vendor as its node sees it. */
export interface VendorNode {
	/** The credential type's name. */
	credential: string;
	/** Turns a credential into a connection, or says what is wrong with it. */
	connect(credential: ICredentialDataDecryptedObject): Connection | Problem;
	/** What of the credential the operations need to know. */
	facts(credential: ICredentialDataDecryptedObject): Facts;
	resources: Resource[];
}

/**
 * Runs one operation for all input items: one output item (or the rows of a list) for each input
 * item, in input order. In the continue modes failures leave as error items and it never throws;
 * with Stop Workflow everything is checked before the first send, and after a failure nothing more
 * is sent.
 */
export async function execute(
	this: IExecuteFunctions,
	vendor: VendorNode,
): Promise<INodeExecutionData[][]> {
	const node = this.getNode();
	const items = this.getInputData();
	const results = settledResults(this.getExecuteData(), node.id, items[0]);
	const goOn = this.continueOnFail();
	const reader = (itemIndex: number) => new ParameterReader(this, itemIndex);
	const open = items.map((_, index) => index).filter((index) => !results.get(index));

	const refuseAll = (problem: Problem): INodeExecutionData[][] => {
		if (!goOn) throw asError(problem);
		for (const index of open) results.set(index, { kind: 'bad-input', problem });
		return [results.output((result) => errorItem(result, vendor.credential))];
	};
	const asError = ({ message, description }: Problem) =>
		new NodeOperationError(node, message, {
			description,
			failure: { cause: 'configuration-invalid' },
		});

	if (items.length === 0) return [[]];
	const operation = operationOf(vendor.resources, reader(0));
	if (!operation) {
		return refuseAll(
			new Problem(
				`The operation "${reader(0).text('operation')}" does not exist`,
				'Choose a resource and an operation from their lists.',
			),
		);
	}
	const clock = systemClock;
	const settings = readSettings(this, clock, process.env.GTM_TRACEPARENT !== 'off');
	if (settings instanceof Problem) return refuseAll(settings);
	const credential = await this.getCredentials(vendor.credential);
	const connection = vendor.connect(credential);
	if (connection instanceof Problem) return refuseAll(connection);
	if (settings.quotas) connection.quotas = settings.quotas(connection.quotas);
	const allowed = allowedDomains(this, credential, connection.baseUrl);
	if (allowed instanceof Problem) return refuseAll(allowed);

	const name = connection.vendor.name;
	const log = settings.log ? logAt(defaultLogFile(process.env)) : undefined;
	const lostBefore = log?.lost ?? 0;
	const signal = this.getExecutionCancelSignal();
	const client = new Client(
		{
			connection,
			clock,
			gate: processState('gate', () => new Gate()),
			redact: createRedactor(connection.secrets),
			run: {
				execution: this.getExecutionId() ?? '',
				workflow: this.getWorkflow().id ?? '',
				node: node.name,
			},
			transport: createTransport({
				egressFilter: this.helpers.getSecureEgressFilter(),
				assertAllowed: (url) => refusalOf(url, allowed),
			}),
			...(log ? { log } : {}),
			...(signal ? { signal } : {}),
			onWait: ({ ms }) => {
				const until = new Date(clock.now() + ms).toLocaleTimeString('en-GB');
				const left = items.length - results.all.length;
				this.sendMessageToUI(
					`${name} limit: waiting until ${until}, ${left} of ${items.length} items left`,
				);
			},
		},
		settings.client,
	);

	const reports: Completeness[] = [];
	await operation.run({
		itemIndexes: open,
		reader,
		client,
		settings,
		facts: vendor.facts(credential),
		results,
		stopped: () => signal?.aborted === true || (!goOn && results.hasFailed),
		checked: () => !goOn && results.hasFailed,
		report: (_, report) => reports.push(report),
	});

	this.customData.set(customKey(node.name), JSON.stringify(client.totals).slice(0, 512));
	const bad = results.failed()[0];
	if (bad && !goOn) {
		throw stopError(node, bad[0], bad[1], name, progress(results, items.length));
	}

	const hints = [
		...reports.map((report) => completenessHint(report)),
		totalsHint(client.totals, items.length),
		logHint((log?.lost ?? 0) - lostBefore, log?.lastError ?? ''),
	];
	for (const hint of hints) if (hint) this.addExecutionHints(hint);
	return [results.output((result) => errorItem(result, name))];
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
	const open = total - counts.done - counts.unknown - counts.failed;
	return `Of ${total} items, ${counts.done} were done, ${counts.failed} failed, ${counts.unknown} have an unknown outcome and ${open} were not sent.`;
}

/** n8n takes letters, digits and underscores, at most 50 of them. */
function customKey(nodeName: string): string {
	return `gtm_${nodeName.replace(/\W+/g, '_')}`.slice(0, 50);
}

function allowedDomains(
	context: IExecuteFunctions,
	credentialData: ICredentialDataDecryptedObject,
	baseUrl: string,
): { node: ReturnType<IExecuteFunctions['getNode']>; domains?: string } | Problem {
	const node = context.getNode();
	try {
		const domains = getCredentialAllowedDomains({
			node,
			credentialData,
			credentialOwnedSurface: true,
			nodeEndpointUrl: baseUrl,
		});
		return domains === undefined ? { node } : { node, domains };
	} catch (error) {
		return new Problem(
			error instanceof Error ? error.message : String(error),
			'Change the allowed domains of the credential.',
		);
	}
}

function refusalOf(
	url: string,
	{ domains }: Exclude<ReturnType<typeof allowedDomains>, Problem>,
): string | undefined {
	if (domains === undefined) return undefined;
	try {
		assertUrlAllowed({ url, allowedDomains: domains });
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
