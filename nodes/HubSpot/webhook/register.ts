import { asObject, asText } from '../../shared/engine/body';
import type { Outcome } from '../../shared/engine/client';
import type { Hook } from '../../shared/node/webhook/hook';
import { getSubscriptions, getTarget, putTarget, setActive, subscribe, unsubscribe } from './app';
import { planOf, type Registered } from './registered';
import { keyOf, readSubscriptions, type Subscription, type Wanted } from './subscription';
import { readTarget, targetAt, type Target } from './target';

const CREDENTIAL = {
	'not-found': 'Check the App ID and the Base URL in the HubSpot credential.',
	unauthorized: 'Check the Developer API Key in the HubSpot credential.',
};

/** Where the app sends its events; undefined for nowhere. Throws. */
export async function currentTarget(hook: Hook): Promise<Target | undefined> {
	const answer = await getTarget(hook);
	// Of an unknown app, too: what is asked next tells the two apart.
	return answer.status === 404 ? undefined : readTarget(hook.dataOf(answer, CREDENTIAL));
}

export async function currentSubscriptions(hook: Hook): Promise<Subscription[]> {
	return readSubscriptions(hook.dataOf(await getSubscriptions(hook), CREDENTIAL));
}

/** Lets the app call this trigger. Throws; whatever it has done stands in `made`. */
export async function takeTarget(
	hook: Hook,
	current: Target | undefined,
	made: Registered,
): Promise<void> {
	// Whatever becomes of the request: before it is taken back, the app is asked whom it calls.
	made.url = hook.url;
	const refused = `HubSpot calls public addresses that begin with https://, and this trigger has ${hook.url}. Set WEBHOOK_URL of n8n to its public address.`;
	const body = { ...targetAt(hook.url, current?.throttling) };
	const advice = { ...CREDENTIAL, 'bad-request': refused, invalid: refused };
	hook.dataOf(await putTarget(hook, body), advice);
}

/**
 * Gives the app the wanted subscriptions, and takes away those of `earlier` that are wanted no more.
 * Throws. At the end `made` holds all that is ours, and until then what is new.
 */
export async function subscribeToAll(
	hook: Hook,
	wanted: Wanted[],
	earlier: Registered,
	made: Registered,
): Promise<void> {
	const existing = await currentSubscriptions(hook);
	const plan = planOf(wanted, existing, earlier.own);
	for (const each of plan.create) await subscribeTo(hook, each, made);
	for (const { id } of plan.resume) {
		if (!earlier.own.includes(id)) made.resumed.push(id);
		hook.dataOf(await setActive(hook, id, true));
	}
	const left = new Set(existing.map(({ id }) => id));
	for (const id of plan.remove) {
		const { ok } = await unsubscribe(hook, id);
		if (ok) left.delete(id);
	}
	made.own.push(...earlier.own.filter((id) => left.has(id)));
	made.resumed.push(...earlier.resumed.filter((id) => left.has(id) && !made.resumed.includes(id)));
}

/**
 * A subscription cannot exist twice, and nobody had this one a moment ago: where the answer is lost, it
 * is looked up, and asked for once more where it is not there.
 */
async function subscribeTo(hook: Hook, wanted: Wanted, made: Registered, tries = 2): Promise<void> {
	const answer = await subscribe(hook, wanted);
	if (isNoted(answer, made)) return;
	const isLost = answer.ok || answer.processed === 'unknown';
	if (isLost || answer.reason === 'conflict') {
		const existing = await currentSubscriptions(hook);
		const found = existing.find((each) => keyOf(each) === keyOf(wanted));
		// Of a conflict, somebody else has been faster.
		if (found && isLost) made.own.push(found.id);
		if (found) return;
	}
	if (isLost && tries > 1) return await subscribeTo(hook, wanted, made, tries - 1);
	const refused = `Check the events and properties that are chosen for ${wanted.eventType}, and that the app has the scope for them.`;
	hook.dataOf(answer, { 'bad-request': refused, invalid: refused, forbidden: refused });
}

/** Whether the answer tells of a new subscription, which is ours. */
function isNoted(answer: Outcome, made: Registered): boolean {
	const id = answer.ok ? asText(asObject(answer.data).id) : undefined;
	if (id !== undefined) made.own.push(id);
	return id !== undefined;
}
