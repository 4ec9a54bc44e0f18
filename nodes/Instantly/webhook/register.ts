import type { Outcome } from '../../shared/engine/client';
import type { Hook } from '../../shared/node/webhook/hook';
import {
	createWebhook,
	deleteWebhook,
	getWebhook,
	listWebhooks,
	readWebhook,
	resumeWebhook,
	type NewWebhook,
	type Webhook,
} from './api';
import type { Registered } from './registered';
import { keyOf, type Subscription, type Wanted } from './wanted';

const ADVICE = {
	'missing-scope': 'Give the API key the scope webhooks:all in Instantly.',
	forbidden: 'Give the API key the scope webhooks:all in Instantly.',
};

/** Those of the earlier webhooks that are there still. Throws where they cannot be read. */
export async function ownWebhooks(hook: Hook, { own }: Registered): Promise<Webhook[]> {
	const found: Webhook[] = [];
	for (const id of own) {
		const answer = await getWebhook(hook, id);
		if (isGone(answer)) continue;
		found.push(readWebhook(hook.dataOf(answer, ADVICE)));
	}
	return found;
}

/** The webhook that does what is wanted, whether or not it is switched off. */
export function fitting(
	webhooks: Webhook[],
	subscription: Subscription,
	{ url, secret, campaign }: Pick<NewWebhook, 'url' | 'secret' | 'campaign'>,
): Webhook | undefined {
	return webhooks.find(
		(each) =>
			keyOf(each) === keyOf(subscription) &&
			each.url === url &&
			each.secret === secret &&
			each.campaign === campaign,
	);
}

/** Lets a webhook that Instantly has switched off go on. Throws. */
export async function resume(hook: Hook, webhook: Webhook): Promise<void> {
	if (webhook.isDisabled) hook.dataOf(await resumeWebhook(hook, webhook.id), ADVICE);
}

/**
 * Makes what is wanted and is not there, and takes away what of `earlier` is wanted no more. Throws; at
 * the end `made` holds all that is ours, and until then what is new.
 */
export async function registerAll(
	hook: Hook,
	{ subscriptions, campaign }: Wanted,
	earlier: Registered,
	made: Registered,
): Promise<void> {
	const name = `n8n ${hook.url}`.slice(0, 200);
	const common = { url: hook.url, secret: made.secret, campaign, name };
	const existing = await ownWebhooks(hook, earlier);
	const kept: string[] = [];
	for (const subscription of subscriptions) {
		const found = fitting(existing, subscription, common);
		if (found) {
			await resume(hook, found);
			kept.push(found.id);
		} else {
			await make(hook, { ...common, ...subscription }, made);
		}
	}
	for (const { id } of existing.filter((each) => !kept.includes(each.id))) {
		if (!isRemoved(await deleteWebhook(hook, id))) kept.push(id);
	}
	made.own.push(...kept);
}

/** A webhook whose answer was lost is found by its secret, which no other has; else it is asked for again. */
async function make(hook: Hook, wanted: NewWebhook, made: Registered): Promise<void> {
	const first = await createWebhook(hook, wanted);
	if (isNoted(first, made)) return;
	const isLost = first.ok || first.processed === 'unknown';
	const listed = isLost ? await listWebhooks(hook) : undefined;
	const found = fitting(listed ?? [], wanted, wanted);
	if (found) {
		made.own.push(found.id);
		return;
	}
	// Where the list cannot be read, the first one may be there: a second would be one too many.
	const last = listed ? await createWebhook(hook, wanted) : first;
	if (isNoted(last, made)) return;
	const refused = `Instantly calls addresses that it can reach, and this trigger has ${hook.url}. Set WEBHOOK_URL of n8n to its public address.`;
	hook.dataOf(last, { ...ADVICE, 'bad-request': refused, invalid: refused });
}

/** Whether the answer tells of a new webhook, which is ours. */
function isNoted(answer: Outcome, made: Registered): boolean {
	const id = answer.ok ? readWebhook(answer.data).id : '';
	if (id !== '') made.own.push(id);
	return id !== '';
}

/** Takes webhooks away; resolves with those that are left. Never throws. */
export async function removeAll(hook: Pick<Hook, 'send'>, own: string[]): Promise<string[]> {
	const left: string[] = [];
	for (const id of own) {
		if (!isRemoved(await deleteWebhook(hook, id))) left.push(id);
	}
	return left;
}

/** Gone already is as good as removed. */
function isRemoved(outcome: Outcome): boolean {
	return outcome.ok || isGone(outcome);
}

/** Instantly itself says that there is no such webhook. */
function isGone(outcome: Outcome): boolean {
	return !outcome.ok && outcome.reason === 'not-found';
}
