import type { Outcome } from '../../shared/engine/client';
import type { Hook } from '../../shared/node/webhook/hook';
import { deleteTarget, getTarget, putTarget, setActive, unsubscribe } from './app';
import { nothingAt, type Registered } from './registered';
import { isSameUrl, readTarget } from './target';

/** HubSpot says so itself: a page of the network in front of it does not tell that something is gone. */
const isGone = (outcome: Outcome) =>
	!outcome.ok && outcome.status === 404 && outcome.error.code !== undefined;

/** Gone already is as good as removed. */
const isDone = (outcome: Outcome) => outcome.ok || isGone(outcome);

/**
 * Leaves the app as it was before: without what is ours, and with all that is somebody else's.
 * Resolves with what could not be taken back; undefined where nothing is left. Never throws.
 */
export async function takeBack(
	hook: Hook,
	registered: Registered,
): Promise<Registered | undefined> {
	const own: string[] = [];
	for (const id of registered.own) {
		if (!isDone(await unsubscribe(hook, id))) own.push(id);
	}
	const resumed: string[] = [];
	for (const id of registered.resumed) {
		if (!isDone(await setActive(hook, id, false))) resumed.push(id);
	}
	const { app, url } = registered;
	const isFree = url === undefined || (await giveBackTarget(hook, registered));
	if (isFree && own.length + resumed.length === 0) return undefined;
	return isFree ? { ...nothingAt(app), own, resumed } : { ...registered, own, resumed };
}

/** Whether the app calls our address no more: another one that it has got meanwhile stays. */
async function giveBackTarget(hook: Hook, { url = '', previous }: Registered): Promise<boolean> {
	const current = await getTarget(hook);
	if (!current.ok) return isGone(current);
	const target = readTarget(current.data);
	if (!target || !isSameUrl(target.targetUrl, url)) return true;
	return isDone(previous ? await putTarget(hook, { ...previous }) : await deleteTarget(hook));
}
