import type { VendorAnswer } from '../http/exchange';
import type { JsonObject } from '../json';
import type { Call } from './call';

/** What an address does by one method. */
export interface Route {
	method: string;
	path: RegExp;
	/** Such as leads:create. */
	scope: string;
	/** Counts on the limit of email lists as well. */
	listsEmails?: boolean;
	run(call: Call): VendorAnswer;
	/** What tells the records apart that a body asks to create; for creates alone. */
	createKeys?(body: JsonObject): string[];
}

type More = Pick<Route, 'listsEmails' | 'createKeys'>;

/** `call` is the method and the path behind /api/v2; `:name` in it stands for one segment. */
export function route(call: string, scope: string, run: Route['run'], more: More = {}): Route {
	const [method = '', path = ''] = call.split(' ');
	const pattern = path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
	return { method, path: new RegExp(`^/api/v2${pattern}$`), scope, run, ...more };
}

/** What stands in the path; undefined where it cannot be decoded. */
export function paramsOf({ path: pattern }: Route, path: string) {
	const params: Record<string, string> = {};
	for (const [name, text] of Object.entries(pattern.exec(path)?.groups ?? {})) {
		try {
			params[name] = decodeURIComponent(text);
		} catch {
			return undefined;
		}
	}
	return params;
}
