import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, reset, type Arrival } from '../conformance/server/faultServer';
import { json, ownLog, runApi } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = (entries: Record<string, unknown>) => ({
	parameter: Object.entries(entries).map(([name, value]) => ({ name, value })),
});
const send = (rest: IDataObject = {}): IDataObject => ({
	operation: 'send',
	url: `${server.url}/things`,
	...rest,
});
const only = () => server.arrivals[0] as Arrival;

describe('the request', () => {
	test('GET with query parameters of the URL and of the field, and headers', async () => {
		server.answers(reply(200, { id: 1 }));
		const run = await runApi(
			{
				operation: 'send',
				url: '={{ $json.host }}/people/{{ $json.id }}?a=1&a=2',
				query: pairs({ name: '={{ $json.name }}', missing: '={{ $json.nothing }}' }),
				headers: pairs({ 'X-Team': 'gtm' }),
			},
			[{ host: server.url, id: 7, name: 'Ada & Co' }],
		);
		expect(run.error).toBeUndefined();
		expect(json(run.outputs[0])).toEqual([{ id: 1 }]);
		expect(only()).toMatchObject({ method: 'GET', path: '/people/7?a=1&a=2&name=Ada+%26+Co' });
		expect(only().headers['x-team']).toBe('gtm');
		expect(only().headers).toHaveProperty('traceparent');
		// The log shows the path as it was written: values may be personal.
		expect(log.rows().at(-1)).toMatchObject({ vendor: 'API', status: 200, operation: 'rest.send' });
		expect(String(log.rows().at(-1)?.path)).toContain('/people/{{ $json.id }}');
		expect(String(log.rows().at(-1)?.path)).not.toContain('Ada');
	});

	test('one request for each item, paired and in order, over one connection', async () => {
		server.afterwards(({ path }) => reply(200, { path }));
		const items = Array.from({ length: 12 }, (_, id) => ({ id }));
		const run = await runApi(send({ url: `=${server.url}/{{ $json.id }}` }), items);
		expect(json(run.outputs[0])).toEqual(items.map(({ id }) => ({ path: `/${id}` })));
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test.each([
		[
			'fields keep their type',
			{
				bodyType: 'fields',
				bodyFields: pairs({ name: 'Ada', age: '={{ 36 }}', tags: '={{ ["a"] }}' }),
			},
			'application/json',
			'{"name":"Ada","age":36,"tags":["a"]}',
		],
		[
			'JSON',
			{ bodyType: 'json', jsonBody: '{"a": {{ $json.id }} }' },
			'application/json',
			'{"a":7}',
		],
		[
			'JSON by expression',
			{ bodyType: 'json', jsonBody: '={{ $json }}' },
			'application/json',
			'{"id":7}',
		],
		[
			'form',
			{ bodyType: 'form', bodyFields: pairs({ a: 'x y', b: '={{ [1, 2] }}' }) },
			'application/x-www-form-urlencoded',
			'a=x+y&b=1&b=2',
		],
		['raw', { bodyType: 'raw', rawType: 'text/csv', rawBody: 'a,b\n1,2' }, 'text/csv', 'a,b\n1,2'],
		['none', { bodyType: 'none' }, undefined, ''],
	])('body: %s', async (_, body: IDataObject, type, text) => {
		server.afterwards(reply(201, { ok: true }));
		const written = body.jsonBody;
		const asExpression =
			typeof written === 'string' && !written.startsWith('=') ? { jsonBody: `=${written}` } : {};
		await runApi(send({ method: 'POST', ...body, ...asExpression }), [{ id: 7 }]);
		expect(only().body).toBe(text);
		expect(only().headers['content-type']).toBe(type);
	});

	test('a file of the item is sent as it is, with its type', async () => {
		server.afterwards(reply(200, { ok: true }));
		const data = Buffer.from([0, 1, 2, 255]).toString('base64');
		await runApi(send({ method: 'PUT', bodyType: 'file', inputField: 'pdf' }), [{}], {
			binary: { pdf: { data, mimeType: 'application/pdf' } },
		});
		expect(only().headers).toMatchObject({
			'content-type': 'application/pdf',
			'content-length': '4',
		});
	});

	test('a form with files: values and files as parts', async () => {
		server.afterwards(reply(200, { ok: true }));
		const parameters = send({
			method: 'POST',
			bodyType: 'multipart',
			bodyFields: { parameter: [{ name: 'folder', value: '={{ $json.folder }}' }] },
			files: { file: [{ name: 'upload', inputField: 'csv' }] },
		});
		const data = Buffer.from('email\nada@company.example\n').toString('base64');
		await runApi(parameters, [{ folder: 'imports' }], {
			binary: { csv: { data, mimeType: 'text/csv', fileName: 'people.csv' } },
		});
		const { headers, body } = only();
		const type = String(headers['content-type']);
		expect(type).toMatch(/^multipart\/form-data; boundary=/);
		const form = await new Response(body, { headers: { 'content-type': type } }).formData();
		expect(form.get('folder')).toBe('imports');
		const file = form.get('upload') as File;
		expect([file.name, file.type, await file.text()]).toEqual([
			'people.csv',
			'text/csv',
			'email\nada@company.example\n',
		]);
	});

	test('no file in that field: what to do, and nothing is sent', async () => {
		const run = await runApi(send({ method: 'PUT', bodyType: 'file' }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('no file in "data"') as string },
		]);
		expect(server.arrivals).toEqual([]);
	});

	test('an answer kept as a file: bytes, type and name', async () => {
		const body = Buffer.from([80, 75, 3, 4]);
		server.answers({
			status: 200,
			body,
			headers: {
				'content-type': 'application/zip',
				'content-disposition': 'attachment; filename="all.zip"',
			},
		});
		const run = await runApi(send({ answerAs: 'bytes', outputField: 'zip' }));
		expect(run.error).toBeUndefined();
		const file = run.outputs[0]?.[0]?.binary?.zip;
		expect(file).toMatchObject({ fileName: 'all.zip', mimeType: 'application/zip' });
		expect(Buffer.from(file?.data ?? '', 'base64')).toEqual(body);
	});

	test.each([
		[reply(200, [{ id: 1 }, { id: 2 }]), {}, [{ id: 1 }, { id: 2 }]],
		[reply(200, { data: [{ id: 1 }] }), {}, [{ data: [{ id: 1 }] }]],
		[reply(200, { data: [{ id: 1 }, 'x'] }), { recordsPath: 'data' }, [{ id: 1 }, { value: 'x' }]],
		[reply(200, [1, 2]), { split: false }, [{ value: [1, 2] }]],
		[{ status: 204 }, {}, [{}]],
		[reply(200, 'a,b', { 'content-type': 'text/csv' }), {}, [{ value: 'a,b' }]],
	])('answer %# becomes items', async (answer, parameters: IDataObject, items) => {
		server.answers(answer);
		const run = await runApi(send(parameters));
		expect(json(run.outputs[0])).toEqual(items);
	});

	test('with status and headers', async () => {
		server.answers(reply(201, { id: 1 }, { 'x-team': 'gtm' }));
		const run = await runApi(send({ options: { fullAnswer: true } }));
		expect(json(run.outputs[0])).toMatchObject([
			{ statusCode: 201, headers: { 'x-team': 'gtm' }, body: { id: 1 } },
		]);
	});
});

describe('what goes wrong', () => {
	test.each([
		['', /URL is empty/],
		['api.example.com/contacts', /has no scheme/],
		['/contacts', /only a path/],
		['ftp://example.com', /begins with "ftp:"/],
		['https://user:secret@example.com/', /user name or a password/],
		['https://example.com/#top', /holds a "#"/],
		['https://example.com/100%', /"%"/],
		['https://example.com/%zz', /"%zz"/],
		['https://exa mple.com/', /not a URL/],
		['https://example.com/a\nb', /line break/],
	])('URL %j: what to change, and no send', async (url, message) => {
		const run = await runApi({ operation: 'send', url }, [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringMatching(message) as string },
		]);
	});

	test('a path with spaces and letters of all kinds is escaped', async () => {
		server.afterwards(reply(200, {}));
		await runApi(send({ url: `${server.url}/größe/a b/{c}` }));
		expect(only().path).toBe('/gr%C3%B6%C3%9Fe/a%20b/%7Bc%7D');
	});

	test.each([
		['{"a": 1,}', /line 1, column 9/],
		['{\n  "a": tru\n}', /line 2, column/],
		['{"a": 1', /too early/],
	])('JSON body %j: where it stops being JSON', async (jsonBody, message) => {
		const run = await runApi(send({ method: 'POST', bodyType: 'json', jsonBody }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringMatching(message) as string },
		]);
		expect(server.arrivals).toEqual([]);
	});

	test.each([
		[{ message: 'no such field' }, 'no such field'],
		[{ error: 'invalid_grant', error_description: 'expired' }, 'expired'],
		[{ error: { message: 'bad email', code: 'E1' } }, 'bad email'],
		[{ errors: [{ detail: 'too long', source: { pointer: '/data/name' } }] }, 'too long'],
		[{ errors: { email: ['is taken', 'is odd'] } }, 'email: is taken, is odd'],
		[{ title: 'Bad', detail: 'amount is negative', type: 'about:blank' }, 'amount is negative'],
		['plain words', 'plain words'],
	])('400 %j: its words are in the error', async (body, words) => {
		server.afterwards(reply(400, body));
		const run = await runApi(send(), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error: expect.stringContaining(words) as string,
				details: { status: 400, outcome: 'not done' },
			},
		]);
		expect(server.arrivals).toHaveLength(1);
	});

	test('401 at the first of 20 items: not asked 20 times', async () => {
		server.afterwards(reply(401, { message: 'bad key' }));
		const items = Array.from({ length: 20 }, (_, id) => ({ id }));
		const run = await runApi(send({ gtmInFlight: 1 }), items, goOn);
		expect(server.arrivals).toHaveLength(1);
		expect(run.outputs[1]).toHaveLength(20);
	});

	test('an error inside a 200, by its path', async () => {
		server.afterwards(reply(200, { ok: false, error: 'channel_not_found' }));
		const innerError = {
			rule: { path: 'ok', is: 'different', value: 'true', messageAt: 'error', status: 400 },
		};
		const run = await runApi(send({ innerError }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('channel_not_found') as string },
		]);
	});
});

