import { readCsv } from '../../nodes/shared/engine/csv/read';
import { csvLine } from '../../nodes/shared/engine/csv/write';

const table = (...lines: string[][]) => lines.map(csvLine).join('');

test('what is written is read again, whatever stands in it', () => {
	const cells = [
		'a,b',
		'say "hi"',
		'two\nlines',
		'',
		' led by a space',
		'é 漢',
		"O'Neil",
		'\r\n',
		'#N/A',
	];
	const columns = cells.map((_, place) => `c${place}`);
	expect(readCsv(table(columns, cells))).toEqual([
		Object.fromEntries(columns.map((column, place) => [column, cells[place]])),
	]);
});

test('lines end with a line feed alone', () => {
	expect(csvLine(['a', 'b'])).toBe('a,b\n');
	expect(csvLine(['', ''])).toBe(',\n');
});

test('an empty text, and a head alone, have no rows', () => {
	expect(readCsv('')).toEqual([]);
	expect(readCsv('a,b\n')).toEqual([]);
	expect(readCsv('\ufeffa,b\r\n1,2\r\n')).toEqual([{ a: '1', b: '2' }]);
});

test.each([
	['a row with more cells than columns', 'a,b\n1,2,3\n'],
	['a row with fewer', 'a,b\n1\n'],
	['a quote that never ends', 'a\n"1\n'],
])('%s: it throws, and no row is made up', (_, text) => {
	expect(() => readCsv(text)).toThrow();
});
