/** Counts what the provider issues and refuses; `GET /counts` answers with it. */
export function countGrants(provider) {
	const counts = {
		requests: 0,
		unauthorized: 0,
		grants: { authorization_code: 0, refresh_token: 0, client_credentials: 0 },
		refusedGrants: 0,
		accessTokens: 0,
		refreshTokens: 0,
	};
	provider.on('grant.success', ({ oidc }) => (counts.grants[oidc.params.grant_type] += 1));
	provider.on('grant.error', () => (counts.refusedGrants += 1));
	provider.on('access_token.saved', () => (counts.accessTokens += 1));
	provider.on('client_credentials.saved', () => (counts.accessTokens += 1));
	provider.on('refresh_token.saved', () => (counts.refreshTokens += 1));
	return counts;
}
