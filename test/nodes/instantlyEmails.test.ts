import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule, InstantlyOptions } from '../../sandbox';
import { FaultServer, reply as answer } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const start = async (options: InstantlyOptions = {}, ...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start({ emails: 4, ...options }, ...rules));
const run = async (operation: string, more: IDataObject, items: IDataObject[] = [{}]) =>
	await rig.run({ resource: 'email', operation, ...more }, items);
const BOX = 'box1@sandbox.example';
const GONE = '0199b1de-ffff-7000-8000-0000000000ff';
const once503: FaultRule = { kind: 'status-503', at: [1] };
const thenLost: FaultRule[] = [
	{ kind: 'burst-429', at: [1], length: 1 },
	{ kind: 'drop-after', at: [3] },
];
const bodyOf = async (parameters: IDataObject, item: IDataObject) => {
	const server = await FaultServer.start(systemClock);
	server.afterwards(answer(200, {}));
	await runInstantly(server.url, { resource: 'email', ...parameters }, [item]);
	await server.close();
	return JSON.parse(server.arrivals[0].body) as IDataObject;
};

describe('Email: Get', () => {
	const get = { emailId: '={{ $json.id }}' };

	test('success: one by one', async () => {
		await start();
		const ids = rig.ids('emails').slice(0, 2);
		const { outputs } = await run(
			'get',
			get,
			ids.map((id) => ({ id })),
		);
		expect(json(outputs[0])).toMatchObject([
			{ id: ids[0], subject: 'Re: Hello 1', eaccount: BOX },
			{ id: ids[1], subject: 'Re: Hello 2' },
		]);
	});

	test('a rejected row among good ones: one that is not there', async () => {
		await start();
		const { outputs } = await run('get', get, [{ id: GONE }, { id: rig.ids('emails')[0] }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
	});

	test('a retry after 503', async () => {
		await start({}, once503);
		expect((await run('get', get, [{ id: rig.ids('emails')[0] }])).outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});

	test('of an event of the trigger: its email_id comes first', async () => {
		await start();
		const [id] = rig.ids('emails');
		const { outputs } = await run('get', {}, [{ id: 'of something else', email_id: id }]);
		expect(json(outputs[0])).toMatchObject([{ id }]);
	});
});

describe('Email: Count Unread', () => {
	test('success: a number', async () => {
		await start();
		expect(json((await run('countUnread', {})).outputs[0])).toEqual([{ count: 2 }]);
		expect(rig.requests()).toEqual(['GET /emails/unread/count -> 200']);
	});

	test('a rejected row: a workspace without a paid plan', async () => {
		await start({ paid: false });
		const { outputs } = await run('countUnread', {});
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'payment-required' } }]);
	});

	test('a retry after 503', async () => {
		await start({}, once503);
		expect((await run('countUnread', {})).outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Email: Mark Thread as Read', () => {
	const mark = { threadId: '={{ $json.thread }}' };

	test('success: all emails of the thread', async () => {
		await start();
		const { outputs } = await run('markThreadAsRead', mark, [{ thread: 'thread 1' }]);
		expect(json(outputs[0])).toEqual([{ thread_id: 'thread 1', result: 'read' }]);
		expect(rig.records('emails').map(({ is_unread }) => is_unread)).toEqual([0, 0, 1, 0]);
		expect(rig.requests()).toEqual(['POST /emails/threads/thread%201/mark-as-read -> 200']);
	});

	test('a rejected row among good ones: no thread, and one that is not there', async () => {
		await start();
		const items = [{}, { thread: 'thread 9' }, { thread: 'thread 2' }];
		const { outputs } = await run('markThreadAsRead', mark, items);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'Thread ID is empty' },
			{ details: { reason: 'not-found' } },
		]);
	});

	test('a retry after an answer that was lost', async () => {
		await start({}, { kind: 'drop-after', at: [1] });
		const { outputs } = await run('markThreadAsRead', mark, [{ thread: 'thread 1' }]);
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Email: Reply', () => {
	const reply = {
		emailId: '={{ $json.id }}',
		account: by('={{ $json.from ?? "box1@sandbox.example" }}'),
		subject: 'Re: Hello',
		body: '={{ $json.text ?? "Thanks!" }}',
	};

	test('success: the email that was sent', async () => {
		await start();
		const [id] = rig.ids('emails');
		const { outputs } = await run('reply', reply, [{ id }]);
		expect(json(outputs[0])).toMatchObject([
			{ id: rig.ids('emails')[4], subject: 'Re: Hello', thread_id: 'thread 1', eaccount: BOX },
		]);
		expect(rig.requests()).toEqual(['POST /emails/reply -> 200']);
	});

	test('a rejected row among good ones: no such mailbox, no such email, no body', async () => {
		await start();
		const [id] = rig.ids('emails');
		const items = [{ id, from: 'other@sandbox.example' }, { id: GONE }, { id, text: ' ' }, { id }];
		const { outputs } = await run('reply', reply, items);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ details: { reason: 'not-found' } },
			{ details: { reason: 'not-found' } },
			{ error: 'Body is empty' },
		]);
	});

	test('a retry after 429, and none after an answer that was lost: nobody gets it twice', async () => {
		await start({}, ...thenLost);
		const [id] = rig.ids('emails');
		expect((await run('reply', reply, [{ id }])).outputs[0]).toHaveLength(1);
		const { outputs } = await run('reply', { ...reply, subject: 'Re: Again' }, [{ id }]);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
		expect(rig.requests()).toHaveLength(3);
		expect(rig.state.appliedTwice).toBe(0);
	});

	test('a text keeps its lines, and is no HTML', async () => {
		await start();
		const item = { id: rig.ids('emails')[0], text: 'a < b & c\nsecond line' };
		const parameters = { operation: 'reply', ...reply };
		expect((await bodyOf(parameters, item)).body).toEqual({
			text: 'a < b & c\nsecond line',
			html: 'a &lt; b &amp; c<br/>second line',
		});
		expect((await bodyOf({ ...parameters, bodyFormat: 'html' }, item)).body).toEqual({
			html: 'a < b & c\nsecond line',
		});
	});

	test('copies and further recipients', async () => {
		await start();
		const options = {
			cc_address_email_list: 'a@b.example; c@d.example',
			bcc_address_email_list: '',
			additional_recipients: ['e@f.example'],
		};
		const body = await bodyOf({ operation: 'reply', ...reply, options }, { id: GONE });
		expect(body).toMatchObject({
			reply_to_uuid: GONE,
			cc_address_email_list: 'a@b.example,c@d.example',
			additional_recipients: ['e@f.example'],
		});
		expect(body).not.toHaveProperty('bcc_address_email_list');
		const wrong = { ...options, cc_address_email_list: 'nobody' };
		const { outputs } = await run('reply', { ...reply, options: wrong }, [{ id: GONE }]);
		expect(json(outputs[1])[0].error).toBe('CC holds "nobody", which is not an email address');
	});
});

