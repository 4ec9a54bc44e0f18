import type { IHookFunctions } from 'n8n-workflow';
import { messageOf } from '../../shared/engine/errorFacts';
import type { VendorAccess } from '../../shared/node/openClient';
import { Problem } from '../../shared/node/parameters';
import { badSetting, openHook, type Hook } from '../../shared/node/webhook/hook';
import { connectInstantly, instantlyAccess } from '../vendor';
import { fitting, ownWebhooks, registerAll, removeAll, resume } from './register';
import { nothingYet, recall, remember, type Registered } from './registered';
import { readWanted, type Wanted } from './wanted';

/**
 * n8n's checkExists: whether Instantly calls this trigger for all that it has chosen. What Instantly has
 * switched off goes on. Throws.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const earlier = recall(context.getWorkflowStaticData('node'));
	if (!earlier) return false;
	const { hook, wanted } = await open(context, earlier);
	if (!hook.isRestart) return await isInPlace(hook, wanted, earlier);
	try {
		return await isInPlace(hook, wanted, earlier);
	} catch (error) {
		// An outage must not take the trigger away: Instantly goes on calling it.
		context.logger.warn(
			`${context.getNode().name}: the webhooks at Instantly could not be checked: ${messageOf(error)}`,
		);
		return true;
	}
}

async function isInPlace(hook: Hook, wanted: Wanted, earlier: Registered): Promise<boolean> {
	const { subscriptions, campaign } = wanted;
	if (earlier.own.length !== subscriptions.length) return false;
	const existing = await ownWebhooks(hook, earlier);
	const place = { url: hook.url, secret: earlier.secret, campaign };
	const found = subscriptions.map((each) => fitting(existing, each, place));
	const there = found.filter((each) => each !== undefined);
	if (there.length < subscriptions.length) return false;
	for (const webhook of there) await resume(hook, webhook);
	return true;
}

/** n8n's create: lets Instantly call this trigger. Throws where it cannot, and has made nothing then. */
export async function register(context: IHookFunctions): Promise<boolean> {
	const earlier = recall(context.getWorkflowStaticData('node')) ?? nothingYet();
	const { hook, wanted } = await open(context, earlier);
	const made: Registered = { secret: earlier.secret, own: [] };
	let isComplete = false;
	try {
		await registerAll(hook, wanted, earlier, made);
		isComplete = true;
	} finally {
		if (!isComplete) {
			const left = await removeAll(hook, made.own);
			const own = [...earlier.own, ...left];
			remember(hook.memory, own.length > 0 ? { secret: earlier.secret, own } : undefined);
		}
	}
	remember(hook.memory, made);
	return true;
}

/**
 * n8n's delete: takes this trigger's own webhooks away, and no others. Never throws: n8n would keep the
 * address of the workflow, and forget what has been taken away.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const memory = context.getWorkflowStaticData('node');
	const registered = recall(memory);
	if (!registered) return true;
	try {
		const hook = await openHook(context, accessWith(registered));
		const own = await removeAll(hook, registered.own);
		remember(memory, own.length > 0 ? { ...registered, own } : undefined);
		if (own.length > 0) tellLeft(context, own, 'see the API log');
	} catch (error) {
		tellLeft(context, registered.own, messageOf(error));
	}
	return true;
}

/** The credential, and what is chosen in the node. Throws. */
async function open(
	context: IHookFunctions,
	registered: Registered,
): Promise<{ hook: Hook; wanted: Wanted }> {
	const hook = await openHook(context, accessWith(registered));
	const wanted = readWanted(hook.read);
	if (wanted instanceof Problem) throw badSetting(context, wanted);
	return { hook, wanted };
}

/** What the webhooks show is as secret as the key: an answer may quote it. */
function accessWith({ secret }: Registered): VendorAccess {
	return {
		...instantlyAccess,
		connect: (credential) => {
			const connection = connectInstantly(credential);
			if (connection instanceof Problem) return connection;
			return { ...connection, secrets: [...connection.secrets, secret] };
		},
	};
}

function tellLeft(context: IHookFunctions, own: string[], why: string): void {
	context.logger.error(
		`${context.getNode().name}: Instantly keeps the webhooks ${own.join(', ')} (${why}). Remove them in the integration settings of Instantly, or deactivate the workflow once more.`,
	);
}
