import type { Failure } from './client';
import type { Reason } from './types';

/** What happened, and how to go on. */
export interface Explanation {
	message: string;
	description: string;
}

/** How to go on at a vendor where the usual advice would lead nowhere. */
export type Advice = Partial<Record<Reason, string>>;

type Text = (failure: Failure, vendor: string) => string;

/** "12 s", "3 min": how long something takes, for people. */
export function spell(ms: number): string {
	return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** The vendor answered, but could not do its work; or there was no answer at all. */
const inTrouble: Text = ({ status, attempts }, vendor) => {
	const often = attempts.length > 1 ? `, in ${attempts.length} attempts` : '';
	return status > 0
		? `${vendor} answered with a fault of its own (${status})${often}`
		: `${vendor} could not be reached${often}`;
};
const broken: Text = (_, vendor) => `The connection to ${vendor} broke`;
const later: Text = () =>
	'Run the node again later, or raise "Retries per Request" in the settings of this node.';
const lookUpFirst: Text = () =>
	'It was not sent again, because that could do it twice. Look the record up before sending the item once more.';

const WHAT_HAPPENED: Record<Reason, Text> = {
	ok: (_, vendor) => `${vendor} did what was asked`,
	'server-error': inTrouble,
	'timeout-status': (_, vendor) => `${vendor} took too long`,
	locked: (_, vendor) => `${vendor} is busy with the same records`,
	'not-json': (_, vendor) => `${vendor} answered with something that is not JSON`,
	'network-not-sent': (_, vendor) => `${vendor} could not be reached`,
	'network-unknown': broken,
	'cut-body': (_, vendor) => `The answer of ${vendor} was cut short`,
	timeout: (_, vendor) => `${vendor} did not answer in time`,
	'rate-limited': (_, vendor) => `${vendor} asks for fewer requests`,
	'quota-hold': (_, vendor) => `Requests to ${vendor} are held for its rate limit`,
	'quota-exhausted': (_, vendor) => `The limit of ${vendor} is used up`,
	'held-too-often': (_, vendor) => `${vendor} kept refusing requests for its rate limit`,
	'bad-request': (_, vendor) => `${vendor} could not use the request`,
	unauthorized: (_, vendor) => `${vendor} did not accept the credential`,
	'payment-required': (_, vendor) => `${vendor} asks for payment or more credits`,
	forbidden: (_, vendor) => `${vendor} does not allow this request`,
	'missing-scope': (_, vendor) => `The credential lacks a permission in ${vendor}`,
	'not-found': (_, vendor) => `${vendor} did not find what was asked for`,
	conflict: (_, vendor) => `${vendor} already holds a record like this one`,
	'too-large': (_, vendor) => `The request or the answer is too large for ${vendor}`,
	invalid: (_, vendor) => `${vendor} could not use the values sent`,
	'redirect-refused': (_, vendor) => `${vendor} answered with a redirect`,
	'not-implemented': (_, vendor) => `${vendor} does not offer this operation`,
	certificate: (_, vendor) => `The TLS certificate of ${vendor} could not be trusted`,
	'egress-refused': () => 'This n8n instance does not allow requests to that address',
	'domain-not-allowed': () => 'The credential does not allow requests to that domain',
	'foreign-origin': (_, vendor) => `${vendor} names an address that is not asked`,
	'no-cursor': (_, vendor) => `${vendor} does not say where the next page is`,
	'no-page': (_, vendor) => `${vendor} answered with something that is no page of records`,
	incomplete: (_, vendor) => `${vendor} did not give the whole list`,
	'retries-used-up': inTrouble,
	'retry-budget-used-up': (_, vendor) => `Too many requests to ${vendor} failed in this run`,
	deadline: ({ waitMs, leftMs }) =>
		waitMs !== undefined && leftMs !== undefined
			? `This would wait ${spell(waitMs)}, but the deadline of the node is in ${spell(leftMs)}`
			: 'The deadline of this node is over',
	cancelled: () => 'The execution was stopped',
	'row-rejected': (_, vendor) => `${vendor} refused this item`,
	'row-unprocessed': (_, vendor) => `${vendor} took this item, but ended before its turn came`,
	'row-unanswered': (_, vendor) => `${vendor} did not say what became of this item`,
	'unknown-outcome': (_, vendor) => `Unknown outcome: ${vendor} may have done this`,
	'not-sent': () => 'Not sent, because the run was stopped before',
	'bad-input': () => 'The request could not be built',
	'credit-ceiling': () => 'The credit ceiling of this run is reached',
	'quota-ceiling': (_, vendor) => `The share of the limit of ${vendor} that may be used is reached`,
};

/** Whether the text is a reason of this version; rows of the log may be of another one. */
export function isReason(text: string): text is Reason {
	return Object.hasOwn(WHAT_HAPPENED, text);
}

const changeValues: Text = () => 'Change the values and run the node again.';

const HOW_TO_GO_ON: Record<Reason, Text> = {
	ok: () => 'There is nothing to do.',
	'server-error': later,
	'timeout-status': later,
	locked: later,
	'not-json': later,
	'network-not-sent': later,
	'network-unknown': later,
	'cut-body': later,
	timeout: () => 'Run the node again later, or raise "Time-Out" in the settings of this node.',
	'rate-limited': () => 'Set "When Rate-Limited" to "Wait" in the settings of this node.',
	'quota-hold': () => 'Run the node again after the reset.',
	'quota-exhausted': () => 'Run the node again after the reset, or ask for a higher limit.',
	'held-too-often': () => 'Check what else uses this account, and lower "Requests in Flight".',
	'bad-request': changeValues,
	unauthorized: () => 'Check the key or token in the credential, or connect it again.',
	'payment-required': () => 'Add credits or change the plan, then run the node again.',
	forbidden: () => 'Check the permissions of the key and what the plan of the account includes.',
	'missing-scope': ({ error }) =>
		`Add ${error.scopes?.join(' or ') || 'the missing scope'} to the app or key, then use its new token in the credential.`,
	'not-found': () => 'Check the ID and the base URL in the credential.',
	conflict: () => 'Use "Create or Update" to change a record that already exists.',
	'too-large': () => 'Send fewer items in a request, or ask for fewer records or fields.',
	invalid: changeValues,
	'redirect-refused': () => 'Check the base URL in the credential.',
	'not-implemented': () => 'Choose another operation, or check the API version in the credential.',
	certificate: () => 'Check the base URL and the certificates that n8n trusts.',
	'egress-refused': () => 'Ask the administrator of n8n to allow the address.',
	'domain-not-allowed': () => 'Add the domain to the allowed domains of the credential.',
	'foreign-origin': () =>
		'Check the base URL. Where the provider really keeps its pages elsewhere, allow it in the options of the node.',
	'no-cursor': () => 'Report it to the provider; the records read so far are kept.',
	'no-page': ({ processed }, vendor) =>
		processed === 'unknown'
			? `${vendor} may have done what was asked: look it up before sending the item once more, and check where the records stand in the answer.`
			: 'Check where the records stand in the answer, or run the node again later.',
	incomplete: () => 'Change the filters or the pagination, or go on from "resumeFrom".',
	'retries-used-up': later,
	'retry-budget-used-up': () => 'Run the node again when the provider is well.',
	deadline: () => 'Raise "Deadline" in the settings of this node, or process fewer items.',
	cancelled: () => 'Run the node again to go on.',
	'row-rejected': changeValues,
	'row-unprocessed': () => 'Nothing was done with it: run the node again with this item.',
	'row-unanswered': lookUpFirst,
	'unknown-outcome': lookUpFirst,
	'not-sent': () => 'Run the node again with this item.',
	'bad-input': () => 'Check the parameters of the node and the credential.',
	'credit-ceiling': () =>
		'Raise "Credit Ceiling" in the options of this node, or process fewer items.',
	'quota-ceiling': () =>
		'Run the node again when less of the limit is used, or raise the share in the credential.',
};

/** The time in ISO form; undefined when it is none, or beyond what dates hold. */
export function isoTime(ms: number | undefined): string | undefined {
	return ms !== undefined && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}

/** Puts a failure into words. The vendor's own words come first: they know more than the status. */
export function explain(failure: Failure, vendor: string, advice: Advice = {}): Explanation {
	const { error, reason, retryAt } = failure;
	const retryTime = isoTime(retryAt);
	const text = WHAT_HAPPENED[reason](failure, vendor);
	const what = text.charAt(0).toUpperCase() + text.slice(1);
	const detail = error.message ? `: ${error.message}` : '';
	const description = [
		error.advice ?? advice[reason] ?? HOW_TO_GO_ON[reason](failure, vendor),
		retryTime === undefined ? '' : `Can be tried again at ${retryTime}.`,
		error.requestId ? `${vendor}'s ID of the request: ${error.requestId}.` : '',
		failure.logId ? `Row ${failure.logId} of the API log.` : '',
	];
	return { message: what + detail, description: description.filter(Boolean).join(' ') };
}
