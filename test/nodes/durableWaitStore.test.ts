import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lastAnswers, splitAnswers } from '../../nodes/shared/node/durableWaitAnswers';
import {
	addressOf,
	isGenuine,
	newIdentity,
	readAddress,
} from '../../nodes/shared/node/durableWaitAddress';
import { CallbackReceivers } from '../../nodes/shared/store/callbackReceivers';
import { Callbacks } from '../../nodes/shared/store/callbacks';
import type { Stored } from '../../nodes/shared/store/sqliteStore';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'gtm-callbacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => join(folder, `store-${(files += 1)}.sqlite`);

function value<Value>(stored: Stored<Value>): Value {
	if (!stored.ok) throw new Error(stored.message);
	return stored.value;
}

/** A run that has asked for these, each by its key, in one request. */
function asking(store: Callbacks, run: string, keys: string[], at = NOW): void {
	value(store.begin({ run, secret: `secret of ${run}`, places: { list: 'people' } }, at));
	const items = keys.map((key, item) => ({ item, key, id: undefined }));
	value(store.ask(run, '1', items));
	const sent = keys.map((key) => ({ key, id: `id of ${key}`, sent: { said: key } }));
	value(store.sent(run, '1', '-42', sent));
}

const answersOf = (store: Callbacks, run: string) =>
	value(store.rows(run))?.map(({ item, answer }) => [item, answer?.value]);

describe('answers', () => {
	test('are there after a restart, each with its item', () => {
		const file = newFile();
		const before = new Callbacks(file);
		asking(before, 'run', ['a', 'b']);
		value(before.take('run', '1', [{ id: 'id of b', value: 'answer b' }], NOW));
		const after = new Callbacks(file);
		expect(value(after.rows('run'))).toEqual([
			{
				item: 0,
				key: 'a',
				asker: 'run',
				part: '1',
				request: '-42',
				sent: { said: 'a' },
				answer: undefined,
			},
			{
				item: 1,
				key: 'b',
				asker: 'run',
				part: '1',
				request: '-42',
				sent: { said: 'b' },
				answer: { value: 'answer b' },
			},
		]);
	});

	test('may come before the vendor has said which ID they have', () => {
		const store = new Callbacks(newFile());
		value(store.begin({ run: 'run', secret: '', places: {} }, NOW));
		value(store.ask('run', '1', [{ item: 0, key: 'a', id: undefined }]));
		expect(value(store.take('run', '1', [{ id: '7', value: 1 }], NOW))).toMatchObject({ fresh: 1 });
		expect(answersOf(store, 'run')).toEqual([[0, undefined]]);
		value(store.sent('run', '1', undefined, [{ key: 'a', id: '7', sent: {} }]));
		expect(answersOf(store, 'run')).toEqual([[0, 1]]);
	});

	test('count once: the first one of an ID', () => {
		const store = new Callbacks(newFile());
		asking(store, 'run', ['a']);
		expect(value(store.take('run', '1', [{ id: 'id of a', value: 1 }], NOW))).toMatchObject({
			fresh: 1,
		});
		expect(value(store.take('run', '1', [{ id: 'id of a', value: 2 }], NOW))).toMatchObject({
			fresh: 0,
		});
		expect(answersOf(store, 'run')).toEqual([[0, 1]]);
	});

	test('of one request and run are no answers of another one with the same IDs', () => {
		const store = new Callbacks(newFile());
		asking(store, 'run', ['a']);
		asking(store, 'other', ['a']);
		value(store.take('other', '1', [{ id: 'id of a', value: 1 }], NOW));
		expect(value(store.take('run', '2', [{ id: 'id of a', value: 2 }], NOW))).toEqual({
			isOver: true,
		});
		expect(answersOf(store, 'run')).toEqual([[0, undefined]]);
	});

	test('for the whole of a request go to those that have none of their own', () => {
		const store = new Callbacks(newFile());
		asking(store, 'run', ['a', 'b']);
		value(
			store.take(
				'run',
				'1',
				[
					{ id: 'id of b', value: 2 },
					{ id: '', value: null },
				],
				NOW,
			),
		);
		expect(answersOf(store, 'run')).toEqual([
			[0, null],
			[1, 2],
		]);
	});

	test('for the whole of a request are no answer for one whose ID nobody knows', () => {
		const store = new Callbacks(newFile());
		value(store.begin({ run: 'run', secret: '', places: {} }, NOW));
		const items = [
			{ item: 0, key: 'a', id: undefined },
			{ item: 1, key: 'b', id: '7' },
		];
		value(store.ask('run', '1', items));
		value(store.take('run', '1', [{ id: '', value: null }], NOW));
		expect(answersOf(store, 'run')).toEqual([
			[0, undefined],
			[1, null],
		]);
	});

	test('are no more than a thousand for one request', () => {
		const store = new Callbacks(newFile());
		asking(store, 'run', ['a']);
		const many = Array.from({ length: 1_200 }, (_, id) => ({ id: String(id), value: id }));
		expect(value(store.take('run', '1', many, NOW))).toMatchObject({ fresh: 1_000 });
		expect(value(store.take('run', '1', [{ id: 'new', value: 1 }], NOW))).toMatchObject({
			fresh: 0,
		});
	});

	test('that come last wake up who sleeps and has all of them now, and nobody else', () => {
		const store = new Callbacks(newFile());
		asking(store, 'run', ['a', 'b']);
		value(store.sleep('run', 'https://n8n.example/wake'));
		const take = (key: string) =>
			value(store.take('run', '1', [{ id: `id of ${key}`, value: 1 }], NOW));
		expect(take('a')).toMatchObject({ wakes: [] });
		expect(take('b')).toMatchObject({ wakes: ['https://n8n.example/wake'] });
		expect(take('b')).toMatchObject({ wakes: [] });
		expect(value(store.isComplete('run'))).toBe(true);
	});

	test('that have been given out are deleted, and later ones are nobody’s', () => {
		const file = newFile();
		const store = new Callbacks(file);
		asking(store, 'run', ['a', 'b']);
		value(store.take('run', '1', [{ id: 'id of a', value: 1 }], NOW));
		value(
			store.giveOut('run', [
				{ item: 0, key: 'a' },
				{ item: 1, key: 'b' },
			]),
		);
		expect(value(store.take('run', '1', [{ id: 'id of b', value: 2 }], NOW))).toEqual({
			isOver: true,
		});
		expect(value(store.find('run', '1'))).toMatchObject({ asked: 0 });
		expect(count(file, 'wait_answers')).toBe(0);
		expect(count(file, 'wait_rows')).toBe(0);
	});

	test('of runs that nobody came for are forgotten after 30 days', () => {
		const file = newFile();
		const store = new Callbacks(file);
		asking(store, 'old', ['a'], NOW - 31 * DAY);
		value(store.take('old', '1', [{ id: 'id of a', value: 1 }], NOW - 31 * DAY));
		asking(store, 'new', ['b'], NOW);
		expect(value(store.rows('old'))).toBeUndefined();
		expect([count(file, 'waits'), count(file, 'wait_rows'), count(file, 'wait_answers')]).toEqual([
			1, 1, 0,
		]);
	});
});

