import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
	ResultLedger,
	resultLedgerAt,
	type NewResult,
} from '../../nodes/shared/store/resultLedger';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'gtm-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => join(folder, `ledger-${(files += 1)}.sqlite`);
const result = (key: string, at = NOW, rest: Partial<NewResult> = {}): NewResult => ({
	key,
	at,
	forget: at + 30 * DAY,
	answer: { key },
	...rest,
});
const keysIn = (file: string) => {
	const database = new DatabaseSync(file, { readOnly: true });
	const rows = database.prepare('SELECT key FROM kept_results ORDER BY key').all();
	database.close();
	return rows.map(({ key }) => key);
};

test('gives what was kept, by account and key, and no older than asked', () => {
	const ledger = new ResultLedger(newFile());
	ledger.keep('a', [result('1'), result('2', NOW - 5 * DAY)], NOW);
	expect(ledger.find('a', ['1', '2', '3', '1'], NOW - DAY)).toEqual({
		ok: true,
		value: new Map([['1', { at: NOW, answer: { key: '1' } }]]),
	});
	expect(ledger.find('b', ['1'], 0)).toEqual({ ok: true, value: new Map() });
});

test('a later answer takes the place of an earlier one', () => {
	const file = newFile();
	const ledger = new ResultLedger(file);
	ledger.keep('a', [result('1', NOW - DAY, { answer: 'old' })], NOW - DAY);
	ledger.keep('a', [result('1', NOW, { answer: 'new' })], NOW);
	expect(keysIn(file)).toEqual(['1']);
	expect(ledger.find('a', ['1'], 0)).toMatchObject({
		value: new Map([['1', { at: NOW, answer: 'new' }]]),
	});
});

test('survives a restart, and is readable by its owner alone', () => {
	const file = newFile();
	new ResultLedger(file).keep('a', [result('1')], NOW);
	expect(new ResultLedger(file).find('a', ['1'], 0)).toMatchObject({ ok: true });
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('forgets what is over its time', () => {
	const file = newFile();
	const ledger = new ResultLedger(file);
	ledger.keep('a', [result('1', NOW, { forget: NOW + DAY }), result('2')], NOW);
	ledger.keep('a', [result('3', NOW + 2 * DAY)], NOW + 2 * DAY);
	expect(keysIn(file)).toEqual(['2', '3']);
});

test('of too much the oldest are forgotten, once a minute', () => {
	const file = newFile();
	const answer = 'x'.repeat(98);
	// Each answer has a hundred bytes, with its quotes.
	const ledger = new ResultLedger(file, 350);
	ledger.keep('a', [result('0', NOW, { answer })], NOW);
	for (const at of [1, 2, 3, 4]) {
		ledger.keep('a', [result(String(at), NOW + at, { answer })], NOW + at);
	}
	expect(keysIn(file)).toHaveLength(5);
	ledger.keep('a', [result('5', NOW + MINUTE, { answer })], NOW + MINUTE);
	expect(keysIn(file)).toEqual(['3', '4', '5']);
});

test('a clock that was set back does not put it off', () => {
	const file = newFile();
	const ledger = new ResultLedger(file);
	ledger.keep('a', [result('1', NOW)], NOW);
	ledger.keep('a', [result('2', NOW - 40 * DAY, { forget: NOW - 39 * DAY })], NOW - 38 * DAY);
	expect(keysIn(file)).toEqual(['1']);
});

test('a file that is no database: said, not thrown, and tried again', () => {
	const file = newFile();
	writeFileSync(file, 'this is no database, and it is long enough to be seen as one'.repeat(20));
	const ledger = new ResultLedger(file);
	expect(ledger.keep('a', [result('1')], NOW)).toEqual({
		ok: false,
		message: expect.stringContaining('not a database'),
	});
	rmSync(file);
	expect(ledger.keep('a', [result('1')], NOW)).toMatchObject({ ok: true });
});

test('one ledger for each file of the process', () => {
	const file = newFile();
	expect(resultLedgerAt(file)).toBe(resultLedgerAt(file));
	expect(resultLedgerAt(file)).not.toBe(resultLedgerAt(newFile()));
});
