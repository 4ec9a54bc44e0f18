import type { VendorAnswer } from '../../http/exchange';
import type { Call } from '../call';
import type { SobjectType } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';

export interface Operation {
	name: string;
	/** What the body has to be called. */
	body?: 'json' | 'csv';
	run(call: Call): VendorAnswer;
}

export interface Route {
	path: RegExp;
	methods: Readonly<Record<string, Operation>>;
}

export interface RouteMatch {
	route: Route;
	params: Readonly<Record<string, string>>;
	type?: SobjectType;
}

/** `:name` in the path stands for one segment, and `:object` for an object. */
export function route(path: string, methods: Readonly<Record<string, Operation>>): Route {
	return { path: new RegExp(`^${path}/?$`.replace(/:(\w+)/g, '(?<$1>[^/]+)')), methods };
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** Undefined where the path is another one or names no object there is. */
export function matchOf(candidate: Route, path: string): RouteMatch | undefined {
	const match = candidate.path.exec(path);
	if (match === null) return undefined;
	const params: Record<string, string> = {};
	for (const [name, text] of Object.entries(match.groups ?? {})) {
		const value = decoded(text);
		if (value === undefined) return undefined;
		params[name] = value;
	}
	const { object } = params;
	if (object === undefined) return { route: candidate, params };
	const type = sobjectNamed(object);
	return type === undefined ? undefined : { route: candidate, params, type };
}
