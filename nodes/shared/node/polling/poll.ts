import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Failure } from '../../engine/client';
import { systemClock } from '../../engine/clock';
import { isInFuture, readState, type PollState } from '../../engine/polling/state';
import { processState } from '../../engine/processState';
import { pollHost } from '../host';
import { beginHandOver } from './handOver';
import { badSetting, openTrigger, type OpenTrigger } from './open';
import { tellNotes, tellWarning } from './tell';
import type { PollingTrigger, PollList } from './trigger';

const running = () => processState('polls', () => new Set<string>());

/**
 * What is new since the last poll; null for nothing. What it remembers is stored by n8n when it takes
 * over the items. Throws what n8n shows to the user.
 */
export async function poll(
	context: IPollFunctions,
	trigger: PollingTrigger,
): Promise<INodeExecutionData[][] | null> {
	const name = `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
	// A poll that takes longer than its interval: the later one would store an older state.
	if (running().has(name)) return null;
	running().add(name);
	try {
		const open = await openTrigger(context, pollHost(context), trigger, context.getPollBudgetMs());
		const items = await newItems(context, open, name);
		return items.length === 0 ? null : [items];
	} finally {
		running().delete(name);
	}
}

async function newItems(
	context: IPollFunctions,
	open: OpenTrigger,
	name: string,
): Promise<INodeExecutionData[]> {
	const stored = context.getWorkflowStaticData('node');
	const { before, give } = beginHandOver(context, name, stored);
	const states = new Map<string, PollState>();
	const items: IDataObject[] = [];
	let failed: Failure | undefined;
	for (const list of open.lists) {
		const { state, failure, ...round } = await newOf(
			context,
			open,
			list,
			readState(before[list.name]),
		);
		if (state) states.set(list.name, state);
		for (const item of round.items) items.push(item);
		failed ??= failure;
	}
	// With nothing to give, n8n is told of the fault: it waits longer each time, and runs the error
	// workflow.
	if (failed && items.length === 0) throw open.unread(failed);
	if (failed) tellWarning(context, `a page could not be read: ${failed.error.message}`);
	const given = give(items);
	for (const key of Object.keys(stored)) if (!states.has(key)) delete stored[key];
	for (const [key, state] of states) stored[key] = { ...state };
	return given;
}

interface New {
	items: IDataObject[];
	/** Undefined where the next poll begins as this one did. */
	state?: PollState;
	failure?: Failure;
}

/** What is new in a list since this state. */
async function newOf(
	context: IPollFunctions,
	{ unread }: OpenTrigger,
	list: PollList,
	earlier: PollState | undefined,
): Promise<New> {
	const now = systemClock.now();
	if (earlier && isInFuture(earlier, now)) {
		const since = new Date(earlier.since ?? 0).toISOString();
		tellWarning(context, `the time of the last change, ${since}, is in the future`);
		return { items: [], state: { ...earlier, since: now } };
	}
	const isSilent = earlier === undefined && list.begin === 'now';
	const round = await list.run(earlier ?? list.start(now), { now, isSilent });
	tellNotes(context, round.notes, earlier === undefined);
	if (round.problem) throw badSetting(context, round.problem);
	if (!isSilent) return round;
	// What was there before is known only behind the whole list.
	if (round.failure) throw unread(round.failure);
	if (!round.isPaused) return { items: [], state: round.state };
	tellWarning(context, 'the first reading took longer than n8n lets a poll take: it begins again');
	return { items: [] };
}
