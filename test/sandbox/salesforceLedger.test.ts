import type { FaultKind } from '../../sandbox';
import { list, org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const CREATE = 'POST /composite/sobjects';

function lead(LastName: string): Record<string, unknown> {
	return { attributes: { type: 'Lead' }, LastName, Company: 'Acme' };
}

async function broken(kind: FaultKind) {
	const rules = [{ vendor: 'salesforce' as const, kind, at: [1] }];
	return await org({}, { faults: { seed: 1, rules } });
}

describe('Salesforce: the account of what was written', () => {
	it('tells a create that came again after its answer was lost', async () => {
		const { api, sandbox } = await broken('drop-after');
		const records = [lead('A'), lead('B')];
		await expect(api(CREATE, { records })).rejects.toThrow();
		expect(sandbox.state().salesforce).toMatchObject({
			createsResent: 0,
			appliedTwice: 0,
			unanswered: [{ operation: 'collections/create' }, { operation: 'collections/create' }],
		});
		await api(CREATE, { records });
		expect(sandbox.state().salesforce).toMatchObject({
			createsResent: 2,
			appliedTwice: 2,
			objects: { Lead: { records: 4, created: 4, appliedTwice: 2 } },
			byStatus: { none: 1, 200: 1 },
		});
	});

	it('knows the same row whatever the order of its fields, alone or among others', async () => {
		const { api, sandbox } = await org();
		await api('POST /sobjects/Lead', { Company: 'Acme', LastName: 'A' });
		await api(CREATE, { records: [lead('A')] });
		expect(sandbox.state().salesforce).toMatchObject({ createsResent: 1, appliedTwice: 1 });
	});

	it('has nothing against a create that came again when the first one did nothing', async () => {
		const { api, sandbox } = await broken('drop-before');
		await expect(api(CREATE, { records: [lead('A')] })).rejects.toThrow();
		await api(CREATE, { records: [lead('A')] });
		expect(sandbox.state().salesforce).toMatchObject({
			createsResent: 0,
			appliedTwice: 0,
			unanswered: [],
			objects: { Lead: { records: 1 } },
		});
	});

	it('counts a cut answer as lost, and no upsert as unanswered', async () => {
		const cut = await broken('cut-body');
		await expect(cut.api('POST /sobjects/Lead', lead('A'))).rejects.toThrow();
		expect(cut.sandbox.state().salesforce.unanswered).toMatchObject([{ operation: 'create' }]);
		const upsert = await broken('drop-after');
		const call = 'PATCH /sobjects/Lead/Ext__c/L-1';
		const fields = { LastName: 'A', Company: 'Acme' };
		await expect(upsert.api(call, fields)).rejects.toThrow();
		expect((await upsert.api(call, fields)).status).toBe(200);
		expect(upsert.sandbox.state().salesforce).toMatchObject({
			unanswered: [],
			createsResent: 0,
			appliedTwice: 0,
			repeatedWithoutEffect: 1,
		});
	});

	it('forgives a record that was deleted again', async () => {
		const { api, sandbox } = await org();
		const [{ id }] = list(await api(CREATE, { records: [lead('A')] }));
		await api(`DELETE /sobjects/Lead/${String(id)}`);
		await api(CREATE, { records: [lead('A')] });
		expect(sandbox.state().salesforce).toMatchObject({ createsResent: 0, appliedTwice: 0 });
	});

	it('starts anew with a reset, the records of the start with it', async () => {
		const { api, sandbox } = await org({ records: { Lead: 2 } });
		await api(CREATE, { records: [lead('A')] });
		expect(sandbox.salesforceRecords('Lead').map(({ fields }) => fields.LastName)).toEqual([
			'Lead 1',
			'Lead 2',
			'A',
		]);
		sandbox.reset();
		expect(sandbox.state().salesforce).toMatchObject({
			requests: 0,
			apiCalls: 0,
			objects: { Lead: { records: 2, created: 0 } },
		});
		expect((await api('GET /limits')).status).toBe(200);
	});

	it('answers other processes at the control address', async () => {
		const { api, sandbox } = await org({ records: { Lead: 1 } });
		const control = async (path: string, body?: object) =>
			await fetch(`${sandbox.urls.control}${path}`, {
				method: body === undefined ? 'GET' : 'POST',
				body: JSON.stringify(body),
			});
		expect(await (await control('/salesforce/records?type=Lead')).json()).toMatchObject([
			{ id: expect.stringMatching(/^00Q/), fields: { LastName: 'Lead 1' } },
		]);
		expect((await control('/salesforce/records?type=Nothing')).status).toBe(400);
		await control('/salesforce/usage', { used: 100_000 });
		expect((await api('GET /limits')).status).toBe(403);
		expect((await control('/salesforce/usage', { used: 'all' })).status).toBe(400);
		const locked = { rules: [{ kind: 'locked-row', vendor: 'salesforce', at: [1] }] };
		expect((await control('/faults', locked)).status).toBe(200);
		expect((await control('/faults', { rules: [{ kind: 'slow', vendor: 'x' }] })).status).toBe(400);
	});
});
