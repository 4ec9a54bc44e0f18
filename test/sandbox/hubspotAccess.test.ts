import { SANDBOX_HUBSPOT_EXPIRED_TOKEN, SANDBOX_HUBSPOT_READ_ONLY_TOKEN } from '../../sandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const CONTACTS = '/crm/objects/2026-03/contacts';

describe('HubSpot: who may call', () => {
	it('tells its account to a good token', async () => {
		const { hubspot } = await started();
		expect(await hubspot('GET /account-info/v3/details')).toMatchObject({
			status: 200,
			json: { portalId: expect.any(Number), timeZone: 'UTC' },
		});
		expect((await hubspot('GET /account-info/2026-03/details')).status).toBe(200);
	});

	it('answers an unknown path with an HTML page, even to strangers', async () => {
		const { hubspot } = await started();
		const answer = await hubspot('GET /crm/v3/objects/contactz', undefined, { authorization: '' });
		expect(answer.status).toBe(404);
		expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
		expect((await hubspot('PUT /crm/v3/objects/contacts', {})).status).toBe(404);
	});

	it('refuses without a token, with an old one and with a malformed one', async () => {
		const { hubspot } = await started();
		const as = async (authorization: string) =>
			await hubspot(`GET ${CONTACTS}`, undefined, { authorization });
		expect(await as('')).toMatchObject({
			status: 401,
			json: { category: 'INVALID_AUTHENTICATION', correlationId: expect.any(String) },
		});
		expect(await as(`Bearer ${SANDBOX_HUBSPOT_EXPIRED_TOKEN}`)).toMatchObject({
			status: 401,
			json: {
				category: 'EXPIRED_AUTHENTICATION',
				message: expect.stringMatching(/expired \d+ second\(s\) ago/),
				context: { 'expire time': [expect.any(String)] },
			},
		});
		expect(await as('Bearer nonsense')).toMatchObject({
			status: 401,
			json: { message: expect.stringMatching(/expired 20\d{3} day\(s\) ago/) },
		});
	});

	it('names the scope a token lacks', async () => {
		const { hubspot } = await started();
		const authorization = `Bearer ${SANDBOX_HUBSPOT_READ_ONLY_TOKEN}`;
		expect((await hubspot(`GET ${CONTACTS}`, undefined, { authorization })).status).toBe(200);
		expect(await hubspot(`POST ${CONTACTS}`, { properties: {} }, { authorization })).toMatchObject({
			status: 403,
			json: {
				category: 'MISSING_SCOPES',
				errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }],
				links: { scopes: expect.any(String) },
			},
		});
	});

	it('wants JSON to be called JSON', async () => {
		const { hubspot } = await started();
		const text = { 'content-type': 'text/plain' };
		expect((await hubspot(`POST ${CONTACTS}`, '{}', text)).status).toBe(415);
		expect(await hubspot(`POST ${CONTACTS}`, '{nonsense')).toMatchObject({
			status: 400,
			json: { category: 'VALIDATION_ERROR' },
		});
	});

	it('answers a far too long address with 414', async () => {
		const { hubspot } = await started();
		const names = 'firstname,'.repeat(900);
		expect((await hubspot(`GET ${CONTACTS}?properties=${names}`)).status).toBe(414);
	});
});
