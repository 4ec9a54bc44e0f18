import { CanaryRig, ITEMS, told } from './support/canary/rig';
import type { IDataObject } from 'n8n-workflow';
import { reply, type Seen } from '../conformance/server/faultServer';
import { textsOf } from './support/canary/reveal';
import { KEY, PASSWORD } from './support/canary/said';
import { poller } from './support/pollNode';
import { hook } from './support/webhookNode';

const rig = new CanaryRig();
const bearer = { authentication: 'bearer', gtmRetries: 0 };
const credentials = { gtmBearerTokenApi: { token: KEY } };

describe('API Request Trigger', () => {
	const trigger = (parameters: IDataObject = {}) =>
		poller(
			{ url: `${rig.server.url}/people`, ...bearer, begin: 'all', ...parameters },
			credentials,
		);
	const PAGES: Record<string, (text: string, seen: Seen) => ReturnType<typeof reply>> = {
		'an error': (text) => reply(400, { message: text }),
		'a list that is none': (text) => reply(200, { people: text }),
		'the name of a list': (text) =>
			reply(200, { [text]: { records: [{ id: 1 }], has_more: true } }),
		'a second page': (text, { path }) =>
			path.includes('page=2')
				? reply(400, { message: text })
				: reply(200, { people: [{ id: text }], next: `/people?page=2&key=${encodeURI(text)}` }),
		'a next address that is none': (text) =>
			reply(200, { people: [{ id: text }], next: `http://[${text}` }),
	};

	test.each(Object.entries(PAGES))('tells nothing of %s', async (_, answer) => {
		const texts: string[] = [];
		for (const { n } of ITEMS) {
			rig.server.afterwards((seen) => answer(told(KEY, n), seen));
			for (const rest of [{}, { pagination: 'nextUrl', nextUrlPath: 'next' }]) {
				for (const mode of ['trigger', 'manual'] as const) {
					const polling = trigger(rest);
					await polling.poll(mode).catch((error: unknown) => texts.push(...textsOf(error)));
					texts.push(...textsOf(polling.staticData), ...polling.warnings, ...polling.infos);
				}
			}
		}
		expect(texts).not.toEqual([]);
		expect(await rig.leaks([KEY], [], texts)).toEqual({});
	});

	test('keeps no cursor that holds it: n8n stores that with the workflow', async () => {
		const texts: string[] = [];
		const parameters = { track: 'cursor', keptCursorPath: 'sync', sinceParameter: 'since' };
		for (const { n } of ITEMS) {
			const sync = `/people?key=${told(KEY, n)}`;
			rig.server.afterwards(reply(200, { people: [{ id: 1 }], sync }));
			const polling = trigger({ ...parameters, pagination: 'none' });
			await polling.poll().catch((error: unknown) => texts.push(...textsOf(error)));
			texts.push(...textsOf(polling.staticData), ...polling.warnings, ...polling.infos);
		}
		expect(texts.join('\n')).toContain('holds the secret of the credential');
		expect(await rig.leaks([KEY], [], texts)).toEqual({});
	});
});

describe('API Trigger', () => {
	test.each(['secret', 'hmac', 'standard'])('tells no secret to a caller: %s', async (kind) => {
		const texts: string[] = [];
		for (const { n } of ITEMS) {
			const { call, logged } = hook(
				{ authentication: kind, header: 'x-key', includeRequest: true },
				{ secret: PASSWORD },
			);
			const text = told(PASSWORD, n);
			const wrong = { 'x-key': `?${text}`, 'webhook-id': text, 'webhook-signature': text };
			for (const headers of [wrong, { ...wrong, 'webhook-timestamp': text }, {}]) {
				const { answer, headers: set, items } = await call({ body: `{"a":"${text}`, headers });
				expect(items).toEqual([]);
				texts.push(...textsOf([answer, set]));
			}
			texts.push(...logged);
		}
		expect(await rig.leaks([PASSWORD], [], texts)).toEqual({});
	});

	test('leaves the secret out of the items of a call that shows it', async () => {
		const { call, logged } = hook(
			{ authentication: 'secret', header: 'x-key', includeRequest: true },
			{ secret: KEY },
		);
		const { items } = await call({ body: '{"a":1}', headers: { 'x-key': KEY, 'x-other': 'b' } });
		expect(items).toMatchObject([{ a: 1, request: { headers: { 'x-other': 'b' } } }]);
		expect(await rig.leaks([KEY], [], [...textsOf(items), ...logged])).toEqual({});
	});
});
