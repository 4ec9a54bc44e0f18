import type { IHookFunctions } from 'n8n-workflow';
import type { VendorAccess } from '../../shared/node/openClient';
import { Problem } from '../../shared/node/parameters';
import { openHook, type Hook } from '../../shared/node/webhook/hook';
import {
	isStillCalled,
	openWanted,
	orUndo,
	unregisterOwn,
} from '../../shared/node/webhook/registration';
import { connectInstantly, instantlyAccess } from '../vendor';
import { fitting, ownWebhooks, registerAll, removeAll, resume } from './register';
import { memory, nothingYet, type Registered } from './registered';
import { readWanted, type Wanted } from './wanted';

/**
 * n8n's checkExists: whether Instantly calls this trigger for all that it has chosen. What Instantly has
 * switched off goes on. Throws.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const earlier = memory.recall(context.getWorkflowStaticData('node'));
	if (!earlier) return false;
	const { hook, wanted } = await openWanted(context, accessWith(earlier), readWanted);
	return await isStillCalled(
		context,
		hook,
		'the webhooks at Instantly',
		async () => await isInPlace(hook, wanted, earlier),
	);
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
	const earlier = memory.recall(context.getWorkflowStaticData('node')) ?? nothingYet();
	const { hook, wanted } = await openWanted(context, accessWith(earlier), readWanted);
	const made: Registered = { secret: earlier.secret, own: [] };
	await orUndo(
		async () => await registerAll(hook, wanted, earlier, made),
		async () => {
			const left = await removeAll(hook, made.own);
			memory.remember(hook.memory, orNothing({ ...earlier, own: [...earlier.own, ...left] }));
		},
	);
	memory.remember(hook.memory, made);
	return true;
}

/** n8n's delete. Never throws. */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	return await unregisterOwn(context, memory, leftOver, async (registered) => {
		const hook = await openHook(context, accessWith(registered));
		return orNothing({ ...registered, own: await removeAll(hook, registered.own) });
	});
}

const orNothing = (registered: Registered) => (registered.own.length > 0 ? registered : undefined);

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

function leftOver({ own }: Registered): Problem {
	return new Problem(
		`Instantly keeps the webhooks ${own.join(', ')}`,
		'Remove them in the integration settings of Instantly, or deactivate the workflow once more.',
	);
}
