import type { Failure } from './client';
import type { Reason } from './types';

/** What happened, and how to go on. */
export interface Explanation {
	message: string;
	description: string;
}

type Text = (failure: Failure, vendor: string) => string;

const WHAT_HAPPENED: Partial<Record<Reason, Text>> = {
	unauthorized: (_, vendor) => `${vendor} did not accept the credential`,
	'missing-scope': (_, vendor) => `The credential lacks a permission in ${vendor}`,
	forbidden: (_, vendor) => `${vendor} does not allow this request`,
	'payment-required': (_, vendor) => `${vendor} asks for payment or more credits`,
	'not-found': (_, vendor) => `${vendor} did not find what was asked for`,
	conflict: (_, vendor) => `${vendor} already holds a record like this one`,
	'too-large': (_, vendor) => `The request or the answer is too large for ${vendor}`,
	'bad-request': (_, vendor) => `${vendor} could not use the request`,
	invalid: (_, vendor) => `${vendor} could not use the values sent`,
	'row-rejected': (_, vendor) => `${vendor} refused this item`,
	'row-unanswered': (_, vendor) => `${vendor} did not say what became of this item`,
	'unknown-outcome': (_, vendor) => `Unknown outcome: ${vendor} may have done this`,
	'not-sent': () => 'Not sent, because the run was stopped before',
	'quota-exhausted': (_, vendor) => `The limit of ${vendor} is used up`,
	'rate-limited': (_, vendor) => `${vendor} asks for fewer requests`,
	'held-too-often': (_, vendor) => `${vendor} kept refusing requests for its rate limit`,
	'retries-used-up': ({ attempts }, vendor) =>
		`${vendor} could not be reached in ${attempts.length} attempts`,
	'retry-budget-used-up': (_, vendor) => `Too many requests to ${vendor} failed in this run`,
	deadline: () => 'The deadline of this node would be passed',
	cancelled: () => 'The execution was stopped',
	certificate: (_, vendor) => `The TLS certificate of ${vendor} could not be trusted`,
	'egress-refused': () => 'This n8n instance does not allow requests to that address',
	'domain-not-allowed': () => 'The credential does not allow requests to that domain',
	'redirect-refused': (_, vendor) => `${vendor} answered with a redirect`,
	'not-implemented': (_, vendor) => `${vendor} does not offer this operation`,
	'credit-ceiling': () => 'The credit ceiling of this run is reached',
};

const HOW_TO_GO_ON: Partial<Record<Reason, Text>> = {
	unauthorized: () => 'Check the key or token in the credential, or connect it again.',
	'missing-scope': ({ error }) =>
		`Add ${error.scopes?.join(' or ') ?? 'the missing scope'} to the app or key, then use its new token in the credential.`,
	forbidden: () => 'Check the permissions of the key and what the plan of the account includes.',
	'payment-required': () => 'Add credits or change the plan, then run the node again.',
	'not-found': () => 'Check the ID and the base URL in the credential.',
	conflict: () => 'Use "Create or Update" to change a record that already exists.',
	'too-large': () => 'Send fewer items in a request, or ask for fewer fields.',
	'row-unanswered': () => 'Look the record up before sending the item again.',
	'unknown-outcome': () =>
		'The connection broke after the item had been sent, so it was not sent again. Look the record up before sending the item once more.',
	'not-sent': () => 'Run the node again with this item.',
	'quota-exhausted': () => 'Run the node again after the reset, or ask for a higher limit.',
	'rate-limited': () => 'Set "When Rate-Limited" to "Wait" in the settings of this node.',
	'held-too-often': () => 'Check what else uses this account, and lower "Requests in Flight".',
	'retries-used-up': () =>
		'Run the node again later, or raise "Retries per Request" in the settings of this node.',
	'retry-budget-used-up': () => 'Run the node again when the provider is well.',
	deadline: () => 'Raise "Deadline" in the settings of this node, or process fewer items.',
	certificate: () => 'Check the base URL and the certificates that n8n trusts.',
	'egress-refused': () => 'Ask the administrator of n8n to allow the address.',
	'domain-not-allowed': () => 'Add the domain to the allowed domains of the credential.',
	'redirect-refused': () => 'Check the base URL in the credential.',
	'credit-ceiling': () =>
		'Raise "Credit Ceiling" in the settings of this node, or process fewer items.',
};

/** Puts a failure into words. The vendor's own words come first: they know more than the status. */
export function explain(failure: Failure, vendor: string): Explanation {
	const { error, reason, retryAt } = failure;
	const what = WHAT_HAPPENED[reason]?.(failure, vendor) ?? `${vendor} refused the request`;
	const detail = error.message ? `: ${error.message}` : '';
	const description = [
		error.advice ?? HOW_TO_GO_ON[reason]?.(failure, vendor) ?? 'Change the values and run again.',
		retryAt === undefined ? '' : `Can be tried again at ${new Date(retryAt).toISOString()}.`,
		error.requestId ? `${vendor}'s ID of the request: ${error.requestId}.` : '',
		failure.logId ? `Row ${failure.logId} of the API log.` : '',
	];
	return { message: what + detail, description: description.filter(Boolean).join(' ') };
}
