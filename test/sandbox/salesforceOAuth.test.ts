import { createHash, createSign, generateKeyPairSync } from 'node:crypto';

import type { SalesforceOptions } from '../../sandbox';
import {
	SANDBOX_SALESFORCE_CLIENT_ID,
	SANDBOX_SALESFORCE_CLIENT_SECRET,
	SANDBOX_SALESFORCE_USERNAME,
} from '../../sandbox';
import type { SalesforceOrg } from './salesforceOrg';
import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const BACK = 'http://localhost:5678/rest/oauth2-credential/callback';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Form = Record<string, string>;
type Address = 'salesforce' | 'salesforceMoved' | 'salesforceLogin';

const APP = {
	client_id: SANDBOX_SALESFORCE_CLIENT_ID,
	client_secret: SANDBOX_SALESFORCE_CLIENT_SECRET,
};

interface Answer {
	status: number;
	body: Record<string, string>;
}

interface OAuthOrg extends SalesforceOrg {
	token(form: Form, at?: Address): Promise<Answer>;
	consent(more?: Form): Promise<{ status: number; back: URL }>;
	/** Tokens of a user who has just agreed. */
	installed(more?: Form): Promise<Record<string, string>>;
	/** The status of a read at an address. */
	read(token: string, base: string): Promise<number>;
}

async function app(oauth: SalesforceOptions['oauth'] = {}): Promise<OAuthOrg> {
	const started = await org({ oauth });
	const { urls } = started.sandbox;
	const token: OAuthOrg['token'] = async (form, at = 'salesforceLogin') => {
		const body = new URLSearchParams(form);
		const answer = await fetch(`${urls[at]}/services/oauth2/token`, { method: 'POST', body });
		return { status: answer.status, body: JSON.parse(await answer.text()) };
	};
	const consent: OAuthOrg['consent'] = async (more = {}) => {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: APP.client_id,
			redirect_uri: BACK,
			state: 'a b&c',
			...more,
		});
		const address = `${urls.salesforceLogin}/services/oauth2/authorize?${query}`;
		const answer = await fetch(address, { redirect: 'manual' });
		const back = new URL(answer.headers.get('location') ?? 'about:blank');
		return { status: answer.status, back };
	};
	const installed: OAuthOrg['installed'] = async (more) => {
		const { back } = await consent(more);
		const code = back.searchParams.get('code') ?? '';
		const form = { ...APP, grant_type: 'authorization_code', code, redirect_uri: BACK };
		return (await token(form)).body;
	};
	const read: OAuthOrg['read'] = async (access, base) => {
		const headers = { authorization: `Bearer ${access}` };
		return (await fetch(`${base}/services/data/v66.0/limits`, { headers })).status;
	};
	return { ...started, token, consent, installed, read };
}

function refreshWith(refresh_token: string): Form {
	return { ...APP, grant_type: 'refresh_token', refresh_token };
}

describe('Salesforce: the web server flow', () => {
	it('sends the user back with code and state, and gives tokens for the code, once', async () => {
		const { consent, token, read, sandbox } = await app();
		const { status, back } = await consent();
		expect(status).toBe(302);
		expect(back.searchParams.get('state')).toBe('a b&c');
		const code = back.searchParams.get('code') ?? '';
		const form = { ...APP, grant_type: 'authorization_code', code, redirect_uri: BACK };
		const { status: given, body } = await token(form);
		expect(given).toBe(200);
		expect(body).toEqual({
			access_token: expect.stringContaining('!'),
			refresh_token: expect.stringMatching(/^5Aep861/),
			signature: expect.any(String),
			scope: 'api refresh_token full openid id',
			instance_url: sandbox.urls.salesforce,
			id: expect.stringMatching(/\/id\/00D\w{15}\/005\w{15}$/),
			token_type: 'Bearer',
			issued_at: expect.stringMatching(/^\d{13}$/),
		});
		expect(await read(body.access_token, body.instance_url)).toBe(200);
		expect(await token(form)).toEqual({
			status: 400,
			body: { error: 'invalid_grant', error_description: 'expired authorization code' },
		});
		expect(sandbox.state().salesforce.oauth).toEqual({
			codes: 1,
			tokens: 1,
			refreshes: 0,
			refused: 1,
			revoked: 0,
		});
	});

	it('gives a refresh token only where it was asked for, and no API without its scope', async () => {
		const { installed, read, sandbox } = await app();
		const short = await installed({ scope: 'api' });
		expect(short.refresh_token).toBeUndefined();
		const lasting = await installed({ scope: 'api offline_access' });
		expect(lasting.refresh_token).toEqual(expect.any(String));
		const { access_token } = await installed({ scope: 'openid' });
		expect(await read(access_token, sandbox.urls.salesforce)).toBe(401);
	});

	it('checks the verifier where there was a challenge', async () => {
		const { consent, token } = await app();
		const verifier = 'v'.repeat(43);
		const code_challenge = createHash('sha256').update(verifier).digest('base64url');
		const exchange = async (code_verifier: string) => {
			const { back } = await consent({ code_challenge, code_challenge_method: 'S256' });
			const code = back.searchParams.get('code') ?? '';
			const form = { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier };
			return await token({ ...APP, ...form });
		};
		expect((await exchange('another')).body).toMatchObject({
			error_description: 'invalid code verifier',
		});
		expect((await exchange(verifier)).status).toBe(200);
	});

	it('refuses strangers, other addresses and other scopes', async () => {
		const { consent, token } = await app();
		expect((await consent({ client_id: 'x' })).status).toBe(400);
		expect((await consent({ redirect_uri: 'http://app.example/back' })).status).toBe(400);
		const unscoped = await consent({ scope: 'everything' });
		expect(unscoped.back.searchParams.get('error')).toBe('invalid_scope');
		const errorOf = async (form: Form) => (await token({ ...APP, ...form })).body.error;
		expect(await errorOf({ grant_type: 'refresh_token', client_id: 'x' })).toBe(
			'invalid_client_id',
		);
		expect(await errorOf({ grant_type: 'refresh_token', client_secret: 'x' })).toBe(
			'invalid_client',
		);
		expect(await errorOf({ grant_type: 'password' })).toBe('unsupported_grant_type');
	});
});

