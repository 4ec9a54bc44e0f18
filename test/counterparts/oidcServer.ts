import { startCounterpart, type Counterpart } from './counterpart';

export interface OidcOptions {
	/** How many people the protected resource has, 100 to a page; 250 unless told. */
	people?: number;
	accessTokenSeconds?: number;
	refreshTokenSeconds?: number;
	/** Such as n8n's `http://127.0.0.1:5678/rest/oauth2-credential/callback`. */
	redirectUris?: string[];
	/** `app` has no secret then: PKCE alone protects its code. */
	publicApp?: boolean;
}

export interface OAuthClient {
	clientId: string;
	clientSecret: string;
}

export interface OidcCounts {
	/** Requests of the protected resource. */
	requests: number;
	/** Those of them that were answered 401. */
	unauthorized: number;
	grants: Record<'authorization_code' | 'refresh_token' | 'client_credentials', number>;
	refusedGrants: number;
	accessTokens: number;
	refreshTokens: number;
}

export interface OidcServer extends Counterpart {
	authorizationUrl: string;
	tokenUrl: string;
	/** The scopes that there are, as a request writes them. */
	scope: string;
	/** For authorization_code with PKCE (S256), which is required, and refresh_token. */
	app: OAuthClient;
	/** For client_credentials. */
	machine: OAuthClient;
	/** The resource, `GET <peopleUrl>?page=1` with a bearer token. */
	peopleUrl: string;
	/** What `GET /counts` answers. */
	counts(): Promise<OidcCounts>;
}

const DEFAULTS = {
	people: 250,
	accessTokenSeconds: 3_600,
	refreshTokenSeconds: 86_400,
	redirectUris: ['http://127.0.0.1:5678/rest/oauth2-credential/callback'],
	publicApp: false,
};

const CLIENTS = {
	app: { clientId: 'app', clientSecret: 'secret-of-the-app' },
	machine: { clientId: 'machine', clientSecret: 'secret-of-the-machine' },
};

/**
 * oidc-provider with its own login and consent pages (see `authorize`). A client may send its secret
 * in the header or in the body, but not in both. Refresh tokens rotate; one
 * that is used twice ends the whole grant. Tokens are opaque.
 */
export async function oidcServer(options: OidcOptions = {}): Promise<OidcServer> {
	const server = await startCounterpart('oidcServer.mjs', { ...DEFAULTS, ...options, ...CLIENTS });
	const { url } = server;
	return {
		...server,
		...CLIENTS,
		authorizationUrl: `${url}/auth`,
		tokenUrl: `${url}/token`,
		scope: 'openid offline_access people:read',
		peopleUrl: `${url}/people`,
		counts: async () => (await (await fetch(`${url}/counts`)).json()) as OidcCounts,
	};
}