describe('repeating', () => {
	const post = (options: IDataObject = {}) =>
		send({ method: 'POST', bodyType: 'json', jsonBody: '{"a":1}', options });

	test('GET after a reset and a 503: sent again', async () => {
		server.answers(reset, reply(503), reply(200, { id: 1 }));
		expect(json((await runApi(send())).outputs[0])).toEqual([{ id: 1 }]);
	});

	test('POST whose answer is lost: 1 send, unknown outcome', async () => {
		server.afterwards(reset);
		const run = await runApi(post(), [{}], goOn);
		expect(server.arrivals).toHaveLength(1);
		expect(json(run.outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
	});

	test('the same, said to be safe: sent again', async () => {
		server.answers(reset, reply(200, { id: 1 }));
		expect(json((await runApi(post({ safeToRepeat: 'yes' }))).outputs[0])).toEqual([{ id: 1 }]);
	});

	test('an idempotency key: one for each item, the same in each attempt', async () => {
		server.answers(reset, reply(200, {}), reply(200, {}));
		await runApi({ ...post({ idempotencyHeader: 'Idempotency-Key' }), gtmInFlight: 1 }, [{}, {}]);
		const keys = server.arrivals.map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(3);
		expect(keys[0]).toBe(keys[1]);
		expect(keys[2]).not.toBe(keys[1]);
	});

	test('429 with any dialect of headers: held, then sent', async () => {
		server.answers(
			reply(429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
			reply(200, { id: 1 }),
		);
		const run = await runApi(send());
		expect(json(run.outputs[0])).toEqual([{ id: 1 }]);
		expect(run.hints.map(({ message }) => message).join()).toMatch(/1 answer over the rate limit/);
	});
});

describe('credentials', () => {
	const base = () => ({ baseUrl: `${server.url}/v1`, account: '' });
	const KEY = 'key-0123456789';

	test.each<[string, string, string, IDataObject, Record<string, string>, string]>([
		[
			'apiKey',
			'gtmApiKeyApi',
			'a header',
			{ apiKey: KEY, name: 'X-Key', sendIn: 'header' },
			{ 'x-key': KEY },
			'/v1/me',
		],
		[
			'apiKey',
			'gtmApiKeyApi',
			'a header with a prefix',
			{ apiKey: KEY, name: 'Authorization', sendIn: 'header', prefix: 'Token' },
			{ authorization: `Token ${KEY}` },
			'/v1/me',
		],
		[
			'apiKey',
			'gtmApiKeyApi',
			'the query',
			{ apiKey: KEY, name: 'api_key', sendIn: 'query' },
			{},
			`/v1/me?api_key=${KEY}`,
		],
		[
			'bearer',
			'gtmBearerTokenApi',
			'bearer',
			{ token: KEY },
			{ authorization: `Bearer ${KEY}` },
			'/v1/me',
		],
		[
			'basic',
			'gtmBasicAuthApi',
			'basic',
			{ user: 'ada', password: KEY },
			{ authorization: `Basic ${Buffer.from(`ada:${KEY}`).toString('base64')}` },
			'/v1/me',
		],
	])(
		'%s by %s in %s; the URL is a path behind the base URL',
		async (authentication, type, _, data, headers, path) => {
			server.afterwards(reply(200, { id: 1 }));
			const run = await runApi({ operation: 'send', authentication, url: '/me' }, [{}], {
				credentials: { [type]: { ...base(), ...data } },
			});
			expect(run.error).toBeUndefined();
			expect(only().path).toBe(path);
			expect(only().headers).toMatchObject(headers);
			expect(JSON.stringify(log.rows())).not.toContain(KEY);
		},
	);

	test('an empty key: said before anything is sent', async () => {
		const run = await runApi({ operation: 'send', authentication: 'bearer', url: '/me' }, [{}], {
			credentials: { gtmBearerTokenApi: { ...base(), token: '' } },
			...goOn,
		});
		expect(json(run.outputs[1])).toMatchObject([{ error: 'Token is empty' }]);
		expect(server.arrivals).toEqual([]);
	});

	test('a host that the credential does not allow: refused', async () => {
		const run = await runApi(send({ authentication: 'bearer' }), [{}], {
			credentials: {
				gtmBearerTokenApi: {
					token: KEY,
					allowedHttpRequestDomains: 'domains',
					allowedDomains: 'api.example.com',
				},
			},
			...goOn,
		});
		expect(json(run.outputs[1])).toMatchObject([{ details: { reason: 'domain-not-allowed' } }]);
		expect(server.arrivals).toEqual([]);
	});

	test('the limit of the credential is kept', async () => {
		server.afterwards(reply(200, {}));
		await runApi({ operation: 'send', authentication: 'bearer', url: '/me' }, [{}, {}, {}], {
			credentials: { gtmBearerTokenApi: { ...base(), token: KEY, rateLimit: 2, rateWindow: 1 } },
		});
		const at = server.arrivals.map(({ at: when }) => when);
		expect((at[2] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(900);
	});
});

describe('what a second try of the node sends', () => {
	const post = (rest: IDataObject = {}): IDataObject => ({
		operation: 'send',
		method: 'POST',
		url: `${server.url}/people`,
		bodyType: 'json',
		jsonBody: '{}',
		gtmRetries: 1,
		...rest,
	});
	const keys = () => server.arrivals.map(({ headers }) => headers['idempotency-key']);

	test('with an idempotency key: the same key in all tries, another for another item', async () => {
		server.answers(reply(500), reply(500), reply(200, { id: 1 }), reply(200, { id: 2 }));
		const options = { idempotencyHeader: 'Idempotency-Key' };
		const run = await runApi(post({ options, gtmInFlight: 1 }), [{ n: 1 }, { n: 2 }], {
			retryOnFail: true,
		});
		expect(run.outputs[0]).toHaveLength(2);
		const [first, second, third, fourth] = keys();
		expect([second, third]).toEqual([first, first]);
		expect(fourth).not.toBe(first);
		expect(server.arrivals).toHaveLength(4);
	});

	test('a batch has no key that lasts: what is unknown is not sent again', async () => {
		server.afterwards(reply(500));
		const options = { idempotencyHeader: 'Idempotency-Key' };
		const parameters = post({
			together: true,
			itemTemplate: '={{ $json }}',
			bodyTemplate: '"$items"',
			options,
		});
		await runApi(parameters, [{ n: 1 }, { n: 2 }], { ...goOn, retryOnFail: true });
		expect(new Set(keys()).size).toBe(1);
		expect(server.arrivals).toHaveLength(2);
	});

	test('a refused credential is not tried for each item; an item with its own is', async () => {
		server.afterwards(({ headers }) =>
			headers.authorization === 'Bearer bad' ? reply(401) : reply(200, { id: 1 }),
		);
		const own = {
			headers: { parameter: [{ name: 'Authorization', value: '={{ "Bearer " + $json.token }}' }] },
		};
		const items = [{ token: 'bad' }, { token: 'good' }, { token: 'good' }];
		const run = await runApi(post({ ...own, gtmInFlight: 1 }), items, goOn);
		expect(run.outputs[0]).toHaveLength(2);
		expect(run.outputs[1]).toHaveLength(1);
	});
});

test('a redirect to another host: a header that the user typed stays behind', async () => {
	const other = await FaultServer.start(systemClock);
	other.afterwards(reply(200, { id: 1 }));
	server.afterwards(
		reply(302, {}, { location: `${other.url.replace('127.0.0.1', 'localhost')}/a` }),
	);
	const headers = { parameter: [{ name: 'X-Api-Key', value: 'typed-key-0123456789' }] };
	const url = `${server.url}/a`;
	await runApi({ operation: 'send', url, headers }, [{}], goOn);
	await other.close();
	expect(JSON.stringify(server.arrivals)).toContain('typed-key-0123456789');
	expect(JSON.stringify(other.arrivals)).not.toContain('typed-key-0123456789');
});

test('the log keeps no address that is a secret, and no value of an expression', async () => {
	server.afterwards(reply(200, {}));
	const hook = `${server.url}/services/T0AB/B0CD/a1B2c3D4e5F6g7H8i9J0k1L2`;
	await runApi({ operation: 'send', url: hook });
	const url = `=${server.url}/g/{{ $json.email }}`;
	const graphql = { resource: 'graphql', operation: 'send', url, query: '{ a }' };
	await runApi(graphql, [{ email: 'ada@company.example' }]);
	const rows = JSON.stringify(log.rows().slice(-2));
	expect(rows).toContain('/services/T0AB/B0CD/…');
	expect(rows).not.toContain('a1B2c3D4e5F6g7H8i9J0k1L2');
	expect(rows).not.toContain('ada@');
});

describe('many items together', () => {
	const people = (count: number) =>
		Array.from({ length: count }, (_, place) => ({ email: `p${place}@company.example` }));
	const together = (rest: IDataObject = {}): IDataObject =>
		send({
			method: 'POST',
			together: true,
			batchSize: 3,
			itemTemplate: '={{ $json }}',
			bodyTemplate: '{"source": "n8n", "inputs": "$items"}',
			...rest,
		});
	const inputsOf = ({ body }: Pick<Arrival, 'body'>) =>
		(JSON.parse(body) as { source: string; inputs: IDataObject[] }).inputs;

	test('7 items, 3 in a request, matched by their order', async () => {
		server.afterwards((seen) =>
			reply(200, { results: inputsOf(seen).map(({ email }) => ({ id: `of ${String(email)}` })) }),
		);
		const run = await runApi(together(), people(7));
		expect(server.arrivals.map((arrival) => inputsOf(arrival).length)).toEqual([3, 3, 1]);
		expect(JSON.parse(only().body)).toMatchObject({ source: 'n8n' });
		expect(json(run.outputs[0])).toEqual(people(7).map(({ email }) => ({ id: `of ${email}` })));
	});

	test('matched by a key, in any order; a result with an error fails its item alone', async () => {
		server.afterwards((seen) =>
			reply(200, {
				results: inputsOf(seen)
					.map(({ email }) =>
						email === 'p1@company.example' ? { email, error: 'is blocked' } : { email, id: 1 },
					)
					.reverse(),
			}),
		);
		const run = await runApi(
			together({ matchBy: 'key', itemKey: 'email', resultError: 'error' }),
			people(3),
			goOn,
		);
		expect(json(run.outputs[0]).map(({ email }) => email)).toEqual([
			'p0@company.example',
			'p2@company.example',
		]);
		expect(json(run.outputs[1])).toMatchObject([
			{ email: 'p1@company.example', error: expect.stringContaining('is blocked') as string },
		]);
	});

	test('fewer results than items, by order: nobody is called done', async () => {
		server.afterwards(reply(200, { results: [{ id: 1 }] }));
		const run = await runApi(together(), people(2), goOn);
		expect(run.outputs[0]).toEqual([]);
		expect(json(run.outputs[1])).toMatchObject([
			{ details: { outcome: 'unknown' } },
			{ details: { outcome: 'unknown' } },
		]);
	});

	describe('one bad item spoils the request', () => {
		beforeEach(() =>
			server.afterwards((seen) =>
				inputsOf(seen).some(({ email }) => email === 'p1@company.example')
					? reply(422, { message: 'bad' })
					: reply(200, { results: inputsOf(seen) }),
			),
		);

		test.each([
			['an API that does all or nothing', { whenRefused: 'split' }],
			['a request that is safe to repeat', { method: 'PUT' }],
		])('%s: the others are written all the same', async (_, rest: IDataObject) => {
			const run = await runApi(together(rest), people(3), goOn);
			expect(run.outputs[0]).toHaveLength(2);
			expect(json(run.outputs[1])).toMatchObject([{ details: { outcome: 'not done' } }]);
		});

		test.each([
			['nobody said what a refusal means', {}],
			['reported, as the user wants', { method: 'PUT', whenRefused: 'report' }],
		])('%s: nothing is sent again, and all of it is reported', async (_, rest: IDataObject) => {
			const run = await runApi(together(rest), people(3), goOn);
			expect(server.arrivals).toHaveLength(1);
			expect(run.outputs[0]).toEqual([]);
			const outcome = rest.method === 'PUT' ? 'not done' : 'unknown';
			expect(json(run.outputs[1])).toMatchObject(Array(3).fill({ details: { outcome } }));
		});

		test('an item that is alone: not done', async () => {
			const run = await runApi(together(), [{ email: 'p1@company.example' }], goOn);
			expect(json(run.outputs[1])).toMatchObject([{ details: { outcome: 'not done' } }]);
		});
	});

	test('a method without a body: what to choose', async () => {
		const run = await runApi(together({ method: 'GET' }), people(1), goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: 'GET has no body that could hold the items' },
		]);
		expect(server.arrivals).toEqual([]);
	});

	test('an answer that is a text: done, once', async () => {
		server.afterwards(reply(200, 'OK', { 'content-type': 'text/plain' }));
		const run = await runApi(together(), people(2), goOn);
		expect(json(run.outputs[0])).toEqual([{ value: 'OK' }, { value: 'OK' }]);
		expect(server.arrivals).toHaveLength(1);
	});

	test('by key, and an answer without a list: nobody is called done', async () => {
		server.afterwards(reply(200, { accepted: 1, rejected: 1 }));
		const byKey = { matchBy: 'key', itemKey: 'email' };
		const run = await runApi(together(byKey), people(2), goOn);
		expect(run.outputs[0]).toEqual([]);
		const [item] = json(run.outputs[1]);
		expect(item).toMatchObject({ details: { outcome: 'unknown' } });
		expect(item?.message).toContain('Results Path');
	});

	test('a second try of the node does not bring back what a newer item has replaced', async () => {
		const written: string[] = [];
		let refuse = true;
		server.afterwards((seen) => {
			const [row] = inputsOf(seen) as Array<{ email: string; name: string }>;
			if (row?.name === 'old' && refuse) {
				refuse = false;
				return reply(503, {});
			}
			written.push(String(row?.name));
			return reply(200, { results: inputsOf(seen) });
		});
		const parameters = {
			...together({ method: 'PUT', matchBy: 'key', itemKey: 'email' }),
			gtmRetries: 0,
		};
		const run = await runApi(
			parameters,
			[
				{ email: 'a@company.example', name: 'old' },
				{ email: 'a@company.example', name: 'new' },
			],
			{ ...goOn, retryOnFail: true },
		);
		expect(written).toEqual(['new']);
		expect(json(run.outputs[0])).toMatchObject([{ name: 'new' }]);
		expect(run.outputs[1]).toHaveLength(1);
	});

	test('a body template without a place for the list: what to write', async () => {
		const run = await runApi(together({ bodyTemplate: '{"inputs": []}' }), people(1), goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: 'Body Template has no place for the items' },
		]);
	});
});
