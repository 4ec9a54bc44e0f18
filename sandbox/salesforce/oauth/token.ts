import { createHmac } from 'node:crypto';

import { SANDBOX_SALESFORCE_CLIENT_ID, SANDBOX_SALESFORCE_CLIENT_SECRET } from '../../credentials';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { OpenCall } from '../call';
import { ORG_ID } from '../orgIds';
import { jwtFault } from './jwt';
import { APP_SCOPES } from './session';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** An object and not the array of the REST API; nearly always 400 (Salesforce Help, OAuth errors). */
function refused({ vendor }: OpenCall, error: string, error_description: string): VendorAnswer {
	vendor.oauth.counts.refused++;
	return jsonAnswer(400, { error, error_description });
}

interface Lasting {
	refreshToken: string;
	/** Whether the caller does not know it yet. */
	isNew: boolean;
}

/** No `expires_in`: how long a session lasts is the org's own affair. */
function issued(call: OpenCall, scopes: readonly string[], lasting?: Lasting): VendorAnswer {
	const { org, vendor } = call;
	const access = vendor.oauth.issueAccess(scopes, lasting?.refreshToken);
	const id = `${vendor.addresses.login}/id/${ORG_ID}/${org.userId()}`;
	const issuedAt = String(org.now());
	const signed = createHmac('sha256', SANDBOX_SALESFORCE_CLIENT_SECRET).update(id + issuedAt);
	return jsonAnswer(
		200,
		{
			access_token: access,
			...(lasting?.isNew === true ? { refresh_token: lasting.refreshToken } : {}),
			signature: signed.digest('base64'),
			scope: scopes.join(' '),
			instance_url: vendor.instanceUrl,
			id,
			token_type: 'Bearer',
			issued_at: issuedAt,
		},
		{ applied: true },
	);
}

function exchanged(call: OpenCall, form: URLSearchParams): VendorAnswer {
	const { oauth } = call.vendor;
	const consent = oauth.takeCode(form.get('code') ?? '');
	if (consent === undefined) return refused(call, 'invalid_grant', 'expired authorization code');
	if (form.get('redirect_uri') !== consent.redirectUri) {
		return refused(call, 'redirect_uri_mismatch', 'redirect_uri must match configuration');
	}
	if (!oauth.fits(consent, form.get('code_verifier'))) {
		return refused(call, 'invalid_grant', 'invalid code verifier');
	}
	const { scopes } = consent;
	if (!scopes.includes('refresh_token')) return issued(call, scopes);
	return issued(call, scopes, { refreshToken: oauth.issueRefresh(scopes), isNew: true });
}

function refreshed(call: OpenCall, form: URLSearchParams): VendorAnswer {
	const { oauth } = call.vendor;
	const given = form.get('refresh_token') ?? '';
	const scopes = oauth.scopesOf(given);
	if (scopes === undefined) return refused(call, 'invalid_grant', 'expired access/refresh token');
	const refreshToken = oauth.refreshed(given, scopes);
	return issued(call, scopes, { refreshToken, isNew: refreshToken !== given });
}

function forTheApp(call: OpenCall): VendorAnswer {
	if (call.place === 'login') {
		return refused(call, 'invalid_grant', 'request not supported on this domain');
	}
	if (!call.vendor.oauth.settings.clientCredentialsUser) {
		return refused(call, 'invalid_grant', 'no client credentials user enabled');
	}
	return issued(call, ['api']);
}

function byAssertion(call: OpenCall, form: URLSearchParams): VendorAnswer {
	const fault = jwtFault(form.get('assertion') ?? '', call);
	return fault === undefined ? issued(call, APP_SCOPES) : refused(call, ...fault);
}

/** In the form or as basic authentication. */
function clientIn(call: OpenCall, form: URLSearchParams): { id: string; secret: string } {
	const basic = /^Basic (\S+)$/i.exec(call.request.headers.authorization ?? '')?.[1];
	if (basic === undefined) {
		return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
	}
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
	return { id, secret };
}

const GRANTS: Record<string, (call: OpenCall, form: URLSearchParams) => VendorAnswer> = {
	authorization_code: exchanged,
	refresh_token: refreshed,
	client_credentials: forTheApp,
};

/** Tokens, against a form; what stands in the query is not looked at. */
export function token(call: OpenCall): VendorAnswer {
	const form = new URLSearchParams(call.request.body);
	const grantType = form.get('grant_type') ?? '';
	if (grantType === JWT_BEARER) return byAssertion(call, form);
	const grant = GRANTS[grantType];
	if (grant === undefined) {
		return refused(call, 'unsupported_grant_type', 'grant type not supported');
	}
	const { id, secret } = clientIn(call, form);
	if (id !== SANDBOX_SALESFORCE_CLIENT_ID) {
		return refused(call, 'invalid_client_id', 'client identifier invalid');
	}
	if (secret !== SANDBOX_SALESFORCE_CLIENT_SECRET) {
		return refused(call, 'invalid_client', 'invalid client credentials');
	}
	return grant(call, form);
}
