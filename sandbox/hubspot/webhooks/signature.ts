import { createHash, createHmac } from 'node:crypto';

/** What is decoded in the address before it is signed: these signs and no others. */
const DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

function signedUri(uri: string): string {
	return uri.replace(DECODED, (escaped) => decodeURIComponent(escaped));
}

export interface Signed {
	secret: string;
	uri: string;
	body: string;
	/** Milliseconds since the epoch. */
	timestamp: number;
}

/** Version 3: method, address, body and time in one text, keyed with the client secret. */
export function signatureV3({ secret, uri, body, timestamp }: Signed): Record<string, string> {
	const text = `POST${signedUri(uri)}${body}${timestamp}`;
	return {
		'X-HubSpot-Request-Timestamp': String(timestamp),
		'X-HubSpot-Signature-v3': createHmac('sha256', secret).update(text).digest('base64'),
	};
}

/** Version 1: secret and body, hashed. */
export function signatureV1({ secret, body }: Signed): Record<string, string> {
	return {
		'X-HubSpot-Signature': createHash('sha256').update(`${secret}${body}`).digest('hex'),
		'X-HubSpot-Signature-Version': 'v1',
	};
}
