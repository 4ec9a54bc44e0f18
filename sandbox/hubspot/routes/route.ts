import type { VendorAnswer } from '../../http/exchange';
import type { Call } from '../call';
import type { ObjectType } from '../types/objectType';
import { typeNamed, typeNamedLoosely } from '../types/objectTypes';

/** Of each list any one scope is enough; every list has to be met. */
export type Needs = ReadonlyArray<readonly string[]>;

export interface Operation {
	name: string;
	/** 'developer' for what belongs to an app and 'open' for what needs no token at all. */
	access?: 'developer' | 'open';
	needs?(types: Call['types']): Needs;
	/** What the body has to be called; JSON for POST, PATCH and PUT unless said otherwise. */
	body?: 'json' | 'form' | 'none';
	/** Counts against the limits of association calls. */
	associates?: boolean;
	run(call: Call): VendorAnswer;
}

export interface Route {
	path: RegExp;
	methods: Record<string, Operation>;
	dated?: string;
}

export interface RouteMatch extends Pick<Call, 'params' | 'types' | 'dated'> {
	operation: Operation;
}

/** The dated forms of an address; the bodies are the same in all of them. */
export const DATES = ['2026-03', '2026-09'] as const;

const TYPE_PARAMS: Record<string, (name: string) => ObjectType | undefined> = {
	type: typeNamed,
	from: typeNamedLoosely,
	to: typeNamedLoosely,
};

/**
 * One path under all its addresses. `bases` have `*` where a date stands; without it they are
 * undated. `:name` in the path stands for one segment.
 */
export function routes(
	bases: readonly string[],
	path: string,
	methods: Record<string, Operation>,
): Route[] {
	const pattern = (base: string): RegExp =>
		new RegExp(`^${base}${path}$`.replace(/:(\w+)/g, '(?<$1>[^/]+)'));
	return bases.flatMap((base) =>
		base.includes('*')
			? DATES.map((dated) => ({ path: pattern(base.replace('*', dated)), methods, dated }))
			: [{ path: pattern(base), methods }],
	);
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** The route's match, unless a segment names no object type. */
export function matchOf(route: Route, method: string, path: string): RouteMatch | undefined {
	const groups = route.path.exec(path)?.groups ?? {};
	const operation = route.methods[method];
	if (operation === undefined) return undefined;
	const params: Record<string, string> = {};
	const types: Record<string, ObjectType> = {};
	for (const [name, text] of Object.entries(groups)) {
		const value = decoded(text);
		if (value === undefined) return undefined;
		params[name] = value;
		const typeOf = TYPE_PARAMS[name];
		if (typeOf === undefined) continue;
		const type = typeOf(value);
		if (type === undefined) return undefined;
		types[name] = type;
	}
	return { operation, params, types, ...(route.dated === undefined ? {} : { dated: route.dated }) };
}
