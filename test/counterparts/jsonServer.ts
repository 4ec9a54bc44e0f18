import { startCounterpart, type Counterpart } from './counterpart';

/**
 * json-server with `/people`: pages by `_page` and `_limit` with a Link header and X-Total-Count,
 * or from `_start` on; POST, PATCH and DELETE change what it keeps in memory.
 */
export function jsonServer(options: { people: number }): Promise<Counterpart> {
	return startCounterpart('jsonServer.mjs', options);
}
