import type { WebhookCall } from '../../shared/node/webhook/call';
import type { Scheme } from '../../shared/webhook/signature';

/** The signs that HubSpot writes plain in an address before it signs it (request validation, 2026-08). */
const PLAIN_WHEN_SIGNED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;
/** A call is too old after five minutes (request validation, 2026-08). */
const TOLERANCE_MS = 300_000;

const VERSION_3 = 'X-HubSpot-Signature-v3';
const VERSION_1 = 'X-HubSpot-Signature';

/**
 * How a call is signed: by version 3, and by version 1 where that is the only signature in it. A call
 * that has both is never judged by the weaker one.
 */
export function schemeOf({ headers }: Pick<WebhookCall, 'headers'>, secrets: string[]): Scheme {
	const has = (header: string) => headers[header.toLowerCase()] !== undefined;
	if (!has(VERSION_3) && has(VERSION_1)) {
		return {
			kind: 'digest',
			header: VERSION_1,
			algorithm: 'sha256',
			encoding: 'hex',
			signed: '{secret}{body}',
			secrets,
		};
	}
	return {
		kind: 'hmac',
		header: VERSION_3,
		algorithm: 'sha256',
		encoding: 'base64',
		prefix: '',
		secrets,
		secretEncoding: 'text',
		signed: '{method}{address}{body}{timestamp}',
		timestampHeader: 'X-HubSpot-Request-Timestamp',
		toleranceMs: TOLERANCE_MS,
		address: (url) => url.replace(PLAIN_WHEN_SIGNED, decodeURIComponent),
	};
}
