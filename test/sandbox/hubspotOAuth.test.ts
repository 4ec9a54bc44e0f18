import { createHash } from 'node:crypto';

import type { SandboxOptions } from '../../sandbox';
import { SANDBOX_HUBSPOT_CLIENT_ID, SANDBOX_HUBSPOT_CLIENT_SECRET } from '../../sandbox';
import type { Callers } from './startedSandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const BACK = 'http://localhost:5678/rest/oauth2-credential/callback';
const TOKEN = '/oauth/2026-03/token';

type Form = Record<string, string>;

interface OAuthCallers extends Callers {
	consent(more?: Form): Promise<{ status: number; location: URL }>;
	token(form: Form, path?: string): ReturnType<Callers['hubspot']>;
}

async function app(options: SandboxOptions['hubspot'] = {}): Promise<OAuthCallers> {
	const callers = await started({ hubspot: options });
	const consent: OAuthCallers['consent'] = async (more = {}) => {
		const query = new URLSearchParams({
			client_id: SANDBOX_HUBSPOT_CLIENT_ID,
			redirect_uri: BACK,
			scope: 'oauth crm.objects.contacts.read',
			state: 'a b&c',
			...more,
		});
		const address = `${callers.sandbox.urls.hubspot}/oauth/authorize?${query}`;
		const answer = await fetch(address, { redirect: 'manual' });
		const location = answer.headers.get('location') ?? 'about:blank';
		return { status: answer.status, location: new URL(location) };
	};
	const token: OAuthCallers['token'] = async (form, path = TOKEN) =>
		await callers.hubspot(
			`POST ${path}`,
			new URLSearchParams({
				client_id: SANDBOX_HUBSPOT_CLIENT_ID,
				client_secret: SANDBOX_HUBSPOT_CLIENT_SECRET,
				...form,
			}).toString(),
			{ 'content-type': 'application/x-www-form-urlencoded', authorization: '' },
		);
	return { ...callers, consent, token };
}

async function codeOf(consent: OAuthCallers['consent'], more?: Form): Promise<string> {
	return (await consent(more)).location.searchParams.get('code') ?? '';
}

async function installed(callers: OAuthCallers, more?: Form) {
	const code = await codeOf(callers.consent, more);
	const form = { grant_type: 'authorization_code', code, redirect_uri: BACK };
	return JSON.parse((await callers.token(form)).text);
}

