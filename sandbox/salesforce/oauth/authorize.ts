import type { VendorAnswer } from '../../http/exchange';
import { htmlAnswer } from '../../http/exchange';
import { SANDBOX_SALESFORCE_CLIENT_ID } from '../../credentials';
import type { OpenCall } from '../call';
import { APP_SCOPES, scopesIn } from './session';

/** A callback has to be https, but on the machine at hand (Salesforce Help, app settings). */
function isSecure(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
	return protocol === 'https:' || (protocol === 'http:' && isLocal);
}

function refused(error: string, description: string): VendorAnswer {
	return htmlAnswer(400, `error=${error}&error_description=${encodeURIComponent(description)}`);
}

function back(redirectUri: string, entries: Record<string, string | null>): VendorAnswer {
	const location = new URL(redirectUri);
	for (const [name, value] of Object.entries(entries)) {
		if (value !== null) location.searchParams.set(name, value);
	}
	return { status: 302, body: '', headers: { location: location.href }, applied: true };
}

/** The page where a user agrees, as if the user had agreed at once: straight back with a code. */
export function authorize({ request: { query }, vendor: { oauth } }: OpenCall): VendorAnswer {
	if (query.get('client_id') !== SANDBOX_SALESFORCE_CLIENT_ID) {
		return refused('invalid_client_id', 'client identifier invalid');
	}
	const redirectUri = query.get('redirect_uri') ?? '';
	if (!isSecure(redirectUri)) {
		return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
	}
	const state = query.get('state');
	const returned = (error: string, error_description: string): VendorAnswer =>
		back(redirectUri, { error, error_description, state });
	if (query.get('response_type') !== 'code') {
		return returned('unsupported_response_type', 'response type not supported');
	}
	const asked = scopesIn(query.get('scope') ?? '');
	if (asked.some((scope) => !APP_SCOPES.includes(scope))) {
		return returned('invalid_scope', 'the requested scope is not allowed');
	}
	const challenge = query.get('code_challenge');
	const code = oauth.consent({
		redirectUri,
		scopes: asked.length === 0 ? APP_SCOPES : asked,
		...(challenge === null ? {} : { challenge }),
	});
	return back(redirectUri, { code, state });
}
