import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const CONTACTS = '/crm/objects/2026-03/contacts';

describe('HubSpot: one contact', () => {
	it('is created, read, changed, archived and gone, under any form of the path', async () => {
		const { hubspot, sandbox } = await started();
		const properties = { email: 'Ann.Lee@acme.example', firstname: 'Ann', city: 'Berlin' };
		const made = await hubspot(`POST ${CONTACTS}`, { properties });
		expect(made).toMatchObject({
			status: 201,
			json: { properties: { ...properties, hs_email_domain: 'acme.example' }, archived: false },
		});
		const [{ id }] = sandbox.contacts();

		const paths = [
			'/crm/v3/objects/contacts',
			'/crm/objects/2026-09/contacts',
			'/crm/v3/objects/0-1',
		];
		for (const path of paths) {
			expect(await hubspot(`GET ${path}/${id}`)).toMatchObject({ status: 200, json: { id } });
		}
		expect(
			await hubspot(`GET ${CONTACTS}/ann.lee@acme.example?idProperty=email&properties=city,phone`),
		).toMatchObject({ json: { id, properties: { city: 'Berlin', phone: null } } });

		const changed = await hubspot(`PATCH ${CONTACTS}/${id}`, { properties: { city: '' } });
		expect(changed).toMatchObject({ status: 200, json: { properties: { city: null } } });

		expect((await hubspot(`DELETE ${CONTACTS}/${id}`)).status).toBe(204);
		expect(await hubspot(`GET ${CONTACTS}/${id}`)).toMatchObject({
			status: 404,
			json: { category: 'OBJECT_NOT_FOUND' },
		});
		expect(await hubspot(`GET ${CONTACTS}/${id}?archived=true`)).toMatchObject({
			json: { archived: true, archivedAt: expect.any(String) },
		});
		expect((await hubspot(`POST ${CONTACTS}`, { properties })).status).toBe(201);
	});

	it('is refused a second time with 409, the id only in the text', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const [{ id, properties }] = sandbox.contacts();
		const email = properties.email.toUpperCase();
		expect(await hubspot(`POST ${CONTACTS}`, { properties: { email } })).toMatchObject({
			status: 409,
			json: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` },
		});
	});

	it('is refused for what HubSpot would not store, all findings at once', async () => {
		const { hubspot, sandbox } = await started();
		const refused = await hubspot(`POST ${CONTACTS}`, {
			properties: {
				email: 'foo',
				nickname: 'x',
				lifecyclestage: 'Lead',
				createdate: '2026-01-01',
				closedate: 'soon',
				associatedcompanyid: 'none',
			},
		});
		expect(refused).toMatchObject({ status: 400, json: { category: 'VALIDATION_ERROR' } });
		const { message, errors } = JSON.parse(refused.text);
		const [, listed] = /^Property values were not valid: (\[.*\])$/.exec(message) ?? [];
		expect(JSON.parse(listed)).toContainEqual(
			expect.objectContaining({
				isValid: false,
				message: 'Email address foo is invalid',
				error: 'INVALID_EMAIL',
				name: 'email',
			}),
		);
		expect(errors.map(({ code }: { code: string }) => code)).toEqual([
			'INVALID_EMAIL',
			'PROPERTY_DOESNT_EXIST',
			'INVALID_OPTION',
			'READ_ONLY_VALUE',
			'INVALID_DATE',
			'INVALID_INTEGER',
		]);
		expect(sandbox.contacts()).toEqual([]);
	});

	it('keeps a custom unique property unique', async () => {
		const { hubspot } = await started();
		await hubspot(`POST ${CONTACTS}`, { properties: { external_id: 'A1' } });
		const refused = await hubspot(`POST ${CONTACTS}`, { properties: { external_id: 'a1' } });
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('CONFLICTING_UNIQUE_VALUE');
	});

	it('appends to a multiple selection after a leading semicolon', async () => {
		const { hubspot, sandbox } = await started();
		await hubspot(`POST ${CONTACTS}`, { properties: { hs_buying_role: 'CHAMPION' } });
		const [{ id }] = sandbox.contacts();
		await hubspot(`PATCH ${CONTACTS}/${id}`, { properties: { hs_buying_role: ';END_USER' } });
		expect(sandbox.contacts()[0].properties.hs_buying_role).toBe('CHAMPION;END_USER');
	});
});

describe('HubSpot: lists and properties', () => {
	it('lists page by page until there is no paging', async () => {
		const { hubspot } = await started({ seedContacts: 25 });
		const ids = new Set<string>();
		let path = `${CONTACTS}?limit=10`;
		for (const count of [10, 10, 5]) {
			const page = JSON.parse((await hubspot(`GET ${path}`)).text);
			expect(page.results).toHaveLength(count);
			expect(page.total).toBeUndefined();
			for (const { id } of page.results) ids.add(id);
			path = `${CONTACTS}?limit=10&after=${page.paging?.next.after}`;
			expect(page.paging === undefined).toBe(count === 5);
		}
		expect(ids.size).toBe(25);
	});

	it('refuses a limit over 100', async () => {
		const { hubspot } = await started();
		expect((await hubspot(`GET ${CONTACTS}?limit=100`)).status).toBe(200);
		expect((await hubspot(`GET ${CONTACTS}?limit=101`)).status).toBe(400);
	});

	it('describes its properties, the custom unique one too', async () => {
		const { hubspot } = await started();
		for (const path of ['/crm/v3/properties/contacts', '/crm/properties/2026-03/contacts']) {
			const { results, paging } = JSON.parse((await hubspot(`GET ${path}`)).text);
			expect(results.length).toBeGreaterThanOrEqual(40);
			expect(paging).toBeUndefined();
			expect(results).toContainEqual(
				expect.objectContaining({
					name: 'external_id',
					hasUniqueValue: true,
					hubspotDefined: false,
				}),
			);
			expect(results).toContainEqual(
				expect.objectContaining({
					name: 'hs_email_domain',
					calculated: true,
					modificationMetadata: expect.objectContaining({ readOnlyValue: true }),
				}),
			);
		}
	});
});
