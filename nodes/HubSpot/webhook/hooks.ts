import type { IHookFunctions } from 'n8n-workflow';
import { Problem } from '../../shared/node/parameters';
import { badSetting, openHook, type Hook } from '../../shared/node/webhook/hook';
import {
	isStillCalled,
	openWanted,
	orUndo,
	tellLeft,
	unregisterOwn,
} from '../../shared/node/webhook/registration';
import { appAccess } from './app';
import { isManagedInHubSpot } from './fields';
import { isEmpty, memory, nothingAt, planOf, type Registered } from './registered';
import { currentSubscriptions, currentTarget, subscribeToAll, takeTarget } from './register';
import { readWanted, type Wanted } from './subscription';
import { takeBack } from './takeBack';
import { ownerOf, takenProblem } from './target';

const OTHER_APP = 'the credential is of another app';

/** n8n's checkExists: whether the app calls this trigger for all that it has chosen. Throws. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isManagedInHubSpot(context)) return true;
	const { hook, wanted } = await openWanted(context, appAccess, readWanted);
	const earlier = memory.recall(hook.memory);
	if (!earlier || earlier.app !== hook.facts.app) return false;
	const webhooks = `the webhooks of HubSpot app ${earlier.app}`;
	return await isStillCalled(
		context,
		hook,
		webhooks,
		async () => await isInPlace(hook, wanted, earlier),
	);
}

async function isInPlace(hook: Hook, wanted: Wanted[], { own }: Registered): Promise<boolean> {
	const owner = ownerOf(await currentTarget(hook), { url: hook.url });
	return owner === 'us' && isEmpty(planOf(wanted, await currentSubscriptions(hook), own));
}

/** n8n's create: lets the app call this trigger. Throws where it cannot, and has changed nothing then. */
export async function register(context: IHookFunctions): Promise<boolean> {
	if (isManagedInHubSpot(context)) return true;
	const { hook, wanted } = await openWanted(context, appAccess, readWanted);
	const { app = '' } = hook.facts;
	const stored = memory.recall(hook.memory);
	const earlier = stored?.app === app ? stored : nothingAt(app);
	if (stored && stored !== earlier) tellLeft(context, leftOver(stored), OTHER_APP);

	const current = await currentTarget(hook);
	const { webhookId } = context.getNode();
	const owner = ownerOf(current, { url: hook.url, earlierUrl: earlier.url, webhookId });
	const isTest = context.getMode() === 'manual';
	const mayReplace = !isTest && (owner === 'us-elsewhere' || hook.read.flag('replaceTargetUrl'));
	if (current && owner !== 'us' && !mayReplace) {
		throw badSetting(context, takenProblem(app, current, owner, isTest));
	}

	const made: Registered = { ...nothingAt(app), previous: current };
	await orUndo(
		async () => {
			if (owner !== 'us') await takeTarget(hook, current, made);
			await subscribeToAll(hook, wanted, earlier, made);
		},
		async () => {
			const left = await takeBack(hook, made);
			if (left) keepForLater(context, hook, earlier, left);
		},
	);
	const isForeign = owner === 'this-n8n' || owner === 'others';
	const previous = isForeign ? current : owner === 'nobody' ? undefined : earlier.previous;
	memory.remember(hook.memory, { ...made, url: hook.url, previous });
	return true;
}

/** What could not be taken back belongs to this trigger still: the next activation finds it, or the end. */
function keepForLater(
	context: IHookFunctions,
	{ memory: stored }: Hook,
	earlier: Registered,
	left: Registered,
): void {
	memory.remember(stored, {
		app: left.app,
		url: left.url ?? earlier.url,
		previous: left.previous ?? earlier.previous,
		own: [...earlier.own, ...left.own],
		resumed: [...earlier.resumed, ...left.resumed],
	});
	tellLeft(context, leftOver(left), 'see the API log');
}

/** n8n's delete. Never throws. */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	return await unregisterOwn(context, memory, leftOver, async (registered) => {
		const hook = await openHook(context, appAccess);
		if (hook.facts.app === registered.app) return await takeBack(hook, registered);
		tellLeft(context, leftOver(registered), OTHER_APP);
		return undefined;
	});
}

function leftOver({ app, url, own }: Registered): Problem {
	const left = [
		...(url === undefined ? [] : [`the target URL ${url}`]),
		...(own.length === 0 ? [] : [`the subscriptions ${own.join(', ')}`]),
	].join(' and ');
	return new Problem(
		`HubSpot app ${app} keeps ${left || 'subscriptions that were paused before'}`,
		'Remove that in the webhook settings of the app.',
	);
}
