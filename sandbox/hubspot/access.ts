import {
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
	SANDBOX_HUBSPOT_EXPIRED_TOKEN,
	SANDBOX_HUBSPOT_READ_ONLY_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
} from '../credentials';
import type { VendorAnswer, VendorRequest } from '../http/exchange';
import type { OAuthApp } from './oauth/oauthApp';
import { credentialsExpired, credentialsNotFound, missingScopes } from './refusals';
import type { Needs } from './routes/route';
import { ALL_SCOPES } from './scopes';

/** The expired token and every token cut short by a fault ended this long ago. */
export const EXPIRED_FOR_MS = 42_000;

export interface Caller {
	token: string;
	kind: 'private' | 'oauth' | 'developer';
}

export type Access = { caller: Caller } | { refused: VendorAnswer };

interface Known extends Caller {
	scopes: readonly string[];
}

/** Who holds which token, and what it opens. */
export class Gate {
	private readonly privateTokens: ReadonlyMap<string, readonly string[]>;

	constructor(
		/** Of the full private token. */
		scopes: readonly string[],
		private readonly oauth: OAuthApp,
	) {
		this.privateTokens = new Map([
			[SANDBOX_HUBSPOT_TOKEN, scopes],
			[SANDBOX_HUBSPOT_READ_ONLY_TOKEN, ALL_SCOPES.filter((scope) => scope.endsWith('.read'))],
		]);
	}

	enter(request: VendorRequest, needs: Needs): Access {
		const known = this.known(request.headers.authorization);
		if ('refused' in known) return known;
		const { scopes, ...caller } = known.caller;
		const lacked = needs.find((any) => !any.some((scope) => scopes.includes(scope)));
		return lacked === undefined ? { caller } : { refused: missingScopes(lacked) };
	}

	/**
	 * App-level calls: the developer key as a bearer, or as `hapikey` in the query, the one scheme
	 * the published v3 webhooks specification has besides OAuth.
	 */
	enterAsDeveloper({ headers, query }: VendorRequest): Access {
		const key = tokenIn(headers.authorization) ?? query.get('hapikey');
		return key === SANDBOX_HUBSPOT_DEVELOPER_KEY
			? { caller: { token: key, kind: 'developer' } }
			: { refused: credentialsNotFound() };
	}

	private known(authorization: string | undefined): { caller: Known } | { refused: VendorAnswer } {
		const token = tokenIn(authorization);
		if (token === undefined) return { refused: credentialsNotFound() };
		if (token === SANDBOX_HUBSPOT_EXPIRED_TOKEN) {
			return { refused: credentialsExpired(Date.now() - EXPIRED_FOR_MS) };
		}
		const scopes = this.privateTokens.get(token);
		if (scopes !== undefined) return { caller: { token, kind: 'private', scopes } };
		const granted = this.oauth.grantOf(token);
		if (granted === undefined) {
			// A malformed token is taken for one that expired at the beginning of 1970.
			return { refused: token.startsWith('pat-') ? credentialsNotFound() : credentialsExpired(0) };
		}
		if (Date.now() >= granted.expiresAt) return { refused: credentialsExpired(granted.expiresAt) };
		return { caller: { token: this.oauth.clientId, kind: 'oauth', scopes: granted.scopes } };
	}
}

function tokenIn(authorization: string | undefined): string | undefined {
	return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}
