import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { PORTAL_ID } from '../portal';
import type { OAuthApp } from './oauthApp';

const USER_ID = 9_586_001;

/** RFC 6749 names besides HubSpot's own, always 400 (HubSpot, OAuth guide, 2026-03). */
const REFUSALS = {
	BAD_CLIENT_ID: ['invalid_client', 'missing or unknown client id'],
	BAD_CLIENT_SECRET: ['invalid_client', 'missing or invalid client secret'],
	BAD_GRANT_TYPE: ['unsupported_grant_type', 'missing or unknown grant type'],
	BAD_AUTH_CODE: ['invalid_grant', 'missing or unknown auth code'],
	BAD_REDIRECT_URI: ['invalid_grant', 'missing or mismatching redirect uri'],
	BAD_CODE_VERIFIER: ['invalid_grant', 'missing or mismatching code verifier'],
	BAD_REFRESH_TOKEN: ['invalid_grant', 'refresh token is invalid, expired or revoked'],
} as const;

function refused(oauth: OAuthApp, status: keyof typeof REFUSALS): VendorAnswer {
	const [error, message] = REFUSALS[status];
	oauth.counts.refused++;
	return jsonAnswer(400, { error, error_description: message, status, message });
}

function issued(oauth: OAuthApp, scopes: readonly string[], refreshToken?: string): VendorAnswer {
	const { access, refresh } = oauth.issue(scopes, refreshToken);
	return jsonAnswer(
		200,
		{
			token_type: 'bearer',
			access_token: access,
			refresh_token: refresh,
			expires_in: oauth.settings.expiresIn,
			hub_id: PORTAL_ID,
			user_id: USER_ID,
			scopes,
			token_use: 'access_token',
		},
		{ applied: true },
	);
}

function exchanged(oauth: OAuthApp, form: URLSearchParams): VendorAnswer {
	const consent = oauth.takeCode(form.get('code') ?? '');
	if (consent === undefined) return refused(oauth, 'BAD_AUTH_CODE');
	if (form.get('redirect_uri') !== consent.redirectUri) return refused(oauth, 'BAD_REDIRECT_URI');
	if (!oauth.fits(consent, form.get('code_verifier'))) return refused(oauth, 'BAD_CODE_VERIFIER');
	return issued(oauth, consent.scopes);
}

/** Everything stands in the form; what the v1 endpoint took from the query is not looked at. */
export function token({ request, vendor: { oauth } }: Call): VendorAnswer {
	const form = new URLSearchParams(request.body);
	if (form.get('client_id') !== oauth.clientId) return refused(oauth, 'BAD_CLIENT_ID');
	if (!oauth.knows(form.get('client_id'), form.get('client_secret'))) {
		return refused(oauth, 'BAD_CLIENT_SECRET');
	}
	switch (form.get('grant_type')) {
		case 'authorization_code':
			return exchanged(oauth, form);
		case 'refresh_token': {
			const refreshToken = form.get('refresh_token') ?? '';
			const scopes = oauth.scopesOf(refreshToken);
			if (scopes === undefined) return refused(oauth, 'BAD_REFRESH_TOKEN');
			return issued(oauth, scopes, refreshToken);
		}
		default:
			return refused(oauth, 'BAD_GRANT_TYPE');
	}
}
