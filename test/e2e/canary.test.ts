import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer } from '../conformance/server/faultServer';
import { ENCODINGS, NOT_IN_ADDRESSES } from '../nodes/support/canary/encodings';
import { ERRORS } from '../nodes/support/canary/errorPlaces';
import { LISTS } from '../nodes/support/canary/listPlaces';
import type { Place } from '../nodes/support/canary/place';
import { Reveal, textsIn, textsOf } from '../nodes/support/canary/reveal';
import { KEY, PASSWORD } from '../nodes/support/canary/said';
import type { RunningN8n, WorkflowNode } from './n8n';
import { apiRequest, runOneNode } from './oneNode';
import { ownN8n } from './sharedN8n';

/** An API tells a secret in each place and encoding, to an n8n that writes into its log all that it knows. */
const PLACES = {
	'the message of an error': ERRORS['the message of an error'],
	'the headers of an error': ERRORS['the headers of an error'],
	'code, field and ID of an error': ERRORS['code, field and ID of an error'],
	'an error of GraphQL': ERRORS['an error of GraphQL'],
	'a redirect to a place that is not there': ERRORS['a redirect to a place that is not there'],
	'the next address': LISTS['the next address'],
	'the next address, found by itself': LISTS['the next address, found by itself'],
	'the cursor of the next page': LISTS['the cursor of the next page'],
} as Record<string, Place>;

const KINDS = {
	bearer: { secret: KEY, type: 'gtmBearerTokenApi', data: { token: KEY } },
	apiKey: {
		secret: KEY,
		type: 'gtmApiKeyApi',
		data: { apiKey: KEY, name: 'key', sendIn: 'query', prefix: '' },
	},
	basic: {
		secret: PASSWORD,
		type: 'gtmBasicAuthApi',
		data: { user: 'someone', password: PASSWORD },
	},
};

const NAMES = Object.keys(ENCODINGS);
let own: Awaited<ReturnType<typeof ownN8n>>;
let n8n: RunningN8n;
let server: FaultServer;
beforeAll(async () => {
	server = await FaultServer.start(systemClock);
	own = await ownN8n({ N8N_LOG_LEVEL: 'debug', N8N_LOG_OUTPUT: 'console', GTM_LOG_SINK: 'jsonl' });
	n8n = own.n8n;
	for (const [name, { type, data }] of Object.entries(KINDS)) {
		await n8n.api.createCredential(name, type, data);
	}
}, 300_000);
afterAll(async () => {
	await n8n?.stop();
	await own?.remove();
	await server.close();
});

/** One node, with all encodings that the place can hold, each as an item. */
async function run(kind: keyof typeof KINDS, place: Place, rest: Partial<WorkflowNode> = {}) {
	const { secret, type } = KINDS[kind];
	server.afterwards((seen) => {
		const [base = '', n] = /\/api\/(\d+)/.exec(seen.path) ?? [];
		const told = ENCODINGS[NAMES[Number(n)] ?? '']?.(secret) ?? '';
		return place.answer(told, { ...seen, base, url: server.url });
	});
	const names = NAMES.filter((name) => !place.inAddress || !NOT_IN_ADDRESSES.includes(name));
	const url = `=${server.url}/api/{{ $json.n }}`;
	const parameters = { authentication: kind, url, gtmRetries: 0, ...place.parameters };
	const node = apiRequest(parameters, { credentials: { [type]: { name: kind } }, ...rest });
	const items = names.map((name) => ({ n: NAMES.indexOf(name) }));
	return { names, execution: await runOneNode(n8n, node, items) };
}

/** Texts of all that this n8n keeps and prints, but for what is installed. */
function kept(): Record<string, string[]> {
	const files = readdirSync(n8n.userFolder, { recursive: true, withFileTypes: true }).filter(
		(entry) => entry.isFile() && !entry.parentPath.includes('node_modules'),
	);
	return Object.fromEntries(
		files.map(({ parentPath, name }) => {
			const path = join(parentPath, name);
			return [relative(n8n.userFolder, path), textsIn(readFileSync(path))];
		}),
	);
}

test.each(Object.entries(PLACES))(
	'a secret that came in %s',
	async (_, place) => {
		for (const kind of Object.keys(KINDS) as Array<keyof typeof KINDS>) {
			const reveal = new Reveal([KINDS[kind].secret]);
			const { names, execution } = await run(kind, place);
			expect(execution.items('Tested', 1)).toHaveLength(names.length);
			const texts = [execution.items('Tested', 1), execution.hints('Tested'), execution.customData];
			expect(reveal.in(textsOf(texts))).toEqual([]);
			const stopped = await run(kind, place, { onError: 'stopWorkflow' });
			expect(stopped.execution.status).toBe('error');
			expect(reveal.in([stopped.execution.error])).toEqual([]);
		}
	},
	600_000,
);

test('it is nowhere in what n8n keeps: its log, its database, the API log', async () => {
	await n8n.stop();
	const files = kept();
	const holds = (file: string, word: string) =>
		Object.entries(files).some(
			([path, texts]) => path.includes(file) && texts.some((text) => text.includes(word)),
		);
	expect(holds('n8n.log', 'Running node "Tested" started')).toBe(true);
	expect(holds('database.sqlite', 'resumeFrom')).toBe(true);
	expect(holds('api-log.sqlite', '[redacted]')).toBe(true);
	expect(new Reveal([KEY, PASSWORD]).inAll(files)).toEqual({});
}, 600_000);
