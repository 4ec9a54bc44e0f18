import type { FaultKind, FaultPlan, VendorName } from '../../sandbox';
import { demoPlan, FaultSchedule } from '../../sandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const LIST = 'GET /crm/v3/objects/contacts';
const HEALTH = 'GET /auth/health';

function plan(...rules: FaultPlan['rules']): FaultPlan {
	return { seed: 1, rules };
}

/** The faults of a run: ten bulk matches to one batch write, after the searches. */
function faultsOf(seed: number, arrivals: number): Array<FaultKind | undefined> {
	const schedule = new FaultSchedule(demoPlan(seed));
	return Array.from({ length: arrivals }, (_, place) => {
		const vendor: VendorName = place % 11 === 10 ? 'hubspot' : 'apollo';
		const path =
			vendor === 'hubspot' ? '/crm/v3/objects/contacts/batch/upsert' : '/api/v1/people/match';
		return schedule.next(vendor, 'POST', path)?.kind;
	});
}

describe('Fault plans', () => {
	it('are the same for the same seed and others for another', () => {
		expect(faultsOf(3, 600)).toEqual(faultsOf(3, 600));
		expect(faultsOf(3, 600)).not.toEqual(faultsOf(4, 600));
	});

	it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
		'demo with seed %i: more than 25 faults to retry and both bursts in 600 arrivals',
		(seed) => {
			const faults = faultsOf(seed, 600).filter((kind) => kind !== undefined);
			const count = (kind: FaultKind) => faults.filter((each) => each === kind).length;
			expect(faults.filter((kind) => kind !== 'slow').length).toBeGreaterThan(25);
			// Even without those whose outcome a careful client cannot know:
			expect(count('status-503') + count('drop-before') + count('burst-429')).toBeGreaterThan(25);
			expect(count('status-503')).toBeGreaterThanOrEqual(23);
			expect(count('drop-before')).toBeGreaterThanOrEqual(5);
			expect(count('drop-after')).toBeGreaterThanOrEqual(5);
			expect(count('cut-body')).toBeGreaterThanOrEqual(2);
			expect(count('burst-429')).toBe(5);
		},
	);

	it('take the nth arrivals, of a vendor, a method and a path', async () => {
		const { apollo, hubspot, sandbox } = await started({
			faults: plan({
				kind: 'status-503',
				vendor: 'hubspot',
				method: 'GET',
				path: 'contacts$',
				at: [2],
			}),
		});
		const statuses: number[] = [];
		for (const call of [LIST, 'GET /account-info/v3/details', LIST, LIST]) {
			await apollo(HEALTH);
			statuses.push((await hubspot(call)).status);
		}
		expect(statuses).toEqual([200, 200, 503, 200]);
		expect(sandbox.state().faults).toEqual({ 'status-503': 1 });
	});

	it('answer in the form of the vendor', async () => {
		const faults = plan(
			{ kind: 'status-503', at: [1], retryAfter: 4 },
			{ kind: 'status-500', at: [2] },
			{ kind: 'html-502', at: [3] },
			{ kind: 'expired-token', at: [4] },
			{ kind: 'burst-429', at: [5], length: 2, retryAfter: 9 },
		);
		const { apollo, hubspot, sandbox } = await started({ faults });
		const [unavailable, failed, bad, expired, burst, burstAgain, fine] = [
			await hubspot(LIST),
			await hubspot(LIST),
			await hubspot(LIST),
			await hubspot(LIST),
			await hubspot(LIST),
			await hubspot(LIST),
			await hubspot(LIST),
		];
		expect(unavailable).toMatchObject({ status: 503, json: undefined });
		expect(unavailable.headers.get('retry-after')).toBe('4');
		expect(failed).toMatchObject({ status: 500, json: { status: 'error' } });
		expect(bad.headers.get('content-type')).toMatch(/^text\/html/);
		expect(expired).toMatchObject({ status: 401, json: { category: 'EXPIRED_AUTHENTICATION' } });
		expect(burst).toMatchObject({ status: 429, json: { policyName: 'TEN_SECONDLY_ROLLING' } });
		expect([burstAgain.status, fine.status]).toEqual([429, 200]);

		sandbox.setFaults(faults);
		expect((await apollo(HEALTH)).status).toBe(503);
		expect(await apollo(HEALTH)).toMatchObject({
			status: 500,
			json: { error: expect.any(String) },
		});
		expect((await apollo(HEALTH)).status).toBe(502);
		expect((await apollo(HEALTH)).text).toMatch(/^Invalid API key/);
		const limited = await apollo(HEALTH);
		expect(limited).toMatchObject({ status: 429, json: { message: expect.any(String) } });
		expect(limited.headers.get('retry-after')).toBe('9');
		expect(sandbox.state()).toMatchObject({
			apollo: { rateLimited: 1 },
			hubspot: { rateLimited: 2 },
		});
	});

	it('make an answer wait', async () => {
		const { hubspot } = await started({ faults: plan({ kind: 'slow', at: [1], ms: 150 }) });
		const before = Date.now();
		expect((await hubspot(LIST)).status).toBe(200);
		expect(Date.now() - before).toBeGreaterThanOrEqual(145);
	});
});
