import type { FaultPlan } from '../../sandbox';
import { SANDBOX_HUBSPOT_TOKEN } from '../../sandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const CREATE = 'POST /crm/v3/objects/contacts';

function plan(...rules: FaultPlan['rules']): FaultPlan {
	return { seed: 1, rules };
}

describe('Lost answers', () => {
	const properties = { email: 'ann@acme.example' };

	it('drop-before: nothing was applied', async () => {
		const { hubspot, sandbox } = await started({ faults: plan({ kind: 'drop-before', at: [1] }) });
		await expect(hubspot(CREATE, { properties })).rejects.toThrow();
		expect(sandbox.emails()).toEqual([]);
		expect(sandbox.arrivals()).toEqual([
			expect.objectContaining({ n: 1, fault: 'drop-before', applied: false }),
		]);
		expect((await hubspot(CREATE, { properties })).status).toBe(201);
		expect(sandbox.state()).toMatchObject({ createsResent: 0, unanswered: [] });
	});

	it.each(['drop-after', 'cut-body'] as const)(
		'%s: applied, and the caller cannot know',
		async (kind) => {
			const { hubspot, sandbox } = await started({ faults: plan({ kind, at: [1] }) });
			await expect(hubspot(CREATE, { properties })).rejects.toThrow();
			expect(sandbox.emails()).toEqual(['ann@acme.example']);
			expect(sandbox.arrivals()[0]).toMatchObject({ applied: true, rows: 1 });
			expect(sandbox.state().unanswered).toEqual([
				{ operation: 'create', key: 'ann@acme.example' },
			]);

			expect((await hubspot(CREATE, { properties })).status).toBe(409);
			expect(sandbox.state()).toMatchObject({ createsResent: 1, appliedTwice: 0 });
		},
	);

	it('a caller that gives up waiting has lost the answer too', async () => {
		const { sandbox } = await started({ faults: plan({ kind: 'slow', at: [1], ms: 120 }) });
		const call = fetch(`${sandbox.urls.hubspot}/crm/v3/objects/contacts`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${SANDBOX_HUBSPOT_TOKEN}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ properties }),
			signal: AbortSignal.timeout(40),
		});
		await expect(call).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(sandbox.state().unanswered).toEqual([{ operation: 'create', key: 'ann@acme.example' }]);
	});

	it('counts a second record of one person who has no email', async () => {
		const { hubspot, sandbox } = await started({ faults: plan({ kind: 'drop-after', at: [1] }) });
		const batch = { inputs: [{ properties: { firstname: 'Ann', lastname: 'Lee' } }] };
		const again = { inputs: [{ properties: { lastname: 'Lee', firstname: 'Ann' } }] };
		await expect(hubspot(`${CREATE}/batch/create`, batch)).rejects.toThrow();
		expect((await hubspot(`${CREATE}/batch/create`, again)).status).toBe(201);
		expect(sandbox.state()).toMatchObject({
			hubspot: { contacts: 2, created: 2 },
			appliedTwice: 1,
			createsResent: 1,
			unanswered: [{ operation: 'batch/create' }],
		});
	});

	it('does not call a lost upsert unanswered: sending it again is safe', async () => {
		const { hubspot, sandbox } = await started({ faults: plan({ kind: 'drop-after', at: [1] }) });
		const inputs = [{ id: properties.email, idProperty: 'email', properties }];
		await expect(hubspot(`${CREATE}/batch/upsert`, { inputs })).rejects.toThrow();
		expect((await hubspot(`${CREATE}/batch/upsert`, { inputs })).status).toBe(200);
		expect(sandbox.state()).toMatchObject({
			hubspot: { contacts: 1, created: 1 },
			unanswered: [],
			appliedTwice: 0,
			repeatedWithoutEffect: 1,
		});
	});
});
