/** What a request waited for, by the reason that its row names. */
const WAITS: Record<string, string> = {
	'quota-hold': 'the end of a pause that the provider asked for',
	'window-full': 'room in the limit of the account',
	'server-error': 'a provider with a fault of its own',
	'timeout-status': 'a provider that took too long',
	timeout: 'a provider that did not answer in time',
	locked: 'records that were busy',
	'network-not-sent': 'a provider that could not be reached',
	'network-unknown': 'a connection that broke',
	'cut-body': 'the rest of an answer that was cut short',
	'not-json': 'an answer that can be read',
	'rate-limited': 'the end of a pause that the provider asked for',
};

/** In plain words; the reason itself where it has none. */
export function waitedFor(reason: string): string {
	return WAITS[reason] ?? reason;
}
