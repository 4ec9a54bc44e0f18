import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { executeHost } from '../host';
import { takeOver } from './handOver';
import { badSetting, openTrigger } from './open';
import { tellNotes } from './tell';
import type { PollingTrigger } from './trigger';

const SAMPLES = 3;
/** Somebody sits in front of the editor and waits. */
const TEST_MS = 60_000;

/**
 * What a polling trigger does inside of an execution: it gives on what a poll has found. In a test of
 * the editor no poll has begun it, and it gives some records instead, whatever was given before.
 * Throws what the editor shows to the user.
 */
export async function executeTrigger(
	context: IExecuteFunctions,
	trigger: PollingTrigger,
): Promise<INodeExecutionData[][]> {
	if (context.getMode() !== 'manual') return [takeOver(context)];
	return [(await samples(context, trigger)).map((json) => ({ json }))];
}

async function samples(
	context: IExecuteFunctions,
	trigger: PollingTrigger,
): Promise<IDataObject[]> {
	const { lists, unread } = await openTrigger(context, executeHost(context), trigger, TEST_MS);
	const items: IDataObject[] = [];
	for (const list of lists) {
		const { items: some, failure, problem, notes } = await list.samples(SAMPLES);
		tellNotes(context, notes, true);
		if (failure && some.length === 0) throw unread(failure);
		// n8n shows nothing but items and errors of a test: what would stop every poll is an error.
		if (problem) throw badSetting(context, problem);
		items.push(...some);
	}
	const nothing = lists[0]?.nothing;
	if (items.length > 0 || !nothing) return items;
	const { message, description } = nothing;
	throw new NodeOperationError(context.getNode(), message, { description });
}
