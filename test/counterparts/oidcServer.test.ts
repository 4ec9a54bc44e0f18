import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { authorize } from './authorize';
import { oidcServer, type OAuthClient, type OidcOptions, type OidcServer } from './oidcServer';

interface Tokens {
	access_token: string;
	refresh_token?: string;
	expires_in: number;
	token_type: string;
	error?: string;
}

const CALLBACK = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

const running: OidcServer[] = [];
afterEach(async () => {
	for (const server of running.splice(0)) await server.stop();
});

async function start(options: OidcOptions = {}): Promise<OidcServer> {
	const server = await oidcServer({ redirectUris: [CALLBACK], ...options });
	running.push(server);
	return server;
}

function basic({ clientId, clientSecret }: OAuthClient): string {
	return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

/** Without a client the request has no Authorization header. */
async function grant(server: OidcServer, fields: Record<string, string>, client?: OAuthClient) {
	const answer = await fetch(server.tokenUrl, {
		method: 'POST',
		headers: client === undefined ? {} : { authorization: basic(client) },
		body: new URLSearchParams(fields),
	});
	return { status: answer.status, tokens: (await answer.json()) as Tokens };
}

function authorizationUrl(server: OidcServer, challenge: Record<string, string>): string {
	const url = new URL(server.authorizationUrl);
	url.search = new URLSearchParams({
		client_id: server.app.clientId,
		response_type: 'code',
		redirect_uri: CALLBACK,
		scope: server.scope,
		state: 'the state',
		...challenge,
	}).toString();
	return url.href;
}

/** The steps of a person: challenge, login, consent, code, tokens. */
async function logIn(server: OidcServer, isPublic = false) {
	const verifier = randomBytes(32).toString('base64url');
	const code_challenge = createHash('sha256').update(verifier).digest('base64url');
	const back = await authorize(
		authorizationUrl(server, { code_challenge, code_challenge_method: 'S256' }),
	);
	const { origin, pathname, searchParams } = new URL(back);
	expect(origin + pathname).toBe(CALLBACK);
	expect(searchParams.get('state')).toBe('the state');
	const fields = {
		grant_type: 'authorization_code',
		code: searchParams.get('code') ?? '',
		redirect_uri: CALLBACK,
		code_verifier: verifier,
	};
	if (isPublic) return await grant(server, { ...fields, client_id: server.app.clientId });
	return await grant(server, fields, server.app);
}

const refresh = (server: OidcServer, { refresh_token = '' }: Tokens) =>
	grant(server, { grant_type: 'refresh_token', refresh_token }, server.app);

const people = (server: OidcServer, { access_token }: Tokens, page = 1) =>
	fetch(`${server.peopleUrl}?page=${page}`, {
		headers: { authorization: `Bearer ${access_token}` },
	});

test('client_credentials: the token reads all people', async () => {
	const server = await start({ people: 1_000 });
	const { tokens } = await grant(server, { grant_type: 'client_credentials' }, server.machine);
	expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
	const ids: number[] = [];
	for (let page = 1, pages = 1; page <= pages; page += 1) {
		const answer = await people(server, tokens, page);
		const body = (await answer.json()) as { data: Array<{ id: number }>; pages: number };
		ids.push(...body.data.map(({ id }) => id));
		({ pages } = body);
	}
	expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
	expect(await server.counts()).toMatchObject({
		requests: 10,
		unauthorized: 0,
		accessTokens: 1,
		grants: { client_credentials: 1 },
	});
});

test('authorization_code with PKCE; a token that expired is refused until it is refreshed', async () => {
	const server = await start({ accessTokenSeconds: 2 });
	const { tokens } = await logIn(server);
	expect((await people(server, tokens)).status).toBe(200);

	await sleep(3_100);
	const late = await people(server, tokens);
	expect(late.status).toBe(401);
	expect(late.headers.get('www-authenticate')).toContain('invalid_token');

	const fresh = await refresh(server, tokens);
	expect((await people(server, fresh.tokens)).status).toBe(200);
	expect(await server.counts()).toEqual({
		requests: 3,
		unauthorized: 1,
		grants: { authorization_code: 1, refresh_token: 1, client_credentials: 0 },
		refusedGrants: 0,
		accessTokens: 2,
		refreshTokens: 2,
	});
});

test('refresh tokens rotate; one that is used twice ends the grant', async () => {
	const server = await start();
	const first = (await logIn(server)).tokens;
	const second = (await refresh(server, first)).tokens;
	expect(second.refresh_token).not.toBe(first.refresh_token);
	const third = (await refresh(server, second)).tokens;

	const again = await refresh(server, first);
	expect(again).toMatchObject({ status: 400, tokens: { error: 'invalid_grant' } });
	expect((await refresh(server, third)).tokens.error).toBe('invalid_grant');
	expect((await people(server, third)).status).toBe(401);
	expect(await server.counts()).toMatchObject({ refusedGrants: 2, grants: { refresh_token: 2 } });
});

test('without PKCE the provider sends an error back instead of a code', async () => {
	const server = await start();
	const back = new URL(await authorize(authorizationUrl(server, {})));
	expect(back.searchParams.get('error')).toBe('invalid_request');
	expect(back.searchParams.has('code')).toBe(false);
});

test('a client may send its secret in the body, but not there and in the header', async () => {
	const server = await start();
	const { clientId: client_id, clientSecret: client_secret } = server.machine;
	const fields = { grant_type: 'client_credentials', client_id, client_secret };
	const inBody = await fetch(server.tokenUrl, {
		method: 'POST',
		body: new URLSearchParams(fields),
	});
	expect(inBody.status).toBe(200);
	const both = await grant(server, fields, server.machine);
	expect(both).toMatchObject({ status: 400, tokens: { error: 'invalid_request' } });
});

test('a public app gets its tokens by PKCE alone', async () => {
	const server = await start({ publicApp: true });
	const { status, tokens } = await logIn(server, true);
	expect(status).toBe(200);
	expect((await people(server, tokens)).status).toBe(200);
});

test.each([{}, { authorization: 'Bearer unknown' }])('%j is no token', async (headers) => {
	const server = await start();
	expect((await fetch(server.peopleUrl, { headers })).status).toBe(401);
});