describe('Salesforce: the life of a session', () => {
	it('ends when its time is over, which it tells nobody', async () => {
		const { installed, read } = await app({ tokenLifeMs: 0 });
		const { access_token, instance_url, ...more } = await installed();
		expect(more).not.toHaveProperty('expires_in');
		expect(await read(access_token, instance_url)).toBe(401);
	});

	it('is followed by another one with the same refresh token', async () => {
		const { installed, token, read, sandbox } = await app();
		const first = await installed();
		const { status, body } = await token(refreshWith(first.refresh_token));
		expect(status).toBe(200);
		expect(body.refresh_token).toBeUndefined();
		expect(await read(body.access_token, body.instance_url)).toBe(200);
		expect((await token(refreshWith(first.refresh_token))).status).toBe(200);
		expect(sandbox.state().salesforce.oauth).toMatchObject({ tokens: 3, refreshes: 2 });
	});

	it('gives a new refresh token and ends the old one where they rotate', async () => {
		const { installed, token } = await app({ rotateRefreshToken: true });
		const { refresh_token: old } = await installed();
		const { body } = await token(refreshWith(old));
		expect(body.refresh_token).not.toBe(old);
		expect(await token(refreshWith(old))).toEqual({
			status: 400,
			body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
		});
		expect((await token(refreshWith(body.refresh_token))).status).toBe(200);
	});

	it('moves to the second address at the refresh, and the first one knows it no more', async () => {
		const { installed, token, read, sandbox } = await app({ movesOnRefresh: true });
		const first = await installed();
		expect(first.instance_url).toBe(sandbox.urls.salesforce);
		expect(await read(first.access_token, first.instance_url)).toBe(200);
		const { body } = await token(refreshWith(first.refresh_token));
		expect(body.instance_url).toBe(sandbox.urls.salesforceMoved);
		expect(await read(body.access_token, sandbox.urls.salesforce)).toBe(420);
		expect(await read(body.access_token, body.instance_url)).toBe(200);
	});

	it('ends when revoked, and with its refresh token all that came of it', async () => {
		const { installed, read, call, sandbox, token } = await app();
		const revoke = async (value: string) =>
			await call('POST /services/oauth2/revoke', new URLSearchParams({ token: value }).toString(), {
				'content-type': 'application/x-www-form-urlencoded',
				authorization: '',
			});
		const first = await installed();
		expect((await revoke(first.access_token)).status).toBe(200);
		expect(await read(first.access_token, sandbox.urls.salesforce)).toBe(401);
		expect((await revoke(first.access_token)).json).toMatchObject({ error: 'invalid_token' });
		const second = await installed();
		await revoke(second.refresh_token);
		expect(await read(second.access_token, sandbox.urls.salesforce)).toBe(401);
		expect((await token(refreshWith(second.refresh_token))).status).toBe(400);
	});

	it('says whom it acts for', async () => {
		const { call } = await app();
		expect(await call('GET /services/oauth2/userinfo')).toMatchObject({
			status: 200,
			json: {
				preferred_username: SANDBOX_SALESFORCE_USERNAME,
				organization_id: expect.stringMatching(/^00D/),
			},
		});
		const stranger = { authorization: 'Bearer x' };
		expect(await call('GET /services/oauth2/userinfo', undefined, stranger)).toMatchObject({
			status: 403,
			text: 'Bad_OAuth_Token',
		});
	});
});

