import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { asObject } from '../../engine/body';
import { messageOf } from '../../engine/errorFacts';
import type { JsonValue } from '../../engine/types';
import type { VendorAccess } from '../openClient';
import { type ParameterReader, Problem } from '../parameters';
import { badSetting, openHook, type Hook } from './hook';

/** What n8n stores with the workflow of what a trigger has made at its vendor, so that it can be taken back. */
export interface Memory<Own> {
	recall(stored: IDataObject): Own | undefined;
	/** Undefined for nothing. */
	remember(stored: IDataObject, own: Own | undefined): void;
}

/** Under this name. `read` gives undefined where there is nothing. */
export function memoryOf<Own>(
	name: string,
	read: (stored: ReturnType<typeof asObject>) => Own | undefined,
): Memory<Own> {
	return {
		recall: (stored) => read(asObject(stored[name] as JsonValue | undefined)),
		remember: (stored, own) => {
			if (own === undefined) delete stored[name];
			else stored[name] = JSON.parse(JSON.stringify(own)) as IDataObject;
		},
	};
}

/** Opens the credential, and reads what is chosen in the node. Throws what n8n shows to the user. */
export async function openWanted<Wanted>(
	context: IHookFunctions,
	access: VendorAccess,
	readWanted: (read: ParameterReader) => Wanted | Problem,
): Promise<{ hook: Hook; wanted: Wanted }> {
	const hook = await openHook(context, access);
	const wanted = readWanted(hook.read);
	if (wanted instanceof Problem) throw badSetting(context, wanted);
	return { hook, wanted };
}

/**
 * For n8n's checkExists: whether the vendor calls the trigger. `isInPlace` asks it, and throws where it
 * gets no answer. `webhooks`: what the log calls them.
 */
export async function isStillCalled(
	context: IHookFunctions,
	{ isRestart }: Hook,
	webhooks: string,
	isInPlace: () => Promise<boolean>,
): Promise<boolean> {
	if (!isRestart) return await isInPlace();
	try {
		return await isInPlace();
	} catch (error) {
		// An outage must not take the trigger away: the vendor goes on calling it.
		context.logger.warn(
			`${context.getNode().name}: ${webhooks} could not be checked: ${messageOf(error)}`,
		);
		return true;
	}
}

/** For n8n's create: does the work; where that throws, it is undone first. */
export async function orUndo(
	work: () => Promise<void>,
	undo: () => Promise<unknown>,
): Promise<void> {
	let isComplete = false;
	try {
		await work();
		isComplete = true;
	} finally {
		if (!isComplete) await undo();
	}
}

/**
 * n8n's delete: takes back what this trigger has made, and nothing else. Never throws: n8n would keep the
 * address of the workflow, and forget what has been taken back. `takeBack` gives what is left of it,
 * `leftOver` what stays at the vendor then, and how to remove it by hand.
 */
export async function unregisterOwn<Own>(
	context: IHookFunctions,
	memory: Memory<Own>,
	leftOver: (own: Own) => Problem,
	takeBack: (own: Own) => Promise<Own | undefined>,
): Promise<boolean> {
	const stored = context.getWorkflowStaticData('node');
	const own = memory.recall(stored);
	if (own === undefined) return true;
	try {
		const left = await takeBack(own);
		memory.remember(stored, left);
		if (left !== undefined) tellLeft(context, leftOver(left), 'see the API log');
	} catch (error) {
		tellLeft(context, leftOver(own), messageOf(error));
	}
	return true;
}

/** Tells the log of n8n what stays at the vendor, and why. */
export function tellLeft(
	context: IHookFunctions,
	{ message, description }: Problem,
	why: string,
): void {
	context.logger.error(`${context.getNode().name}: ${message} (${why}). ${description}`);
}