describe('Email: Forward', () => {
	const forward = {
		emailId: '={{ $json.id }}',
		account: by(BOX),
		to: '={{ $json.to }}',
		subject: 'Fwd: Hello',
		body: '={{ $json.text }}',
	};
	const to = 'colleague@sandbox.example';

	test('success: with the original behind it', async () => {
		await start();
		const [id] = rig.ids('emails');
		const { outputs } = await run('forward', forward, [{ id, to }]);
		expect(json(outputs[0])).toMatchObject([
			{ subject: 'Fwd: Hello', to_address_email_list: to, eaccount: BOX },
		]);
		expect(await bodyOf({ operation: 'forward', ...forward }, { id, to })).toEqual({
			reply_to_uuid: id,
			eaccount: BOX,
			to_address_email_list: to,
			subject: 'Fwd: Hello',
			include_original_body: true,
		});
	});

	test('a rejected row among good ones: nobody to send it to, and no such email', async () => {
		await start();
		const [id] = rig.ids('emails');
		const items = [{ id }, { id, to: 'nobody' }, { id: GONE, to }, { id, to }];
		const { outputs } = await run('forward', forward, items);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ error: 'To is empty' },
			{ error: 'To holds "nobody", which is not an email address' },
			{ details: { reason: 'not-found' } },
		]);
		const bare = { ...forward, includeOriginal: false };
		const { outputs: empty } = await run('forward', bare, [{ id, to }]);
		expect(json(empty[1])[0].error).toBe('There is nothing to send');
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		await start({}, ...thenLost);
		const [id] = rig.ids('emails');
		expect((await run('forward', forward, [{ id, to }])).outputs[0]).toHaveLength(1);
		const { outputs } = await run('forward', forward, [{ id, to, text: 'Look' }]);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
		expect(rig.requests()).toHaveLength(3);
	});
});

describe('the limit of lists of emails', () => {
	test('is kept from the first request on: the 21st in a minute does not leave', async () => {
		await start({ emails: 30 });
		const parameters = {
			returnAll: false,
			limit: 1,
			gtmInFlight: 1,
			gtmOptions: { deadline: 20 },
		};
		const { outputs } = await run('getAll', parameters, Array(22).fill({}));
		expect(outputs[0]).toHaveLength(20);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'deadline', outcome: 'not done' },
			{ reason: 'deadline' },
		]);
		expect(rig.requests()).toEqual(Array(20).fill('GET /emails -> 200'));
	});

	test('is not that of other requests', async () => {
		await start({ emails: 30 });
		const ids = rig.ids('emails').map((id) => ({ id }));
		const { outputs } = await run('get', { emailId: '={{ $json.id }}' }, ids);
		expect(outputs[0]).toHaveLength(30);
	});

	test('holds for all credentials of the account', async () => {
		await start({ emails: 30 });
		const parameters = { limit: 1, returnAll: false, gtmOptions: { deadline: 20 } };
		await run('getAll', parameters, Array(12).fill({}));
		const { outputs } = await rig.run(
			{ resource: 'email', operation: 'getAll', ...parameters },
			Array(12).fill({}),
			{ credential: { apiKey: 'c2FuZGJveC1pbnN0YW50bHk6cmVhZA==' } },
		);
		expect(outputs[0]).toHaveLength(8);
		expect(outputs[1]).toHaveLength(4);
	});
});
