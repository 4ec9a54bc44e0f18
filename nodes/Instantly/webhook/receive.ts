import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import { triggerParameters } from '../../shared/node/host';
import { ParameterReader, Problem } from '../../shared/node/parameters';
import { isTest } from '../../shared/node/webhook/call';
import { badSetting } from '../../shared/node/webhook/hook';
import { receiveEvents } from '../../shared/node/webhook/receive';
import { contentHash } from '../../shared/store/contentHash';
import { splitEvents } from '../../shared/webhook/events';
import { PROOF_HEADER } from './api';
import { ALL_EVENTS, AUTO_REPLY, isKnown, subscribedName, TEST_EVENT } from './eventTypes';
import { memory } from './registered';
import { readWanted, type Wanted } from './wanted';

/** What tells an event: deliveries have no ID (webhook events guide, 2026-11). */
const IDENTITY = [
	'event_type',
	'workspace',
	'campaign_id',
	'lead_email',
	'step',
	'variant',
	'timestamp',
	'email_id',
	// Errors of two mailboxes may come at the same time.
	'email_account',
];

/** Takes a call of one of this trigger's webhooks, which shows the secret that it was made with. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const wanted = readWanted(new ParameterReader(triggerParameters(context), 0));
	if (wanted instanceof Problem) throw badSetting(context, wanted);
	const { secret = '' } = memory.recall(context.getWorkflowStaticData('node')) ?? {};
	// Who tries the webhook out while they listen wants to see that it works.
	const showsTests = isTest(context);
	return await receiveEvents(context, () => ({
		scheme: { kind: 'secret', header: PROOF_HEADER, prefix: '', secrets: [secret] },
		eventsOf: (body) =>
			splitEvents(body, '').filter((event) =>
				nameOf(event) === TEST_EVENT ? showsTests : isWanted(wanted, nameOf(event)),
			),
		keyOf: (event) => {
			const fields = asObject(event);
			return contentHash(Object.fromEntries(IDENTITY.map((name) => [name, fields[name]])));
		},
		itemOf: toItem,
	}));
}

function nameOf(event: JsonValue): string {
	return asText(asObject(event).event_type) ?? '';
}

/**
 * A label comes under its own words, and some events under names that only deliveries have: what no
 * subscription is called is wanted, since the webhook that brings it was made for what is chosen.
 */
function isWanted({ subscriptions, autoReplies }: Wanted, delivered: string): boolean {
	if (delivered === AUTO_REPLY && !autoReplies) return false;
	const name = subscribedName(delivered);
	if (name !== '' && !isKnown(name)) return true;
	return subscriptions.some(({ event_type }) => event_type === ALL_EVENTS || event_type === name);
}

/** The event under the name that it was subscribed to by. */
function toItem(event: JsonValue): IDataObject {
	const delivered = nameOf(event);
	const name = subscribedName(delivered);
	const item = {
		...asObject(event),
		...(delivered === '' ? {} : { event_type: name }),
		...(delivered === name ? {} : { delivered_event_type: delivered }),
		...(delivered === AUTO_REPLY ? { is_auto_reply: true } : {}),
	};
	return item as IDataObject;
}
