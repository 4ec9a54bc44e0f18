import Provider from 'oidc-provider';

const SCOPES = ['openid', 'offline_access', 'people:read'];

function clients({ app, machine, redirectUris, publicApp }) {
	const secret = { client_secret: app.clientSecret };
	const person = {
		client_id: app.clientId,
		...(publicApp ? { token_endpoint_auth_method: 'none' } : secret),
		grant_types: ['authorization_code', 'refresh_token'],
		response_types: ['code'],
		redirect_uris: redirectUris,
	};
	const service = {
		client_id: machine.clientId,
		client_secret: machine.clientSecret,
		grant_types: ['client_credentials'],
		response_types: [],
		redirect_uris: [],
	};
	return [person, service];
}

/** An OpenID provider that keeps everything in memory and shows its own login and consent pages. */
export function makeProvider(issuer, options) {
	return new Provider(issuer, {
		clients: clients(options),
		scopes: SCOPES,
		cookies: { keys: ['only for tests'] },
		features: {
			devInteractions: { enabled: true },
			clientCredentials: { enabled: true },
			introspection: { enabled: true },
			revocation: { enabled: true },
		},
		pkce: { required: () => true },
		// Most vendors give a refresh token without the scope offline_access and prompt=consent.
		issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
		// The default would keep a refresh token until most of its life has passed.
		rotateRefreshToken: true,
		expiresWithSession: () => false,
		ttl: {
			AccessToken: options.accessTokenSeconds,
			ClientCredentials: options.accessTokenSeconds,
			RefreshToken: options.refreshTokenSeconds,
			AuthorizationCode: 60,
			Grant: 86_400,
			IdToken: 3_600,
			Interaction: 3_600,
			Session: 86_400,
		},
	});
}
