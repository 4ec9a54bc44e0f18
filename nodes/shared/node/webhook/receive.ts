import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { systemClock } from '../../engine/clock';
import type { JsonValue } from '../../engine/types';
import { verify, type Scheme } from '../../webhook/signature';
import { answer, bodyOf, isTest, readCall, type WebhookCall } from './call';
import { takeOn, withKey } from './seen';

/** What is true of a sender and its calls. Nothing of it waits, remembers, or answers an event. */
export interface WebhookSource {
	/** How the sender proves who it is; undefined where anybody may call. */
	scheme: Scheme | undefined;
	/** The answer to a call that is let in and holds no event: a handshake. */
	greet?: () => IWebhookResponseData | undefined;
	/** The events of a call, in the order in which they are given on. */
	eventsOf: (body: JsonValue) => JsonValue[];
	/** What tells an event from all others; left out where repeats are given on, too. */
	keyOf?: (event: JsonValue, place: number) => string;
	/** How long an event is remembered, by its key, in ms: 30 days unless told. */
	keptMs?: (key: string) => number;
	itemOf: (event: JsonValue) => IDataObject;
}

/**
 * Takes a call: 401 and no run where it is not signed as it should be, 200 at once where it is, and
 * 503 where the sender has to try again. Events that have come before are left out: an event counts
 * as seen once its execution exists, which the trigger's `execute` says by `confirmSeen`.
 */
export async function receiveEvents(
	context: IWebhookFunctions,
	sourceOf: (call: WebhookCall) => WebhookSource,
): Promise<IWebhookResponseData> {
	const call = readCall(context);
	const { scheme, greet, eventsOf, keyOf, keptMs, itemOf } = sourceOf(call);
	const refusal = refusalOf(call, scheme);
	if (refusal !== undefined) {
		context.logger.debug(`${context.getNode().name}: a call was answered 401: ${refusal}`);
		return answer(context, 401, refusal);
	}
	const greeting = greet?.();
	if (greeting) return greeting;

	const events = eventsOf(bodyOf(context, call));
	if (events.length === 0) return { webhookResponse: { message: 'No events' } };
	const items = events.map((event): INodeExecutionData => ({ json: itemOf(event) }));
	// While somebody listens in the editor, a repeat is what they want to see.
	if (!keyOf || isTest(context)) return { workflowData: [items] };
	const keys = events.map(keyOf);
	const fresh = await takeOn(context, keys, keptMs);
	if (!(fresh instanceof Set)) return fresh;
	const freshItems = items.flatMap((item, place) => {
		const key = keys[place] ?? '';
		// The same event twice in one call is one event.
		return fresh.delete(key) ? [withKey(item, key)] : [];
	});
	if (freshItems.length === 0) return { webhookResponse: { message: 'Known already' } };
	return { workflowData: [freshItems] };
}

/** Why the call is not let in; undefined where its sender is who it has to be. */
function refusalOf(call: WebhookCall, scheme: Scheme | undefined): string | undefined {
	if (scheme === undefined) return undefined;
	if (scheme.secrets.every((secret) => secret === '')) return 'No secret is set for this webhook';
	const verdict = verify(call, scheme, systemClock.now());
	return verdict.ok ? undefined : verdict.message;
}