describe('what an earlier run has asked for and not given out', () => {
	const b = [{ item: 5, key: 'b' }];

	test('is not asked for again: the next run waits for its answer', () => {
		const store = new Callbacks(newFile());
		asking(store, 'ended', ['a', 'b']);
		value(store.begin({ run: 'next', secret: '', places: {} }, NOW + 1));
		expect(value(store.adopt('next', [...b, { item: 6, key: 'c' }], NOW))).toEqual(new Set([5]));
		value(store.take('ended', '1', [{ id: 'id of b', value: 'late' }], NOW));
		expect(value(store.rows('next'))).toMatchObject([
			{ item: 5, asker: 'ended', part: '1', sent: { said: 'b' }, answer: { value: 'late' } },
		]);
	});

	test('is asked for anew when it was long ago, unless its answer is there', () => {
		const store = new Callbacks(newFile());
		asking(store, 'ended', ['a', 'b'], NOW - 2 * DAY);
		value(store.take('ended', '1', [{ id: 'id of b', value: 1 }], NOW));
		value(store.begin({ run: 'next', secret: '', places: {} }, NOW));
		const items = [{ item: 0, key: 'a' }, ...b];
		expect(value(store.adopt('next', items, NOW - DAY))).toEqual(new Set([5]));
	});

	test('is given out once, by whichever run comes first', () => {
		const store = new Callbacks(newFile());
		asking(store, 'sleeping', ['b']);
		value(store.begin({ run: 'next', secret: '', places: {} }, NOW + 1));
		value(store.adopt('next', b, NOW));
		value(store.take('sleeping', '1', [{ id: 'id of b', value: 1 }], NOW));
		value(store.giveOut('next', b));
		// The one that asked still sleeps, and gets its answer.
		expect(answersOf(store, 'sleeping')).toEqual([[0, 1]]);
		value(store.begin({ run: 'third', secret: '', places: {} }, NOW + 2));
		expect(value(store.adopt('third', b, NOW))).toEqual(new Set());
	});
});

