import { SANDBOX_INSTANTLY_KEY, SANDBOX_INSTANTLY_READ_ONLY_KEY } from '../credentials';
import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { errorAnswer } from './refusals';

/** A workspace below the key's own, where an admin key may act. */
export const SUB_WORKSPACE = '0199b1de-5ab0-7000-8000-000000000001';

const READ_ONLY = (scope: string) => scope.endsWith(':read');

/** Keys, and which scopes they have. */
const KEYS = new Map<string, (scope: string) => boolean>([
	[SANDBOX_INSTANTLY_KEY, () => true],
	[SANDBOX_INSTANTLY_READ_ONLY_KEY, READ_ONLY],
]);

/** What a request is refused with before it is looked at; undefined where it may come in. */
export function refusedEntry(
	{ headers }: VendorRequest,
	scope: string,
	paid: boolean,
): VendorAnswer | undefined {
	const { authorization } = headers;
	if (authorization === undefined) return errorAnswer(401, 'Missing Authorization header');
	const key = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
	const has = KEYS.get(key);
	if (has === undefined) return errorAnswer(401, 'Invalid API key');
	if (!paid) return errorAnswer(402, 'Workspace does not have an active paid plan');
	const workspace = headers['x-as-workspace'];
	if (workspace !== undefined && workspace !== SUB_WORKSPACE) {
		return errorAnswer(403, 'You do not have access to this workspace');
	}
	if (has(scope)) return undefined;
	const [resource, action] = scope.split(':');
	const accepted = [scope, `${resource}:all`, `all:${action}`, 'all:all'];
	return errorAnswer(403, `API key does not have one of the scopes: ${accepted.join(', ')}`);
}
