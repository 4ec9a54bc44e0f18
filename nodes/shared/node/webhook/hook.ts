import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Client, Outcome } from '../../engine/client';
import { systemClock } from '../../engine/clock';
import type { Advice } from '../../engine/explain';
import type { JsonValue } from '../../engine/types';
import { stopError } from '../errors';
import { hookHost } from '../host';
import { editorSettings } from '../lookup';
import { openClient, type VendorAccess } from '../openClient';
import type { Facts } from '../operation';
import { type ParameterReader, Problem } from '../parameters';

/** A trigger may have many subscriptions to make, one request each. */
const DEADLINE_MS = 120_000;

const LATER = 'Activate the workflow again later.';
/** There is no node to run again, and it has no settings to raise. */
const ADVICE: Advice = {
	'server-error': LATER,
	'timeout-status': LATER,
	timeout: LATER,
	'not-json': LATER,
	'cut-body': LATER,
	'network-not-sent': LATER,
	'network-unknown': LATER,
	'unknown-outcome': LATER,
	'retries-used-up': LATER,
	'rate-limited': LATER,
	'quota-exhausted': LATER,
	'held-too-often': LATER,
	deadline: LATER,
};

/** What a trigger registers its webhook with at the vendor, and removes it. */
export interface Hook extends Pick<Client, 'send'> {
	facts: Facts;
	read: ParameterReader;
	/** The address that the vendor has to call: a test has one of its own. */
	url: string;
	/** n8n has been started again: what was registered before should still be there. */
	isRestart: boolean;
	/** What n8n stores with the workflow for this node; a test begins with none. */
	memory: IDataObject;
	/** The data of an answer. Throws what n8n shows to the user where there is none. */
	dataOf(answer: Outcome, advice?: Advice): JsonValue | undefined;
}

/** Opens the node's credential to register a webhook. Throws what n8n shows to the user. */
export async function openHook(context: IHookFunctions, access: VendorAccess): Promise<Hook> {
	const host = hookHost(context);
	const settings = editorSettings();
	const deadline = systemClock.monotonic() + DEADLINE_MS;
	const open = await openClient(host, access, {
		settings: { ...settings, client: { ...settings.client, deadline } },
		clock: systemClock,
		onWait: () => undefined,
	});
	if (open instanceof Problem) throw badSetting(context, open);
	const { client, facts, name: vendor } = open;
	const redact = (text: string) => client.redact(text);
	return {
		facts,
		read: host.read,
		url: context.getNodeWebhookUrl('default') ?? '',
		isRestart: ['init', 'leadershipChange'].includes(context.getActivationMode()),
		memory: context.getWorkflowStaticData('node'),
		send: async (request) => await client.send(request),
		dataOf: (answer, advice) => {
			if (answer.ok) return answer.data;
			const words = { vendor, advice: { ...ADVICE, ...advice }, redact };
			const node = context.getNode();
			const error = stopError(node, 0, { kind: 'failed', failure: answer, items: [] }, words, '');
			error.message = inOne(error.message, error.description);
			error.description = null;
			throw error;
		},
	};
}

/** What has to be changed before the workflow can be activated, as an error: throw it. */
export function badSetting(
	context: Pick<IHookFunctions, 'getNode'>,
	{ message, description }: Problem,
): NodeOperationError {
	const failure = { cause: 'configuration-invalid' } as const;
	return new NodeOperationError(context.getNode(), inOne(message, description), { failure });
}

/** Of what goes wrong with a webhook, n8n shows the message alone (seen in n8n 2.41). */
function inOne(message: string, description: string | null | undefined): string {
	return [message, description].filter(Boolean).join('. ');
}