describe('Salesforce: client credentials', () => {
	const FORM = { ...APP, grant_type: 'client_credentials' };

	it('are good at the org itself and nowhere else', async () => {
		const { token, read } = await app();
		expect((await token(FORM)).body).toEqual({
			error: 'invalid_grant',
			error_description: 'request not supported on this domain',
		});
		const { status, body } = await token(FORM, 'salesforce');
		expect(status).toBe(200);
		expect(body.refresh_token).toBeUndefined();
		expect(await read(body.access_token, body.instance_url)).toBe(200);
	});

	it('may come as basic authentication', async () => {
		const { call } = await app();
		const basic = Buffer.from(`${APP.client_id}:${APP.client_secret}`).toString('base64');
		const answer = await call('POST /services/oauth2/token', 'grant_type=client_credentials', {
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${basic}`,
		});
		expect(answer.status).toBe(200);
	});

	it('need a user to act for', async () => {
		const { token } = await app({ clientCredentialsUser: false });
		expect((await token(FORM, 'salesforce')).body).toEqual({
			error: 'invalid_grant',
			error_description: 'no client credentials user enabled',
		});
	});
});

describe('Salesforce: JWT bearer', () => {
	const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const jwtPublicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

	function assertion(claims: Record<string, unknown> = {}, alg = 'RS256'): string {
		const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const exp = Math.floor(Date.now() / 1000) + 120;
		const usual = {
			iss: SANDBOX_SALESFORCE_CLIENT_ID,
			sub: SANDBOX_SALESFORCE_USERNAME,
			aud: 'https://login.salesforce.com',
			exp,
		};
		const signed = `${encoded({ alg })}.${encoded({ ...usual, ...claims })}`;
		const signature = createSign('RSA-SHA256').update(signed).sign(keys.privateKey);
		return `${signed}.${signature.toString('base64url')}`;
	}

	const form = (value: string): Form => ({ grant_type: JWT_BEARER, assertion: value });

	it('gives a token for a signed assertion, at either address, and no refresh token', async () => {
		const { token, read, sandbox } = await app({ jwtPublicKey });
		const { status, body } = await token(form(assertion()));
		expect(status).toBe(200);
		expect(body.refresh_token).toBeUndefined();
		expect(await read(body.access_token, body.instance_url)).toBe(200);
		const own = assertion({ aud: sandbox.urls.salesforce });
		expect((await token(form(own), 'salesforce')).status).toBe(200);
	});

	it.each([
		['another app', { iss: 'x' }, 'invalid_client_id'],
		['another audience', { aud: 'https://example.com' }, 'audience is invalid'],
		['an end in the past', { exp: Math.floor(Date.now() / 1000) - 5 }, 'expired assertion'],
		['no end', { exp: undefined }, 'expired assertion'],
		['an end too far ahead', { exp: Math.floor(Date.now() / 1000) + 600 }, 'too far ahead'],
		['another user', { sub: 'x@y.example' }, "user hasn't approved this consumer"],
	])('refuses %s', async (_what, claims, said) => {
		const { token } = await app({ jwtPublicKey });
		const { status, body } = await token(form(assertion(claims)));
		expect(status).toBe(400);
		expect(`${body.error} ${body.error_description}`).toContain(said);
	});

	it('refuses another signature, another algorithm and every one without a key', async () => {
		const { token } = await app({ jwtPublicKey });
		const [header, claims] = assertion().split('.');
		const { signature } = { signature: Buffer.from('x'.repeat(256)).toString('base64url') };
		for (const value of [`${header}.${claims}.${signature}`, assertion({}, 'none'), 'x']) {
			expect((await token(form(value))).body).toMatchObject({ error: 'invalid_grant' });
		}
		const keyless = await app();
		expect((await keyless.token(form(assertion()))).body).toMatchObject({
			error_description: 'invalid assertion',
		});
	});

	it('refuses a user who has not approved the app', async () => {
		const { token } = await app({ jwtPublicKey, jwtApproved: false });
		expect((await token(form(assertion()))).body).toEqual({
			error: 'invalid_grant',
			error_description: "user hasn't approved this consumer",
		});
	});
});