describe('HubSpot: OAuth', () => {
	it('sends the user back with code and state, and gives tokens for the code, once', async () => {
		const { consent, token, hubspot, sandbox } = await app();
		const { status, location } = await consent();
		expect(status).toBe(302);
		expect(location.href.startsWith(BACK)).toBe(true);
		expect(location.searchParams.get('state')).toBe('a b&c');
		const code = location.searchParams.get('code') ?? '';
		const form = { grant_type: 'authorization_code', code, redirect_uri: BACK };
		const answer = await token(form);
		expect(answer).toMatchObject({
			status: 200,
			json: {
				token_type: 'bearer',
				refresh_token: expect.any(String),
				expires_in: 1800,
				hub_id: expect.any(Number),
				scopes: ['oauth', 'crm.objects.contacts.read'],
			},
		});
		const { access_token: access } = JSON.parse(answer.text);
		expect(access.length).toBeGreaterThanOrEqual(512);
		const authorization = `Bearer ${access}`;
		const read = await hubspot('GET /crm/v3/objects/contacts', undefined, { authorization });
		expect(read.status).toBe(200);
		expect(read.headers.get('x-hubspot-ratelimit-max')).toBe('110');
		expect(read.headers.get('x-hubspot-ratelimit-daily')).toBeNull();
		expect(await hubspot('GET /crm/v3/objects/deals', undefined, { authorization })).toMatchObject({
			status: 403,
			json: { errors: [{ context: { requiredGranularScopes: ['crm.objects.deals.read'] } }] },
		});
		expect(await token(form)).toMatchObject({ status: 400, json: { status: 'BAD_AUTH_CODE' } });
		expect(sandbox.state().hubspot.oauth).toEqual({
			codes: 1,
			tokens: 1,
			refreshes: 0,
			refused: 1,
		});
	});

	it('lets access tokens run out and refreshes them with the same refresh token', async () => {
		const callers = await app({ oauth: { expiresIn: 0.1 } });
		const { access_token: access, refresh_token: refresh } = await installed(callers);
		const read = async (token: string) =>
			await callers.hubspot('GET /crm/v3/objects/contacts', undefined, {
				authorization: `Bearer ${token}`,
			});
		await new Promise((resolve) => setTimeout(resolve, 120));
		expect(await read(access)).toMatchObject({
			status: 401,
			json: {
				category: 'EXPIRED_AUTHENTICATION',
				message: expect.stringMatching(/expired \d+ second\(s\) ago/),
			},
		});
		const form = { grant_type: 'refresh_token', refresh_token: refresh };
		for (const path of [TOKEN, '/oauth/v3/token', '/oauth/2026-09/token']) {
			const fresh = JSON.parse((await callers.token(form, path)).text);
			expect(fresh.refresh_token).toBe(refresh);
			expect((await read(fresh.access_token)).status).toBe(200);
		}
		expect(callers.sandbox.state().hubspot.oauth).toMatchObject({ tokens: 4, refreshes: 3 });
	});

	it('rotates the refresh token when told to', async () => {
		const callers = await app({ oauth: { rotateRefreshToken: true } });
		const { refresh_token: refresh } = await installed(callers);
		const form = { grant_type: 'refresh_token', refresh_token: refresh };
		const fresh = JSON.parse((await callers.token(form)).text);
		expect(fresh.refresh_token).not.toBe(refresh);
		expect(await callers.token(form)).toMatchObject({
			status: 400,
			json: {
				error: 'invalid_grant',
				error_description: 'refresh token is invalid, expired or revoked',
				status: 'BAD_REFRESH_TOKEN',
				message: 'refresh token is invalid, expired or revoked',
			},
		});
	});

	it('refuses strangers, other addresses and other forms', async () => {
		const { consent, token, hubspot } = await app();
		expect((await consent({ client_id: 'x' })).status).toBe(400);
		expect((await consent({ redirect_uri: 'http://app.example/back' })).status).toBe(400);
		expect((await consent({ scope: '' })).status).toBe(400);
		expect((await consent({ scope: 'crm.objects.everything' })).status).toBe(400);
		const statusOf = async (form: Form) => JSON.parse((await token(form)).text).status;
		expect(await statusOf({ client_id: 'x' })).toBe('BAD_CLIENT_ID');
		expect(await statusOf({ client_secret: 'x' })).toBe('BAD_CLIENT_SECRET');
		expect(await statusOf({ grant_type: 'password' })).toBe('BAD_GRANT_TYPE');
		const code = await codeOf(consent);
		expect(await statusOf({ grant_type: 'authorization_code', code, redirect_uri: 'x' })).toBe(
			'BAD_REDIRECT_URI',
		);
		expect((await hubspot(`POST ${TOKEN}`, { grant_type: 'refresh_token' })).status).toBe(415);
		expect((await hubspot(`GET ${TOKEN}`)).status).toBe(404);
	});

	it('checks the verifier where there was a challenge', async () => {
		const { consent, token } = await app();
		const verifier = 'v'.repeat(43);
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		const exchange = async (code_verifier: string) => {
			const code = await codeOf(consent, { code_challenge: challenge });
			const form = { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier };
			return await token(form);
		};
		expect(await exchange('other')).toMatchObject({ json: { status: 'BAD_CODE_VERIFIER' } });
		expect((await exchange(verifier)).status).toBe(200);
	});

	it('gives optional scopes as far as there are such', async () => {
		const callers = await app();
		const optional_scope = 'crm.lists.read crm.objects.unheard.read';
		const { scopes } = await installed(callers, { optional_scope });
		expect(scopes).toEqual(['oauth', 'crm.objects.contacts.read', 'crm.lists.read']);
	});
});

describe('HubSpot: scopes of the private token', () => {
	it('are as told, and each object asks for its own', async () => {
		const scopes = ['crm.objects.contacts.read', 'crm.objects.contacts.write'];
		const { hubspot } = await started({ hubspot: { scopes, records: { contacts: 1 } } });
		const needed = async (call: string, body?: object) => {
			const answer = await hubspot(call, body);
			if (answer.status !== 403) return answer.status;
			return JSON.parse(answer.text).errors[0].context.requiredGranularScopes;
		};
		expect(await needed('GET /crm/v3/objects/notes')).toBe(200);
		expect(await needed('GET /crm/v3/objects/companies')).toEqual(['crm.objects.companies.read']);
		expect(await needed('GET /crm/v3/objects/tickets')).toEqual(['tickets']);
		expect(await needed('GET /crm/v3/objects/cars')).toEqual(['crm.objects.custom.read']);
		expect(await needed('POST /crm/v3/objects/leads', {})).toEqual(['crm.objects.leads.write']);
		expect(await needed('GET /crm/v3/properties/deals')).toEqual([
			'crm.schemas.deals.read',
			'crm.objects.deals.read',
		]);
		expect(await needed('GET /crm/v3/owners')).toEqual(['crm.objects.owners.read']);
		expect(await needed('POST /crm/v3/lists', {})).toEqual(['crm.lists.write']);
		expect(await needed('PUT /crm/v4/objects/contacts/1/associations/default/companies/2')).toEqual(
			['crm.objects.companies.write'],
		);
		expect(await needed('GET /account-info/v3/details')).toBe(200);
	});
});
