import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { asObject, asText, parseJson } from '../shared/engine/body';
import { systemClock } from '../shared/engine/clock';
import { createRedactor } from '../shared/engine/log/redact';
import { processState } from '../shared/engine/processState';
import { TokenRefused } from '../shared/engine/token';
import type { JsonValue } from '../shared/engine/types';
import { hashOf } from '../shared/node/identity';
import { Problem } from '../shared/node/parameters';
import { loginUrl } from './login';

/** What the token endpoint gives. It does not say how long a token lives (OAuth guide, 2026-08). */
export interface Minted {
	token: string;
	instanceUrl: string;
	/** The address of the user: …/id/{org}/{user}. */
	id: string;
}

/** How a token is asked for: n8n's own client, here and in the credential's test. */
export type Post = (options: IHttpRequestOptions) => Promise<unknown>;

/** An assertion is refused when it ends more than three minutes ahead (JWT bearer flow, 2026-08). */
const LIFE_S = 170;
const TIMEOUT_MS = 60_000;

/** What is wrong with a JWT credential, before anything is sent; undefined for nothing. */
export function jwtProblem(credential: ICredentialDataDecryptedObject): Problem | undefined {
	for (const [name, label] of [
		['consumerKey', 'Consumer Key'],
		['username', 'Username'],
		['privateKey', 'Private Key'],
	] as const) {
		const value = credential[name];
		if (typeof value === 'string' && value.trim() !== '') continue;
		return new Problem(`${label} is empty`, 'Enter it in the Salesforce credential.');
	}
	const login = loginUrl(credential);
	if (login instanceof Problem) return login;
	const key = readKey(String(credential.privateKey));
	return key instanceof Problem ? key : undefined;
}

/** Gets a new token. Throws TokenRefused with Salesforce's own words. */
export async function mint(
	credential: ICredentialDataDecryptedObject,
	post: Post,
): Promise<Minted> {
	const login = loginUrl(credential);
	const key = readKey(String(credential.privateKey));
	if (login instanceof Problem) throw new TokenRefused(login.message);
	if (key instanceof Problem) throw new TokenRefused(key.message);
	const assertion = assertionOf(credential, login, key);
	const form = new URLSearchParams({
		grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
		assertion,
	});
	const answer = asAnswer(
		await post({
			method: 'POST',
			url: `${login}/services/oauth2/token`,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: form.toString(),
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		}),
	);
	const token = asText(answer.access_token) ?? '';
	const instanceUrl = asText(answer.instance_url) ?? '';
	if (token === '' || !URL.canParse(instanceUrl)) {
		const why = asText(answer.error_description) ?? asText(answer.error) ?? 'no token came';
		// Whoever answers may quote what it was sent.
		const clean = createRedactor([assertion, String(credential.privateKey)]);
		throw new TokenRefused(`Salesforce gives no token: ${clean(why)}`);
	}
	return { token, instanceUrl, id: asText(answer.id) ?? '' };
}

function asAnswer(response: unknown): { [name: string]: JsonValue | undefined } {
	const body: unknown =
		typeof response === 'object' && response !== null && 'body' in response ? response.body : '';
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return asObject(parseJson(text));
}

function assertionOf(
	{ consumerKey, username }: ICredentialDataDecryptedObject,
	audience: string,
	key: KeyObject,
): string {
	const claims = {
		iss: String(consumerKey).trim(),
		sub: String(username).trim(),
		aud: audience,
		exp: Math.floor(systemClock.now() / 1_000) + LIFE_S,
	};
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
	return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

/** A field of one line turns the line breaks of a PEM text into spaces, or into "\n". */
function readKey(text: string): KeyObject | Problem {
	const [, label = '', body = ''] =
		/-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----/.exec(text.replaceAll('\\n', '\n')) ?? [];
	const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
	try {
		return createPrivateKey(
			`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----`,
		);
	} catch {
		// Its message may quote what was entered.
		return new Problem(
			'Private Key cannot be read',
			'Paste the whole PEM text into the Salesforce credential, from -----BEGIN PRIVATE KEY----- to its end, of a key without a passphrase.',
		);
	}
}

const tokens = () => processState('salesforce tokens', () => new Map<string, Promise<Minted>>());

/** The tokens of one credential in this process, which all its nodes and executions share. */
export class JwtTokens {
	readonly id: string;

	constructor(
		credentialId: string,
		private readonly credential: ICredentialDataDecryptedObject,
		private readonly post: Post,
	) {
		const { environment, domain, consumerKey, username, privateKey } = credential;
		const login = JSON.stringify([environment, domain, consumerKey, username, privateKey]);
		this.id = `${credentialId}/${hashOf(login)}`;
	}

	/** The token at hand; a first one where there is none. */
	async current(): Promise<Minted> {
		return await (tokens().get(this.id) ?? this.renewed());
	}

	/** A new one, which takes the place of the other. One that is refused is not kept. */
	async renewed(): Promise<Minted> {
		const minting = mint(this.credential, this.post);
		tokens().set(this.id, minting);
		void minting.then(undefined, () => {
			if (tokens().get(this.id) === minting) tokens().delete(this.id);
		});
		return await minting;
	}
}
