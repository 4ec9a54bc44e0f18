import { asObject, asText } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import { Problem } from '../../shared/node/parameters';

/** Where an app sends its events. It has one such address for all of them. */
export interface Target {
	targetUrl: string;
	throttling: JsonValue;
}

/** Requests at once, HubSpot's own default (webhooks guide, 2026-08). */
const MOST_AT_ONCE = 10;

/** The app's settings in HubSpot's answer; undefined where it has no address. */
export function readTarget(data: JsonValue | undefined): Target | undefined {
	const { targetUrl, throttling } = asObject(data);
	const url = asText(targetUrl);
	return url ? targetAt(url, throttling) : undefined;
}

export function targetAt(targetUrl: string, throttling: JsonValue | undefined): Target {
	return { targetUrl, throttling: throttling ?? { maxConcurrentRequests: MOST_AT_ONCE } };
}

export function isSameUrl(one: string, other: string): boolean {
	return (URL.parse(one)?.href ?? one) === (URL.parse(other)?.href ?? other);
}

/** The trigger that the app shall call. */
export interface Caller {
	url: string;
	/** The address that it had when it registered itself last. */
	earlierUrl?: string | undefined;
	/** What n8n puts into each address of this trigger, and into no other. */
	webhookId?: string | undefined;
}

/** Whom an app calls now. */
export type Owner =
	| 'nobody'
	/** The trigger, at the address that it has. */
	| 'us'
	/** The trigger at another address: that of a test, of the active workflow, or an older one. */
	| 'us-elsewhere'
	| 'this-n8n'
	| 'others';

export function ownerOf(current: Target | undefined, caller: Caller): Owner {
	if (!current) return 'nobody';
	const { targetUrl } = current;
	const { url, earlierUrl = url, webhookId } = caller;
	if (isSameUrl(targetUrl, url)) return 'us';
	if (isSameUrl(targetUrl, earlierUrl)) return 'us-elsewhere';
	const { origin, pathname } = URL.parse(targetUrl) ?? {};
	if (origin === undefined || origin !== URL.parse(url)?.origin) return 'others';
	return webhookId !== undefined && pathname?.includes(`/${webhookId}/`)
		? 'us-elsewhere'
		: 'this-n8n';
}

/** What to do about an address that is not to be replaced. */
export function takenProblem(app: string, taken: Target, owner: Owner, isTest: boolean): Problem {
	const message = `HubSpot app ${app} sends its webhooks to another address: ${shown(taken.targetUrl)}`;
	const instead = isTest
		? 'A test never replaces it.'
		: 'To send all webhooks of the app to this trigger instead, switch on "Replace Target URL".';
	switch (owner) {
		case 'us-elsewhere':
			return new Problem(
				message,
				'That is this trigger in its active workflow. An app has one target URL, so it cannot call the test URL as well: deactivate the workflow while you test, or use the data of an earlier execution. If it is not active, activate and deactivate it once.',
			);
		case 'this-n8n':
			return new Problem(
				message,
				`That is another trigger of this n8n, and an app has one target URL: choose all events in one trigger, use another app, or deactivate the other workflow. ${instead}`,
			);
		default:
			return new Problem(
				message,
				`An app has one target URL: use another app, or remove the address from the webhook settings of the app in HubSpot. ${instead}`,
			);
	}
}

/** Its query may hold somebody's secret. */
function shown(url: string): string {
	return url.replace(/\?.*$/s, '');
}
