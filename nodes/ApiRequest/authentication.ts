import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { tokenAuthentication } from '../shared/engine/token';
import type { HeaderMap } from '../shared/engine/types';
import type { Authentication } from '../shared/engine/vendor';
import type { CredentialHost } from '../shared/node/openClient';
import { Problem } from '../shared/node/parameters';
import { isHeaderName } from './values';

export interface Identity {
	authentication: Authentication;
	/** Tells accounts apart without telling the secret; "" for none. */
	fingerprint: string;
}

/** Who asks, by the node's Authentication. `secrets` gets what no log may show. */
export function authenticationOf(
	kind: string,
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
	secrets: string[],
): Identity | Problem {
	const text = (name: string) => String(credential[name] ?? '').trim();
	switch (kind) {
		case 'apiKey':
			return apiKey(text('apiKey'), text('name'), text('sendIn'), text('prefix'), secrets);
		case 'bearer':
			return fixed(
				'Token',
				text('token'),
				(token) => ({ authorization: `Bearer ${token}` }),
				secrets,
			);
		case 'basic':
			return basic(text('user'), String(credential.password ?? ''), secrets);
		case 'oAuth2':
			return oAuth2(credential, host, secrets);
		default:
			return {
				authentication: { headers: async () => await Promise.resolve({}) },
				fingerprint: '',
			};
	}
}

function apiKey(
	key: string,
	name: string,
	sendIn: string,
	prefix: string,
	secrets: string[],
): Identity | Problem {
	if (name === '') return missing('Name');
	if (sendIn !== 'query') {
		if (!isHeaderName(name)) {
			return new Problem(`"${name}" is no name of a header`, 'Change Name in the credential.');
		}
		const value = prefix === '' ? key : `${prefix} ${key}`;
		return fixed('Key', key, () => ({ [name.toLowerCase()]: value }), secrets);
	}
	const found = fixed('Key', key, () => ({}), secrets);
	if (found instanceof Problem) return found;
	return { ...found, authentication: { ...found.authentication, query: { [name]: key } } };
}

function basic(user: string, password: string, secrets: string[]): Identity | Problem {
	const both = `${user}:${password}`;
	if (both === ':') return missing('User');
	const encoded = Buffer.from(both).toString('base64');
	secrets.push(both, encoded);
	if (password !== '') secrets.push(password);
	const headers = { authorization: `Basic ${encoded}` };
	return {
		authentication: { headers: async () => await Promise.resolve(headers) },
		fingerprint: hashOf(both),
	};
}

function fixed(
	label: string,
	secret: string,
	header: (secret: string) => HeaderMap,
	secrets: string[],
): Identity | Problem {
	if (secret === '') return missing(label);
	if (/[^\x20-\x7e]/.test(secret)) {
		return new Problem(
			`${label} holds a line break or a letter that no header can carry`,
			'Copy it again into the credential.',
		);
	}
	secrets.push(secret);
	const headers = header(secret);
	return {
		authentication: { headers: async () => await Promise.resolve(headers) },
		fingerprint: hashOf(secret),
	};
}

function oAuth2(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
	secrets: string[],
): Identity | Problem {
	const isConnected = tokenOf(credential) !== '' || credential.grantType === 'clientCredentials';
	if (!isConnected) {
		return new Problem('The credential is not connected yet', 'Open it and choose Connect.');
	}
	for (const name of ['clientSecret', 'refresh_token']) {
		const secret = credential[name] ?? dataOf(credential)[name];
		if (typeof secret === 'string' && secret !== '') secrets.push(secret);
	}
	const renew = async () => {
		await host.refresh();
		return tokenOf(await host.reread());
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

function dataOf({ oauthTokenData }: ICredentialDataDecryptedObject): Record<string, unknown> {
	return typeof oauthTokenData === 'object' && oauthTokenData !== null ? { ...oauthTokenData } : {};
}

function tokenOf(credential: ICredentialDataDecryptedObject): string {
	const token = dataOf(credential).access_token;
	return typeof token === 'string' ? token : '';
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function missing(label: string): Problem {
	return new Problem(`${label} is empty`, 'Enter it in the credential.');
}
