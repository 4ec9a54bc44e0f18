import { CanaryRig, ITEMS, NAMES, told } from './support/canary/rig';
import type { IDataObject } from 'n8n-workflow';
import { HubSpot } from '../../nodes/HubSpot/HubSpot.node';
import { reply, type Reply, type Seen } from '../conformance/server/faultServer';
import { textsOf } from './support/canary/reveal';
import { KEY, TOKEN } from './support/canary/said';
import { runClay, SEND } from './support/clay';
import { editorOf } from './support/editor';
import { runInstantly } from './support/instantlyNode';
import type { NodeRun } from './support/runNode';
import { json, mapped, runApollo, runHubSpot, type Rest } from './support/setup';

const rig = new CanaryRig();
const goOn = { onError: 'continueErrorOutput' } as const;
const stays = { onError: 'continueRegularOutput' } as const;

type Run = (parameters: IDataObject, items?: IDataObject[], rest?: Rest) => Promise<NodeRun>;

/** The runs of a node whose items all fail, in each mode; stopped by each item. */
async function failing(run: Run, parameters: IDataObject): Promise<NodeRun[]> {
	const failed = await run(parameters, ITEMS, goOn);
	expect(failed.outputs[1]).toHaveLength(ITEMS.length);
	const runs = [failed, await run(parameters, ITEMS, stays)];
	for (const item of ITEMS) {
		const stopped = await run({ ...parameters, gtmLog: false }, [item]);
		expect(stopped.error).toBeDefined();
		runs.push(stopped);
	}
	return runs;
}

describe('HubSpot tells its token nowhere', () => {
	const run: Run = async (parameters, items = ITEMS, rest = {}) =>
		await runHubSpot(
			rig.server.url,
			{ gtmRetries: 0, gtmRateLimit: 'off', simplify: false, ...parameters },
			items,
			{ credential: { accessToken: KEY }, ...rest },
		);
	const create = { operation: 'create', fields: mapped({ email: '=p{{ $json.n }}@a.example' }) };
	const numbers = ({ body }: Seen) =>
		[...body.matchAll(/"p(\d+)@a\.example"/g)].map(([, number]) => Number(number));
	const first = (seen: Seen) => numbers(seen)[0] ?? 0;
	const wrong = (n: number, context: IDataObject = {}) => {
		const text = told(KEY, n);
		return {
			status: 'error',
			category: text,
			message: `${text} is wrong. Existing ID: 4711`,
			correlationId: text,
			context: { propertyName: [text], ...context },
			errors: [{ code: text, message: text, context: { requiredGranularScopes: [text] } }],
		};
	};
	const invalid = (text: string) =>
		`Property values were not valid: ${JSON.stringify([{ message: text, name: text }])}`;

	const ANSWERS: Record<string, (seen: Seen) => Reply> = {
		'the errors of rows': (seen) =>
			reply(207, {
				results: [],
				errors: numbers(seen).map((n, place) => wrong(n, { objectWriteTraceId: [String(place)] })),
			}),
		'the refusal of a batch': (seen) => reply(400, wrong(first(seen))),
		'invalid values': (seen) => reply(400, { message: invalid(told(KEY, first(seen))) }),
		'a missing permission': (seen) => reply(403, wrong(first(seen))),
		'an answer without the rows': (seen) => reply(200, { results: told(KEY, first(seen)) }),
	};

	test.each(Object.entries(ANSWERS))('that came in %s', async (_, answer) => {
		rig.server.afterwards(answer);
		expect(await rig.leaks([KEY], await failing(run, create))).toEqual({});
	});

	test('that came in the cursor of a list of which a page fails', async () => {
		rig.server.afterwards(({ path }) => {
			const { searchParams } = new URL(path, rig.server.url);
			if (searchParams.has('after')) return reply(500, wrong(0));
			const n = searchParams.get('properties') ?? '';
			const text = told(KEY, n);
			const next = { after: text, link: `${rig.server.url}/?after=${text}` };
			return reply(200, { results: [{ id: '1', properties: { [n]: text } }], paging: { next } });
		});
		const properties = '={{ [String($json.n)] }}';
		const getAll = { operation: 'getAll', returnAll: true, propertiesToReturn: properties };
		const runs = await failing(run, getAll);
		const [records = [], bad = []] = runs[0]?.outputs ?? [];
		for (const { details } of json(bad)) expect(details).toHaveProperty('resumeFrom');
		expect(json(records)).toEqual(
			NAMES.map((__, n) => ({ id: '1', properties: { [n]: told(KEY, n) } })),
		);
		expect(await rig.leaks([KEY], runs)).toEqual({});
	});

	test('that came in the error of a list of the editor', async () => {
		const gtmHubSpotApi = { accessToken: KEY, plan: 'free', baseUrl: rig.server.url };
		const shown = editorOf(new HubSpot(), { resource: 'list' }, { gtmHubSpotApi });
		const errors: unknown[] = [];
		for (const { n } of ITEMS) {
			rig.server.answers(reply(400, wrong(n)));
			await new HubSpot().methods.listSearch.getLists.call(shown).catch((error: unknown) => {
				errors.push(error);
			});
		}
		expect(errors).toHaveLength(ITEMS.length);
		expect(await rig.leaks([KEY], [], textsOf(errors))).toEqual({});
	});
});

