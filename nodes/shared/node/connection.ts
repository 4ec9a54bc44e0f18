import { createHash } from 'node:crypto';
import type { HeaderMap } from '../engine/types';
import type { Connection, Quota, VendorSpec } from '../engine/vendor';
import { Problem } from './parameters';

interface KeyCredential {
	vendor: VendorSpec;
	baseUrl: unknown;
	/** The credential's optional Account field. */
	account: unknown;
	/** The key or token, and the header that carries it. */
	secret: unknown;
	/** What the credential's field is called: "API Key". */
	secretLabel: string;
	header: (secret: string) => HeaderMap;
	quotas: Quota[];
}

/**
 * A connection for a key that never changes. Quotas are kept by account: the credential's Account
 * field, else a hash of the key, so that two credentials with one key are one account.
 */
export function keyConnection(credential: KeyCredential): Connection | Problem {
	const { vendor, secretLabel } = credential;
	const secret = text(credential.secret);
	if (secret === '') {
		return new Problem(`${secretLabel} is empty`, `Enter it in the ${vendor.name} credential.`);
	}
	if (/[^\x21-\x7e]/.test(secret)) {
		return new Problem(
			`${secretLabel} holds a space, a line break or a letter that no key has`,
			`Copy it again into the ${vendor.name} credential.`,
		);
	}
	const baseUrl = checkBaseUrl(text(credential.baseUrl), vendor.name);
	if (baseUrl instanceof Problem) return baseUrl;
	const fingerprint = createHash('sha256').update(secret).digest('hex').slice(0, 16);
	const account = text(credential.account);
	return {
		vendor,
		baseUrl,
		account: account || `key ${fingerprint.slice(0, 8)}`,
		quotaKeys: { account: account || fingerprint, credential: fingerprint },
		quotas: credential.quotas,
		authentication: { headers: async () => await Promise.resolve(credential.header(secret)) },
		secrets: [secret],
		headers: {},
	};
}

/** The address without a slash at its end, or what is wrong with it. */
export function checkBaseUrl(baseUrl: string, vendor: string): string | Problem {
	const how = `Enter an address that begins with https:// in the ${vendor} credential.`;
	if (!URL.canParse(baseUrl)) {
		return new Problem(`The base URL "${baseUrl}" is not a URL`, how);
	}
	const { protocol, username, search, hash } = new URL(baseUrl);
	if (protocol !== 'https:' && protocol !== 'http:') {
		return new Problem(`The base URL begins with "${protocol}//"`, how);
	}
	if (username || search || hash) {
		return new Problem('The base URL holds more than an address and a path', how);
	}
	return baseUrl.replace(/\/+$/, '');
}

function text(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
