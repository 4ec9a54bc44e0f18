import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { HeaderMap } from '../shared/engine/types';
import type { CredentialHost } from '../shared/node/openClient';
import { hashOf, oAuth2Identity, type Identity } from '../shared/node/identity';
import { Problem } from '../shared/node/parameters';
import { isHeaderName } from './values';

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
			return oAuth2Identity(credential, host, secrets);
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

function missing(label: string): Problem {
	return new Problem(`${label} is empty`, 'Enter it in the credential.');
}
