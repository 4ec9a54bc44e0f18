import type { VendorAnswer } from '../../http/exchange';
import { htmlAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { ALL_SCOPES } from '../scopes';

/** Every app asks for it; it opens nothing of its own. */
const BASE_SCOPE = 'oauth';

/** HubSpot sends nobody to an address without TLS but that of the machine at hand. */
export function isSecure(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
	return protocol === 'https:' || (protocol === 'http:' && isLocal);
}

function scopesIn(text: string | null): string[] {
	return (text ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
}

function refused(reason: string): VendorAnswer {
	return htmlAnswer(400, `Authorization failed because ${reason}`);
}

/**
 * The page where a user agrees, as if the user had agreed at once: straight back to `redirect_uri`
 * with `code` and `state`. Optional scopes are granted as far as the account has them.
 */
export function authorize({ request: { query }, vendor: { oauth } }: Call): VendorAnswer {
	const redirectUri = query.get('redirect_uri') ?? '';
	if (query.get('client_id') !== oauth.clientId) return refused('the client ID is unknown');
	if (!isSecure(redirectUri)) return refused('the redirect URL is missing or does not use https');
	const required = scopesIn(query.get('scope'));
	if (required.length === 0) return refused('no scopes are asked for');
	const unknown = required.filter((scope) => scope !== BASE_SCOPE && !ALL_SCOPES.includes(scope));
	if (unknown.length > 0) return refused(`of unknown scopes: ${unknown.join(', ')}`);
	const optional = scopesIn(query.get('optional_scope')).filter((each) =>
		ALL_SCOPES.includes(each),
	);
	const challenge = query.get('code_challenge');
	const code = oauth.consent({
		redirectUri,
		scopes: [...new Set([BASE_SCOPE, ...required, ...optional])],
		...(challenge === null ? {} : { challenge }),
	});
	const location = new URL(redirectUri);
	location.searchParams.set('code', code);
	const state = query.get('state');
	if (state !== null) location.searchParams.set('state', state);
	return { status: 302, body: '', headers: { location: location.href }, applied: true };
}
