import { SANDBOX_APOLLO_KEY, SANDBOX_APOLLO_SEARCH_ONLY_KEY } from '../credentials';

/** Keys and the endpoints they open; 'all' is a master key. */
const KEYS = new Map<string, 'all' | readonly string[]>([
	[SANDBOX_APOLLO_KEY, 'all'],
	[SANDBOX_APOLLO_SEARCH_ONLY_KEY, ['api/v1/mixed_people/api_search', 'api/v1/auth/health']],
]);

/** Undefined for a key nobody has. */
export function endpointsOpenTo(
	key: string | string[] | undefined,
): 'all' | readonly string[] | undefined {
	return typeof key === 'string' ? KEYS.get(key) : undefined;
}
