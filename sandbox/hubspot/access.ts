import {
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
} from '../credentials';
import type { VendorAnswer } from '../http/exchange';
import { credentialsExpired, credentialsNotFound, missingScopes } from './refusals';

export const READ_CONTACTS = 'crm.objects.contacts.read';
export const WRITE_CONTACTS = 'crm.objects.contacts.write';
export const READ_SCHEMAS = 'crm.schemas.contacts.read';

const SCOPES = new Map<string, readonly string[]>([
	[SANDBOX_HUBSPOT_TOKEN, [READ_CONTACTS, WRITE_CONTACTS, READ_SCHEMAS]],
	[SANDBOX_HUBSPOT_READ_ONLY_TOKEN, [READ_CONTACTS, READ_SCHEMAS]],
]);

/** The expired token and every token cut short by a fault ended this long ago. */
export const EXPIRED_FOR_MS = 42_000;

export type Access = { token: string } | { refused: VendorAnswer };

/** Any one of `needed` is enough; none needed means any living token. */
export function access(authorization: string | undefined, needed: readonly string[]): Access {
	const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	if (token === undefined) return { refused: credentialsNotFound() };
	if (token === SANDBOX_HUBSPOT_EXPIRED_TOKEN) {
		return { refused: credentialsExpired(Date.now() - EXPIRED_FOR_MS) };
	}
	const scopes = SCOPES.get(token);
	if (scopes === undefined) {
		// A malformed token is taken for one that expired at the beginning of 1970.
		return { refused: token.startsWith('pat-') ? credentialsNotFound() : credentialsExpired(0) };
	}
	if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope))) {
		return { refused: missingScopes(needed) };
	}
	return { token };
}
