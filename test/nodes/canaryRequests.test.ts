import { CanaryRig, ITEMS, NAMES, told } from './support/canary/rig';
import type { IDataObject } from 'n8n-workflow';
import { reply } from '../conformance/server/faultServer';
import { readLog } from './support/canary/readLog';
import { Reveal, textsOf } from './support/canary/reveal';
import { KEY, PASSWORD, TOKEN } from './support/canary/said';
import type { NodeRun } from './support/runNode';
import { json, runApi } from './support/setup';

const rig = new CanaryRig();
const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = (entries: IDataObject) => ({
	parameter: Object.entries(entries).map(([name, value]) => ({ name, value })),
});
const bearer = { authentication: 'bearer', gtmRetries: 0 };
const credentials = { gtmBearerTokenApi: { token: KEY } };

/** What of a run does not repeat the items that it was given. */
const saidOf = ({ outputs, hints, error }: NodeRun) => ({
	bad: json(outputs[1]).map(({ error: what, message, details }) => [what, message, details]),
	hints,
	error,
});

describe('a secret in what is sent is told nowhere', () => {
	const text = '={{ $json.text }}';
	const POST = { method: 'POST', bodyType: 'json', jsonBody: '={{ { a: { b: $json.text } } }}' };
	const long = '={{ { a: { b: "x".repeat($json.n * 3) + $json.text + "y".repeat(200) } } }}';
	const logFields = { gtmOptions: { logFields: 'a.b, k', firstWait: 0.01 } };
	const SENT: Record<string, IDataObject> = {
		'the query': { query: pairs({ k: text }), ...logFields },
		'the path': { url: `=/{{ encodeURIComponent($json.text) }}/x` },
		'the path as it is': { url: `=/x{{ $json.text }}/x?k={{ $json.text }}` },
		'a header': { headers: pairs({ 'x-key': text }) },
		'a body': { ...POST, ...logFields },
		'a long value of a body': { ...POST, ...logFields, jsonBody: long },
		'a form': { method: 'POST', bodyType: 'form', bodyFields: pairs({ k: text }) },
		'a body that is no JSON': { ...POST, jsonBody: '={"a": {{ $json.text }} }' },
		'a wrong method': { method: text },
		'a wrong limit': { operation: 'getRecords', returnAll: false, limit: text },
		'a wrong place': { operation: 'getRecords', returnAll: true, resumeFrom: text },
		'a query of GraphQL': {
			resource: 'graphql',
			query: '=subscription { a(key: "{{ $json.text }}") }',
		},
		'an expression': { url: '={{ $json.text.nothing.more }}' },
	};

	test.each(Object.entries(SENT))('that stands in %s', async (_, { url, ...parameters }) => {
		rig.server.afterwards(({ path, headers, body }) =>
			reply(400, { message: 'no', path, headers, body }),
		);
		const items = ITEMS.map(({ n }) => ({ n, text: told(KEY, n) }));
		const at = typeof url === 'string' ? url.replace(/^=/, `=${rig.server.url}`) : rig.server.url;
		const sent = {
			operation: 'send',
			url: at.startsWith(`=${rig.server.url}{{`) ? url : at,
			...bearer,
			...parameters,
		};
		const failed = await runApi(sent, items, { credentials, ...goOn });
		expect(failed.outputs[1]).toHaveLength(items.length);
		const texts = textsOf(saidOf(failed));
		for (const item of items) {
			const stopped = await runApi({ ...sent, gtmLog: false }, [item], { credentials });
			texts.push(...textsOf(saidOf(stopped)));
		}
		expect(await rig.leaks([KEY], [], texts)).toEqual({});
	});
});

test('a secret that is the host of an address does not stand in the log as such', async () => {
	const { host } = new URL(rig.server.url);
	rig.server.afterwards(reply(200, { id: 1 }));
	const token = { gtmBearerTokenApi: { token: host } };
	const sent = { operation: 'send', url: rig.server.url, ...bearer };
	expect(json((await runApi(sent, [{}], { credentials: token })).outputs[0])).toEqual([{ id: 1 }]);
	expect((await readLog())['getAll ']).toContain('[redacted]');
	expect(new Reveal([host]).in((await readLog())['getAll '] ?? [])).toEqual([]);
});

