import { asArray, asText } from '../../shared/engine/body';
import { memoryOf } from '../../shared/node/webhook/registration';
import { keyOf, type Subscription, type Wanted } from './subscription';
import { readTarget, type Target } from './target';

/** What this trigger has changed at an app, so that it can be taken back. */
export interface Registered {
	app: string;
	/** The address that the app calls for it; undefined where that is as it was. */
	url: string | undefined;
	/** Where the app sent its events before, if this trigger has replaced that. */
	previous: Target | undefined;
	/** IDs of the subscriptions that it has made. */
	own: string[];
	/** IDs of those that it has found paused. */
	resumed: string[];
}

export const nothingAt = (app: string): Registered => ({
	app,
	url: undefined,
	previous: undefined,
	own: [],
	resumed: [],
});

/** What has to be done so that the app has the wanted subscriptions, and no more of ours. */
export interface Plan {
	create: Wanted[];
	/** Paused ones. */
	resume: Subscription[];
	/** Ours that are wanted no more. */
	remove: string[];
}

export function planOf(wanted: Wanted[], existing: Subscription[], own: string[]): Plan {
	const keys = new Set(wanted.map(keyOf));
	const known = new Set(existing.map(keyOf));
	return {
		create: wanted.filter((each) => !known.has(keyOf(each))),
		resume: existing.filter((each) => !each.active && keys.has(keyOf(each))),
		remove: existing
			.filter((each) => own.includes(each.id) && !keys.has(keyOf(each)))
			.map(({ id }) => id),
	};
}

export const isEmpty = ({ create, resume, remove }: Plan): boolean =>
	create.length + resume.length + remove.length === 0;

/** What n8n has stored with the workflow. */
export const memory = memoryOf<Registered>('hubSpotApp', (stored) => {
	const app = asText(stored.app);
	if (app === undefined) return undefined;
	const ids = (name: string) => asArray(stored[name]).flatMap((id) => asText(id) ?? []);
	return {
		app,
		url: asText(stored.url),
		previous: readTarget(stored.previous),
		own: ids('own'),
		resumed: ids('resumed'),
	};
});
