import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { readIdIfAny } from '../locators';
import { ALL_EVENTS, isKnown } from './eventTypes';

/** What one webhook is for: a webhook has one event, or one label (webhooks of API v2, 2026-11). */
export interface Subscription {
	event_type: string | null;
	/** Number of a label of the workspace. */
	custom_interest_value: number | null;
}

/** What is chosen in the node. */
export interface Wanted {
	subscriptions: Subscription[];
	/** The campaign whose events are wanted; null for all. */
	campaign: string | null;
	autoReplies: boolean;
}

export function readWanted(read: ParameterReader): Wanted | Problem {
	const events = [...new Set(read.names('events'))];
	const labels = [...new Set(read.names('labels'))];
	const unknown = events.find((each) => !isKnown(each));
	if (unknown !== undefined) {
		return new Problem(`There is no event "${unknown}"`, 'Choose events from the list.');
	}
	const wrong = labels.find((each) => !/^-?\d+$/.test(each));
	if (wrong !== undefined) {
		return new Problem(
			`The label "${wrong}" is no number`,
			'Choose labels from the list, or give the numbers that leads hold for them.',
		);
	}
	if (events.length + labels.length === 0) {
		return new Problem('No event is chosen', 'Choose at least one in Events or in Labels.');
	}
	const campaign = readIdIfAny(read, 'campaign', 'Campaign');
	if (campaign instanceof Problem) return campaign;
	if (read.problem) return read.problem;
	const subscriptions = events.includes(ALL_EVENTS)
		? [{ event_type: ALL_EVENTS, custom_interest_value: null }]
		: [
				...events.map((event_type) => ({ event_type, custom_interest_value: null })),
				...labels.map((label) => ({ event_type: null, custom_interest_value: Number(label) })),
			];
	return { subscriptions, campaign: campaign ?? null, autoReplies: read.flag('autoReplies') };
}

/** What tells a webhook of this trigger from its others. */
export function keyOf({ event_type, custom_interest_value }: Subscription): string {
	return event_type ?? `label ${custom_interest_value}`;
}
