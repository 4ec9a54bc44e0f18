import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counters, countersAt } from '../../nodes/shared/store/counters';

const folder = mkdtempSync(join(tmpdir(), 'gtm-counters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string) => join(folder, name, 'store.sqlite');

test('counts up to its limit, and not beyond', () => {
	const counters = new Counters(fileOf('limit'));
	const taken = [1, 2, 3].map(() => counters.take('a', 2, 5));
	expect(taken).toEqual([
		{ ok: true, value: { granted: true, count: 2 } },
		{ ok: true, value: { granted: true, count: 4 } },
		{ ok: true, value: { granted: false, count: 4 } },
	]);
	expect(counters.take('a', 1, 5)).toEqual({ ok: true, value: { granted: true, count: 5 } });
	expect(counters.take('other', 1, Infinity)).toMatchObject({ value: { count: 1 } });
});

test('gives back, and never falls below nothing', () => {
	const counters = new Counters(fileOf('back'));
	expect(counters.add('a', 3)).toEqual({ ok: true, value: 3 });
	expect(counters.add('a', -5)).toEqual({ ok: true, value: 0 });
	expect(counters.read('never counted')).toEqual({ ok: true, value: 0 });
});

test('two processes at one file: the last place is given once', () => {
	const [one, other] = [new Counters(fileOf('two')), new Counters(fileOf('two'))];
	one.take('a', 4, 5);
	expect(other.take('a', 1, 5)).toMatchObject({ value: { granted: true } });
	expect(one.take('a', 1, 5)).toMatchObject({ value: { granted: false, count: 5 } });
	expect(new Counters(fileOf('two')).read('a')).toEqual({ ok: true, value: 5 });
});

test('a file that cannot be written is told, and throws nothing', () => {
	const counters = new Counters('/dev/null/store.sqlite');
	expect(counters.take('a', 1, 5)).toEqual({ ok: false, message: expect.any(String) });
	expect(counters.read('a')).toEqual({ ok: false, message: expect.any(String) });
});

test('a file has one handle in the process', () => {
	expect(countersAt(fileOf('same'))).toBe(countersAt(fileOf('same')));
});
