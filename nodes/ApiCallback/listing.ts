import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { systemClock } from '../shared/engine/clock';
import { callbackReceiversAt } from '../shared/store/callbackReceivers';
import { defaultStoreFile, type Stored } from '../shared/store/sqliteStore';

/** Tells the nodes of this n8n where answers are taken. Throws what n8n shows to the user. */
export function list(context: IHookFunctions): boolean {
	// What somebody listens for in the editor is there for two minutes.
	if (context.getMode() === 'manual') return true;
	const url = context.getNodeWebhookUrl('default') ?? '';
	return done(context, receivers().add(idOf(context), url, systemClock.now()));
}

/** Throws what n8n shows to the user. */
export function unlist(context: IHookFunctions): boolean {
	return done(context, receivers().remove(idOf(context)));
}

function receivers() {
	return callbackReceiversAt(defaultStoreFile(process.env));
}

function idOf(context: IHookFunctions): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}

function done(context: IHookFunctions, stored: Stored<void>): boolean {
	if (stored.ok) return true;
	throw new NodeOperationError(
		context.getNode(),
		`The address of this webhook could not be noted: ${stored.message}`,
		{
			description:
				"Check the disk of n8n's user folder, or point GTM_STORE_FILE at another place, then activate the workflow again.",
			failure: { cause: 'configuration-invalid' },
		},
	);
}
