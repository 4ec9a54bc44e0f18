import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule, InstantlyOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const start = async (options: InstantlyOptions = {}, ...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start(options, ...rules));
const once503: FaultRule = { kind: 'status-503', at: [1] };

describe('Email Verification: Verify', () => {
	const verify = async (items: IDataObject[], more: IDataObject = {}) =>
		await rig.run({ resource: 'emailVerification', operation: 'verify', ...more }, items);
	const good = { email: 'name+tag@company.example' };
	const PATH = '/email-verification/name%2Btag%40company.example';

	test('success: the result, which is waited for', async () => {
		await start({ verificationPolls: 2 });
		const { outputs } = await verify([good, { email: 'bad@company.example' }]);
		expect(json(outputs[0])).toEqual([
			{
				email: good.email,
				verification_status: 'verified',
				catch_all: false,
				credits: expect.any(Number),
				credits_used: 0.25,
			},
			expect.objectContaining({ verification_status: 'invalid' }),
		]);
		expect(rig.requests().filter((each) => each.includes('name%2Btag'))).toEqual([
			`GET ${PATH} -> 200`,
			`GET ${PATH} -> 200`,
		]);
		expect(rig.state.verifications.asked).toBe(2);
	});

	test('success at once: no further request', async () => {
		await start();
		const { outputs } = await verify([good]);
		expect(json(outputs[0])).toMatchObject([{ verification_status: 'verified' }]);
		expect(rig.requests()).toEqual(['POST /email-verification -> 200']);
	});

	test('a rejected row among good ones: no address, and an error inside a 200', async () => {
		await start();
		const items = [{ email: 'somebody' }, { email: 'error@company.example' }, good];
		const { outputs } = await verify(items);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'Email is "somebody", which is not an email address' },
			{ error: 'Instantly could not use the request: Verifier is down' },
		]);
	});

	test('a retry after 429, and none after an answer that was lost: it is looked up', async () => {
		await start({}, { kind: 'burst-429', at: [1], length: 1 }, { kind: 'drop-after', at: [3] });
		expect((await verify([{ email: 'other@company.example' }])).outputs[0]).toHaveLength(1);
		const { outputs } = await verify([good]);
		expect(json(outputs[0])).toMatchObject([
			{ email: good.email, verification_status: 'verified' },
		]);
		expect(rig.requests().slice(2)).toEqual([
			'POST /email-verification -> none',
			`GET ${PATH} -> 200`,
		]);
		expect(rig.state.verifications.asked).toBe(2);
	});

	test('a request that did not arrive, and cannot be looked up: unknown', async () => {
		await start({}, { kind: 'status-500', at: [1] });
		const { outputs } = await verify([good]);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
		expect(rig.state.verifications.asked).toBe(0);
	});

	test('one that takes too long', async () => {
		await start({ verificationPolls: 1_000 });
		const waitOptions = { firstLook: 0.01, longestWait: 0.001 };
		const { outputs } = await verify([good], { waitOptions });
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining(`the verification of ${good.email} is not done after 0 s`),
			details: { reason: 'deadline' },
		});
	});
});

/** A job of the sandbox that has just begun. */
async function begun(): Promise<string> {
	const parameters = {
		resource: 'account',
		operation: 'enableWarmup',
		account: by('box2+sales@sandbox.example'),
		waitForJob: false,
	};
	const { outputs } = await rig.run(parameters, [{}]);
	return String(json(outputs[0])[0].job_id);
}

describe('Background Job: Get', () => {
	const get = { resource: 'backgroundJob', operation: 'get' };

	test('success: how far it is', async () => {
		await start({ jobPolls: 4 });
		const job_id = await begun();
		const { outputs } = await rig.run(get, [{ job_id }]);
		expect(json(outputs[0])).toMatchObject([
			{ id: job_id, type: 'update-warmup-accounts', status: 'in-progress', progress: 25 },
		]);
	});

	test('a rejected row among good ones: no job', async () => {
		await start();
		const job_id = await begun();
		const { outputs } = await rig.run(get, [{ job_id: 'f'.repeat(24) }, {}, { job_id }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ details: { reason: 'not-found' } },
			{ error: 'Job ID is empty' },
		]);
	});

	test('a retry after 503', async () => {
		await start();
		const job_id = await begun();
		rig.sandbox.setFaults({ seed: 1, rules: [once503] });
		expect((await rig.run(get, [{ job_id }])).outputs[0]).toHaveLength(1);
	});
});

describe('Background Job: Wait For', () => {
	const waitFor = { resource: 'backgroundJob', operation: 'waitFor' };
	const looks = () => rig.requests().filter((each) => each.startsWith('GET'));

	test('success: the job at its end', async () => {
		await start({ jobPolls: 3 });
		const job_id = await begun();
		const { outputs } = await rig.run(waitFor, [{ job_id }]);
		expect(json(outputs[0])).toMatchObject([{ id: job_id, status: 'success', progress: 100 }]);
		expect(looks()).toHaveLength(3);
	});

	test('a rejected row among good ones: one that is not there', async () => {
		await start();
		const job_id = await begun();
		const { outputs } = await rig.run(waitFor, [{ job_id: 'f'.repeat(24) }, { job_id }]);
		expect(json(outputs[0])).toMatchObject([{ id: job_id }]);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
	});

	test('a retry after 503, in the middle of it', async () => {
		await start({ jobPolls: 3 });
		const job_id = await begun();
		rig.sandbox.setFaults({ seed: 1, rules: [{ kind: 'status-503', at: [2] }] });
		expect((await rig.run(waitFor, [{ job_id }])).outputs[0]).toHaveLength(1);
		expect(looks()).toHaveLength(4);
	});

	test('one that fails, and one that takes too long', async () => {
		await start({ jobsFail: true });
		const { outputs: failed } = await rig.run(waitFor, [{ job_id: await begun() }]);
		expect(json(failed[1])[0].error).toContain('has failed: The job ran out of memory');
		await rig.stop();
		await start({ jobPolls: 1_000 });
		const job_id = await begun();
		const waitOptions = { firstLook: 0.01, longestWait: 0.001 };
		const { outputs: late } = await rig.run({ ...waitFor, waitOptions }, [{ job_id }]);
		expect(json(late[1])[0].details).toMatchObject({ reason: 'deadline', outcome: 'unknown' });
	});

	test('an execution that is stopped waits no longer', async () => {
		await start({ jobPolls: 1_000_000 });
		const job_id = await begun();
		// It has looked: now it is stopped, and ends, where it would go on for a million looks.
		const looked = (async () => {
			while (looks().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		})();
		await rig.run(waitFor, [{ job_id }], { stopWhen: looked });
		// The look under way at the stop may still arrive; no further one does.
		const before = looks().length;
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(looks().length).toBeLessThanOrEqual(before + 1);
	});

	test('the words of the starter kit for an end', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server
			.answers(
				reply(200, { id: 'a', status: 'draining' }),
				reply(200, { id: 'a', status: 'completed' }),
			)
			.answers(reply(200, { id: 'b', status: 'error' }), reply(200, { id: 'b', status: 'error' }));
		const run = async () =>
			await runInstantly(server.url, waitFor, [{ job_id: 'a'.repeat(24) }], {
				onError: 'continueErrorOutput',
			});
		expect(json((await run()).outputs[0])).toMatchObject([{ status: 'completed' }]);
		expect(json((await run()).outputs[1])[0].error).toContain('has failed: error');
		await server.close();
	});
});
