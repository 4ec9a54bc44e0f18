import { verify } from 'node:crypto';

import { SANDBOX_SALESFORCE_CLIENT_ID, SANDBOX_SALESFORCE_USERNAME } from '../../credentials';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import type { OpenCall } from '../call';

/** An assertion is good for three minutes at most (Salesforce Help, JWT bearer flow). */
const MAX_AHEAD_MS = 180_000;

const AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];

function decoded(part: string | undefined): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isSigned(assertion: string, publicKey: string | undefined): boolean {
	const [header = '', claims = '', signature = ''] = assertion.split('.');
	if (publicKey === undefined || decoded(header)?.alg !== 'RS256') return false;
	const signed = Buffer.from(`${header}.${claims}`);
	return verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
}

/** What is wrong with an assertion, as `[error, description]`; undefined for a good one. */
export function jwtFault(
	assertion: string,
	{ org, vendor: { oauth, addresses } }: OpenCall,
): readonly [error: string, description: string] | undefined {
	const claims = decoded(assertion.split('.')[1]);
	if (claims === undefined) return ['invalid_grant', 'invalid assertion'];
	const { iss, sub, aud, exp } = claims;
	if (iss !== SANDBOX_SALESFORCE_CLIENT_ID) {
		return ['invalid_client_id', 'client identifier invalid'];
	}
	if (!isSigned(assertion, oauth.settings.jwtPublicKey)) {
		return ['invalid_grant', 'invalid assertion'];
	}
	if (![...AUDIENCES, ...Object.values(addresses)].includes(aud)) {
		return ['invalid_grant', 'audience is invalid'];
	}
	const left = typeof exp === 'number' ? exp * 1000 - org.now() : Number.NaN;
	if (!(left > 0)) return ['invalid_grant', 'expired assertion'];
	if (left > MAX_AHEAD_MS) return ['invalid_grant', 'invalid assertion: exp is too far ahead'];
	if (sub !== SANDBOX_SALESFORCE_USERNAME || !oauth.settings.jwtApproved) {
		return ['invalid_grant', "user hasn't approved this consumer"];
	}
	return undefined;
}