test('a file that cannot be opened is said, and throws nothing', () => {
	const file = newFile();
	new DatabaseSync(file).close();
	const store = new Callbacks(join(file, 'below a file'));
	expect(store.begin({ run: 'run', secret: '', places: {} }, NOW)).toMatchObject({ ok: false });
	expect(store.rows('run')).toMatchObject({ ok: false });
});

test('receivers: the one that was activated last', () => {
	const file = newFile();
	const receivers = new CallbackReceivers(file);
	expect(value(receivers.url())).toBeUndefined();
	value(receivers.add('1', 'https://old.example', NOW));
	value(receivers.add('2', 'https://new.example', NOW + 1));
	expect(value(new CallbackReceivers(file).url())).toBe('https://new.example');
	value(receivers.remove('2'));
	expect(value(receivers.url())).toBe('https://old.example');
});

describe('addresses', () => {
	const identity = newIdentity();
	const address = addressOf('https://n8n.example/webhook/1?a=b', identity, '12');
	const called = readAddress(Object.fromEntries(new URL(address).searchParams));

	test('tell their run and request, and keep what the receiver’s own one holds', () => {
		expect(address).toMatch(/^https:\/\/n8n\.example\/webhook\/1\?a=b&for=[\w.-]+$/);
		expect(called).toMatchObject({ run: identity.run, part: '12' });
	});

	test('open their own request, and no other one', () => {
		if (!called) throw new Error('The address cannot be read');
		expect(isGenuine(called, identity.secret)).toBe(true);
		expect(isGenuine({ ...called, part: '13' }, identity.secret)).toBe(false);
		expect(isGenuine({ ...called, token: called.token.slice(1) }, identity.secret)).toBe(false);
		expect(isGenuine(called, newIdentity().secret)).toBe(false);
	});

	test.each([
		{},
		{ for: '' },
		{ for: 'a.b' },
		{ for: 'a.b.c.d' },
		{ for: ['a.b.c'] },
		{ for: '../a.b.c' },
	])('%j is none', (query) => expect(readAddress(query)).toBeUndefined());
});

describe('a body', () => {
	const places = { list: 'people', id: 'id', total: 'total', missing: 'missing' };
	const ann = { id: 'ann', phone: 1 };

	test('without a list is one answer', () => {
		expect(splitAnswers({ any: 'thing' }, {}, 1)).toEqual([{ id: '', value: { any: 'thing' } }]);
	});

	test('about some of a request holds their answers', () => {
		expect(splitAnswers({ people: [ann], total: 1, missing: 0 }, places, 2)).toEqual([
			{ id: 'ann', value: ann },
		]);
		// Of the whole request, but in parts.
		expect(splitAnswers({ people: [ann], total: 3, missing: 0 }, places, 3)).toHaveLength(1);
	});

	test('about all of a request answers for those that it leaves out, too', () => {
		expect(splitAnswers({ people: [ann], total: 3, missing: 2 }, places, 3)).toEqual([
			{ id: 'ann', value: ann },
			{ id: '', value: null },
		]);
	});

	test('that holds no list is no answer, and entries without an ID are nobody’s', () => {
		expect(splitAnswers({ persons: [] }, places, 1)).toBeUndefined();
		expect(splitAnswers('text', places, 1)).toBeUndefined();
		expect(splitAnswers({ people: [{ phone: 1 }, null, ann] }, places, 5)).toEqual([
			{ id: 'ann', value: ann },
		]);
	});

	test('that is the last word answers for all', () => {
		expect(lastAnswers({ people: [ann] }, places)).toEqual([
			{ id: 'ann', value: ann },
			{ id: '', value: null },
		]);
		expect(lastAnswers({ any: 'thing' }, {})).toEqual([{ id: '', value: { any: 'thing' } }]);
		expect(lastAnswers({}, places)).toBeUndefined();
	});
});

function count(file: string, table: string): number {
	const database = new DatabaseSync(file, { readOnly: true });
	const row = database.prepare(`SELECT count(*) AS n FROM ${table}`).get();
	database.close();
	return Number(row?.n);
}
