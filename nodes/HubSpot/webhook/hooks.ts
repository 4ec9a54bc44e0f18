import type { IHookFunctions } from 'n8n-workflow';
import { messageOf } from '../../shared/engine/errorFacts';
import { Problem } from '../../shared/node/parameters';
import { badSetting, openHook, type Hook } from '../../shared/node/webhook/hook';
import { appAccess } from './app';
import { isManagedInHubSpot } from './fields';
import { isEmpty, nothingAt, planOf, recall, remember, type Registered } from './registered';
import { currentSubscriptions, currentTarget, subscribeToAll, takeTarget } from './register';
import { readWanted, type Wanted } from './subscription';
import { takeBack } from './takeBack';
import { ownerOf, takenProblem } from './target';

/** n8n's checkExists: whether the app calls this trigger for all that it has chosen. Throws. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isManagedInHubSpot(context)) return true;
	const { hook, wanted } = await open(context);
	const earlier = recall(hook.memory);
	if (!earlier || earlier.app !== hook.facts.app) return false;
	if (!hook.isRestart) return await isInPlace(hook, wanted, earlier);
	try {
		return await isInPlace(hook, wanted, earlier);
	} catch (error) {
		// An outage must not take the trigger away: HubSpot goes on calling it.
		context.logger.warn(
			`${context.getNode().name}: the webhooks of HubSpot app ${earlier.app} could not be checked: ${messageOf(error)}`,
		);
		return true;
	}
}

async function isInPlace(hook: Hook, wanted: Wanted[], { own }: Registered): Promise<boolean> {
	const owner = ownerOf(await currentTarget(hook), { url: hook.url });
	return owner === 'us' && isEmpty(planOf(wanted, await currentSubscriptions(hook), own));
}

/** n8n's create: lets the app call this trigger. Throws where it cannot, and has changed nothing then. */
export async function register(context: IHookFunctions): Promise<boolean> {
	if (isManagedInHubSpot(context)) return true;
	const { hook, wanted } = await open(context);
	const { app = '' } = hook.facts;
	const stored = recall(hook.memory);
	const earlier = stored?.app === app ? stored : nothingAt(app);
	if (stored && stored !== earlier) tellLeft(context, stored, 'the credential is of another app');

	const current = await currentTarget(hook);
	const { webhookId } = context.getNode();
	const owner = ownerOf(current, { url: hook.url, earlierUrl: earlier.url, webhookId });
	const isTest = context.getMode() === 'manual';
	const mayReplace = !isTest && (owner === 'us-elsewhere' || hook.read.flag('replaceTargetUrl'));
	if (current && owner !== 'us' && !mayReplace) {
		throw badSetting(context, takenProblem(app, current, owner, isTest));
	}

	const made: Registered = { ...nothingAt(app), previous: current };
	let isComplete = false;
	try {
		if (owner !== 'us') await takeTarget(hook, current, made);
		await subscribeToAll(hook, wanted, earlier, made);
		isComplete = true;
	} finally {
		if (!isComplete) await takeBack(hook, made);
	}
	const isForeign = owner === 'this-n8n' || owner === 'others';
	const previous = isForeign ? current : owner === 'nobody' ? undefined : earlier.previous;
	remember(hook.memory, { ...made, url: hook.url, previous });
	return true;
}

/**
 * n8n's delete: takes back what this trigger has registered, and nothing else. Never throws: n8n would
 * keep the address of the workflow, and forget what has been taken back.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const memory = context.getWorkflowStaticData('node');
	const registered = recall(memory);
	if (!registered) return true;
	try {
		const hook = await openHook(context, appAccess);
		const isOther = hook.facts.app !== registered.app;
		const left = isOther ? undefined : await takeBack(hook, registered);
		remember(memory, left);
		if (isOther) tellLeft(context, registered, 'the credential is of another app');
		if (left) tellLeft(context, left, 'see the API log');
	} catch (error) {
		tellLeft(context, registered, messageOf(error));
	}
	return true;
}

/** The credential, and what is chosen in the node. Throws. */
async function open(context: IHookFunctions): Promise<{ hook: Hook; wanted: Wanted[] }> {
	const hook = await openHook(context, appAccess);
	const wanted = readWanted(hook.read);
	if (wanted instanceof Problem) throw badSetting(context, wanted);
	return { hook, wanted };
}

function tellLeft(context: IHookFunctions, { app, url, own }: Registered, why: string): void {
	const left = [
		...(url === undefined ? [] : [`the target URL ${url}`]),
		...(own.length === 0 ? [] : [`the subscriptions ${own.join(', ')}`]),
	].join(' and ');
	context.logger.error(
		`${context.getNode().name}: HubSpot app ${app} keeps ${left || 'subscriptions that were paused before'} (${why}). Remove that in the webhook settings of the app.`,
	);
}
