import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { tokenAuthentication } from '../engine/token';
import type { Authentication } from '../engine/vendor';
import type { CredentialHost } from './openClient';
import { Problem } from './parameters';

export interface Identity {
	authentication: Authentication;
	/** Tells accounts apart without telling the secret; "" for none. */
	fingerprint: string;
}

/**
 * Of a credential that extends n8n's oAuth2Api: n8n gets and stores its tokens. `secrets` gets what no
 * log may show, each new token as well.
 */
export function oAuth2Identity(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
	secrets: string[],
): Identity | Problem {
	const isConnected = tokenOf(credential) !== '' || credential.grantType === 'clientCredentials';
	if (!isConnected) {
		return new Problem('The credential is not connected yet', 'Open it and choose Connect.');
	}
	noteSecrets(credential, secrets);
	const renew = async () => {
		await host.refresh();
		const stored = await host.reread();
		// A renewal may bring another refresh token as well.
		noteSecrets(stored, secrets);
		return tokenOf(stored);
	};
	return {
		authentication: tokenAuthentication({
			id: `${host.id}/${hashOf(String(credential.clientId))}`,
			// Client credentials have no token before the first request.
			read: async () => tokenOf(await host.reread()) || (await renew()),
			renew,
			header: (token) => ({ authorization: `Bearer ${token}` }),
			onToken: (token) => {
				if (!secrets.includes(token)) secrets.push(token);
			},
		}),
		fingerprint: hashOf(`${host.id} ${String(credential.clientId)}`),
	};
}

function noteSecrets(credential: ICredentialDataDecryptedObject, secrets: string[]): void {
	for (const name of ['clientSecret', 'refresh_token']) {
		const secret = credential[name] ?? dataOf(credential)[name];
		if (typeof secret === 'string' && secret !== '' && !secrets.includes(secret)) {
			secrets.push(secret);
		}
	}
}

function dataOf({ oauthTokenData }: ICredentialDataDecryptedObject): Record<string, unknown> {
	return typeof oauthTokenData === 'object' && oauthTokenData !== null ? { ...oauthTokenData } : {};
}

function tokenOf(credential: ICredentialDataDecryptedObject): string {
	const token = dataOf(credential).access_token;
	return typeof token === 'string' ? token : '';
}

/** Tells secrets apart without telling them. */
export function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
