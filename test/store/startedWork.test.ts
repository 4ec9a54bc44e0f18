import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartedWork, startedWorkAt } from '../../nodes/shared/store/startedWork';

const folder = mkdtempSync(join(tmpdir(), 'gtm-started-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string) => join(folder, name, 'store.sqlite');

const DAY = 86_400_000;
const now = 1_800_000_000_000;
const terms = { now, since: now - DAY, again: false };
const known = (work: StartedWork, keys: string[], changed = {}) => {
	const claimed = work.claim('account', keys, { ...terms, ...changed });
	if (!claimed.ok) throw new Error(claimed.message);
	return Object.fromEntries(claimed.value);
};

test('what was started is known by its handle, what was perhaps started by its time', () => {
	const work = new StartedWork(fileOf('known'));
	expect(known(work, ['a', 'b', 'b'])).toEqual({});
	work.begun('account', ['a'], { id: 'run 1' });
	expect(known(work, ['a', 'b', 'c'])).toEqual({
		a: { at: now, handle: { id: 'run 1' } },
		b: { at: now },
	});
	expect(known(new StartedWork(fileOf('known')), ['c'])).toEqual({ c: { at: now } });
});

test('accounts are apart', () => {
	const work = new StartedWork(fileOf('accounts'));
	known(work, ['a']);
	expect(work.claim('another', ['a'], terms)).toEqual({ ok: true, value: new Map() });
});

test('what has not begun may be started again, and what is too old as well', () => {
	const work = new StartedWork(fileOf('again'));
	known(work, ['a', 'b']);
	work.release('account', ['a']);
	work.begun('account', ['b'], 1);
	expect(known(work, ['a', 'b'])).toEqual({ b: { at: now, handle: 1 } });
	expect(known(work, ['b'], { now: now + 2 * DAY, since: now + DAY })).toEqual({});
	expect(known(work, ['b'])).toEqual({ b: { at: now + 2 * DAY } });
});

test('told to start again: what is unknown is claimed, what is started is not', () => {
	const work = new StartedWork(fileOf('told'));
	known(work, ['a', 'b']);
	work.begun('account', ['b'], 1);
	expect(known(work, ['a', 'b'], { again: true })).toEqual({ b: { at: now, handle: 1 } });
});

test('is forgotten after a month', () => {
	const work = new StartedWork(fileOf('month'));
	known(work, ['a']);
	known(work, ['b'], { now: now + 31 * DAY, since: 0 });
	expect(known(work, ['a'], { now: now + 31 * DAY, since: 0 })).toEqual({});
});

test('a file that cannot be written is told, and throws nothing', () => {
	const work = new StartedWork('/dev/null/store.sqlite');
	expect(work.claim('account', ['a'], terms)).toEqual({ ok: false, message: expect.any(String) });
});

test('a file has one handle in the process', () => {
	expect(startedWorkAt(fileOf('same'))).toBe(startedWorkAt(fileOf('same')));
});
