import { Printed } from './support/canary/loud';
import { join, dirname } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { defaultLogFile } from '../../nodes/shared/engine/log/handles';
import { FaultServer } from '../conformance/server/faultServer';
import { ENCODINGS, NOT_IN_ADDRESSES } from './support/canary/encodings';
import { ERRORS } from './support/canary/errorPlaces';
import { LISTS } from './support/canary/listPlaces';
import type { Place } from './support/canary/place';
import { readLog } from './support/canary/readLog';
import { Reveal } from './support/canary/reveal';
import { KEY, PASSWORD, saidOf, TOKEN } from './support/canary/said';
import type { NodeRun } from './support/runNode';
import { json, ownLog, runApi, type Rest } from './support/setup';

interface Kind {
	secret: string;
	authentication: string;
	credentials: Record<string, IDataObject>;
	/** Stop and Continue as well, with each encoding. */
	allModes?: boolean;
	/** All places unless told: what is true of one secret is true of all that the redactor knows. */
	places?: string[];
}

const oAuth2 = (clientSecret: string, access_token: string, refresh_token = '') => ({
	gtmOAuth2Api: {
		clientId: 'app',
		clientSecret,
		oauthTokenData: { access_token, refresh_token },
	},
});
const apiKey = (apiKey: string, sendIn: string) => ({
	gtmApiKeyApi: { apiKey, name: 'x-key', sendIn, prefix: '' },
});

const SOME_PLACES = ['the message of an error', 'the next address', 'a good answer'];

const KINDS: Record<string, Kind> = {
	'a Bearer token': {
		secret: KEY,
		authentication: 'bearer',
		credentials: { gtmBearerTokenApi: { token: KEY } },
	},
	'a password': {
		secret: PASSWORD,
		authentication: 'basic',
		credentials: { gtmBasicAuthApi: { user: 'someone', password: PASSWORD } },
		allModes: true,
	},
	'an API key in a header': {
		secret: TOKEN,
		authentication: 'apiKey',
		credentials: apiKey(TOKEN, 'header'),
	},
	'an API key in the query': {
		secret: KEY,
		authentication: 'apiKey',
		credentials: apiKey(KEY, 'query'),
	},
	'an OAuth2 access token': {
		secret: KEY,
		places: SOME_PLACES,
		authentication: 'oAuth2',
		credentials: oAuth2('client', KEY),
	},
	'an OAuth2 client secret': {
		secret: PASSWORD,
		places: SOME_PLACES,
		authentication: 'oAuth2',
		credentials: oAuth2(PASSWORD, 'access-4711'),
	},
	'an OAuth2 refresh token': {
		secret: TOKEN,
		places: SOME_PLACES,
		authentication: 'oAuth2',
		credentials: oAuth2('client', 'access-4711', TOKEN),
	},
};

const NAMES = Object.keys(ENCODINGS);
const log = ownLog();
const folder = dirname(defaultLogFile(process.env));
const printed = new Printed();
let server: FaultServer;
let reveal: Reveal;
beforeAll(async () => {
	process.env.GTM_LOG_SINK = 'jsonl';
	server = await FaultServer.start(systemClock);
	printed.start();
});
afterAll(async () => {
	printed.stop();
	delete process.env.GTM_LOG_SINK;
	await server.close();
	log.remove();
});

function placesOf({ places }: Kind): Array<[string, Place]> {
	const all = Object.entries({ ...ERRORS, ...LISTS });
	return all.filter(([name]) => places === undefined || places.includes(name));
}

function told(kind: Kind, name: string): string {
	return ENCODINGS[name]?.(kind.secret) ?? '';
}

/** Runs the node against an API that tells the secret in this place, in the encoding that each item names. */
async function run(kind: Kind, place: Place, names: string[], rest: Rest = {}): Promise<NodeRun> {
	const { authentication, credentials } = kind;
	server.afterwards((seen) => {
		const [base = '', n] = /\/api\/(\d+)/.exec(seen.path) ?? [];
		const name = NAMES[Number(n)] ?? '';
		return place.answer(told(kind, name), { ...seen, base, url: server.url });
	});
	const url = `=${server.url}/api/{{ $json.n }}`;
	return await runApi(
		{ authentication, url, gtmRetries: 0, ...place.parameters },
		names.map((name) => ({ n: NAMES.indexOf(name) })),
		{ credentials, ...rest },
	);
}

test('what can be read back is found, in each encoding', () => {
	for (const secret of [KEY, PASSWORD, TOKEN]) {
		for (const [name, encode] of Object.entries(ENCODINGS)) {
			const text = `before ${encode(secret)} after`;
			expect({ name, found: new Reveal([secret]).in([text]).length }).toEqual({ name, found: 1 });
		}
		expect(
			new Reveal([secret]).in([Buffer.from('nothing to be found').toString('base64')]),
		).toEqual([]);
	}
});

describe.each(Object.entries(KINDS))('%s is told nowhere', (kindName, kind) => {
	beforeAll(() => {
		reveal = new Reveal([kind.secret]);
		process.env.GTM_LOG_FILE = join(folder, kindName.replaceAll(' ', '-'), 'api-log.sqlite');
	});

	test.each(placesOf(kind))('that came in %s', async (_, place) => {
		const names = NAMES.filter((name) => !place.inAddress || !NOT_IN_ADDRESSES.includes(name));
		const whole = await run(kind, place, names, { onError: 'continueErrorOutput' });
		const [good = [], bad = []] = whole.outputs;
		const lines = printed.take();
		expect(lines.join('')).toContain('Start executing node "Tested"');
		expect(reveal.in([...saidOf(whole), ...lines])).toEqual([]);
		expect(bad).toHaveLength(place.isGood ? 0 : names.length);
		if (place.goesOn)
			for (const item of bad) expect(item.json.details).toHaveProperty('resumeFrom');
		// What a vendor answers goes on as it came.
		expect(json(good)).toEqual(names.flatMap((name) => place.items?.(told(kind, name)) ?? []));

		const some = kind.allModes ? names : ['raw'];
		const unlogged = { ...place, parameters: { ...place.parameters, gtmLog: false } };
		const stays = await run(kind, unlogged, some, { onError: 'continueRegularOutput' });
		expect(reveal.in([...saidOf(stays), ...printed.take()])).toEqual([]);
		for (const name of some) {
			const stopped = await run(kind, unlogged, [name]);
			const leaks = reveal.in([...saidOf(stopped), ...printed.take()]);
			expect({ name, leaks }).toEqual({ name, leaks: [] });
			expect(stopped.error === undefined).toBe(place.isGood === true);
		}
	});

	test('in the log, and in what is made of it', async () => {
		const texts = await readLog();
		const files = Object.keys(texts).filter((name) => name.includes('.'));
		expect(files.sort()).toEqual([
			expect.stringMatching(/\.jsonl$/),
			'api-log.sqlite',
			'api-log.sqlite-shm',
			'api-log.sqlite-wal',
		]);
		expect(reveal.inAll(texts)).toEqual({});
	});
});