test('a secret that is part of the name of a host is told nowhere, although it is in lower case there', async () => {
	const next = `http://${TOKEN}.example/people?page=2`;
	rig.server.afterwards(reply(200, { people: [{ id: 1 }], next }));
	const list = { operation: 'getRecords', returnAll: true, url: rig.server.url, ...bearer };
	const run = await runApi({ ...list, pagination: 'nextUrl', nextUrlPath: 'next' }, [{}], {
		credentials: { gtmBearerTokenApi: { token: TOKEN } },
		...goOn,
	});
	expect(json(run.outputs[1])[0]?.details).toMatchObject({ reason: 'foreign-origin' });
	expect(await rig.leaks([TOKEN], [run])).toEqual({});
});

describe('a token that n8n renews', () => {
	const NEXT = `nxT/9"+wR=é&<Ky>'~!*Xw\\5-v`;
	const oAuth2 = (oauthTokenData: IDataObject): Record<string, IDataObject> => ({
		gtmOAuth2Api: {
			clientId: 'app',
			clientSecret: PASSWORD,
			accessTokenUrl: `${rig.server.url}/token`,
			authentication: 'body',
			grantType: 'authorizationCode',
			oauthTokenData,
		},
	});
	const run = async (tokens: IDataObject) =>
		await runApi(
			{ operation: 'send', url: `${rig.server.url}/x`, authentication: 'oAuth2', gtmRetries: 0 },
			[{}],
			{ credentials: oAuth2(tokens), ...goOn },
		);

	test('is told nowhere, nor are the secrets that renew it, when that is refused', async () => {
		const runs: NodeRun[] = [];
		for (const name of NAMES) {
			const [secret, token, refresh] = [PASSWORD, KEY, TOKEN].map((each) =>
				told(each, NAMES.indexOf(name)),
			);
			const why = `client ${secret} with ${token} and ${refresh}`;
			rig.server.afterwards(({ path, body }) =>
				path === '/token'
					? reply(400, { error: 'invalid_grant', error_description: why + body })
					: reply(401, { message: why }),
			);
			runs.push(await run({ access_token: KEY, refresh_token: TOKEN }));
		}
		expect(rig.server.arrivals.filter(({ path }) => path === '/token').length).toBeGreaterThan(0);
		expect(runs.every(({ outputs }) => outputs[1]?.length === 1)).toBe(true);
		expect(await rig.leaks([PASSWORD, KEY, TOKEN], runs)).toEqual({});
	});

	test('is told nowhere when it is new, nor is the refresh token that came with it', async () => {
		const fresh = 'refresh-9Kq_z.27-wMv';
		const runs: NodeRun[] = [];
		for (const name of NAMES) {
			const n = NAMES.indexOf(name);
			const why = `${told(NEXT, n)} and ${told(fresh, n)}`;
			rig.server.afterwards(({ path, headers }) =>
				path === '/token'
					? reply(200, { access_token: NEXT, refresh_token: fresh, token_type: 'bearer' })
					: headers.authorization?.includes('old-token')
						? reply(401, { message: 'expired' })
						: reply(400, { message: why }),
			);
			runs.push(await run({ access_token: 'old-token', refresh_token: 'old-refresh' }));
		}
		expect(json(runs[0]?.outputs[1])[0]?.details).toMatchObject({ status: 400 });
		expect(await rig.leaks([NEXT, fresh], runs)).toEqual({});
	});
});

test("n8n's Retry On Fail goes on with the address as the API gave it", async () => {
	const key = encodeURIComponent(KEY);
	const next = `/people/${key}?page=2`;
	rig.server.answers(
		reply(200, { people: [{ id: KEY }], next }),
		reply(503),
		reply(200, { people: [{ id: 2 }], next: null }),
	);
	const list = {
		operation: 'getRecords',
		returnAll: true,
		url: `${rig.server.url}/people`,
		pagination: 'nextUrl',
		nextUrlPath: 'next',
		...bearer,
		options: { keyPath: 'id' },
	};
	const run = await runApi(list, [{}], { credentials, retryOnFail: true, maxTries: 2 });
	expect(json(run.outputs[0])).toEqual([{ id: KEY }, { id: 2 }]);
	expect(rig.server.arrivals.map(({ path }) => path)).toEqual(['/people', next, next]);
	const { data } = run.run.data.resultData.runData.Tested?.[0] ?? {};
	expect(new Reveal([KEY]).in(textsOf(run.hints))).toEqual([]);
	expect(data).toBeDefined();
});