describe.each([
	['Apollo', runApollo, { resource: 'label' }, { apiKey: KEY }],
	['Instantly', runInstantly, { resource: 'campaign' }, { apiKey: KEY }],
])('%s tells its key nowhere', (_, runVendor, list, credential) => {
	const getAll = { ...list, operation: 'getAll', returnAll: true, gtmRetries: 0 };
	const run: Run = async (parameters, items = ITEMS, rest = {}) =>
		await runVendor(rig.server.url, parameters, items, { credential, ...rest });

	test.each([
		['a message', (text: string) => ({ message: text, error: text, error_code: text })],
		['a long message', (text: string) => ({ message: `${'x'.repeat(490)} ${text}` })],
		['a long error', (text: string) => ({ error: `${'x'.repeat(490)} ${text}` })],
	])('that came in %s', async (__, body) => {
		let n = 0;
		rig.server.afterwards(() => reply(422, body(told(KEY, (n += 1) % NAMES.length))));
		expect(await rig.leaks([KEY], await failing(run, getAll))).toEqual({});
	});
});

describe('Clay tells neither the address of a webhook nor its token', () => {
	const PATH = 'pull-in-data-from-a-webhook-3f9Q_zT7~b.Kx/~2Wq-81';
	const address = () => `${rig.server.url}/v3/sources/webhook/${PATH}`;
	const run: Run = async (parameters, items = ITEMS, rest = {}) =>
		await runClay(
			rig.server.url,
			{ ...SEND, row: '={{ { n: $json.n } }}', gtmRetries: 0, gtmRateLimit: 'off', ...parameters },
			items,
			{ credential: { secretUrl: address(), authToken: KEY }, ...rest },
		);
	const textFor = ({ body }: Seen) => {
		const { n } = JSON.parse(body) as { n: number };
		return [KEY, PATH, address()].map((secret) => told(secret, n)).join(' | ');
	};

	test.each([
		['the words of a refusal', (text: string) => reply(400, { message: text })],
		['a text', (text: string) => reply(422, text, { 'content-type': 'text/plain' })],
		['a page', (text: string) => reply(200, `<html>${text}</html>`)],
		['a fault', (text: string) => reply(500, { message: text })],
		['a redirect', (text: string) => reply(301, {}, { location: `/?${encodeURI(text)}` })],
		['a long text', (text: string) => reply(400, { message: 'x'.repeat(490) + text })],
	])('that came in %s', async (_, answer) => {
		rig.server.afterwards((seen) => answer(textFor(seen)));
		expect(await rig.leaks([PATH, KEY], await failing(run, {}))).toEqual({});
		expect(rig.server.arrivals[0]?.path).toBe(`/v3/sources/webhook/${PATH}`);
		expect(rig.server.arrivals[0]?.headers['x-clay-webhook-auth']).toBe(KEY);
	});

	test('of a webhook that is not there', async () => {
		const runs: NodeRun[] = [];
		rig.server.afterwards(reply(404, { message: `no ${address()} for ${KEY} and ${TOKEN}` }));
		for (const rest of [goOn, stays, {}]) runs.push(await run({}, ITEMS, rest));
		expect(await rig.leaks([PATH, KEY], runs)).toEqual({});
		expect(json(runs[0]?.outputs[1])[0]?.error).toContain(`and ${TOKEN}`);
	});
});
