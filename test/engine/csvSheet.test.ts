import { assert, array, constantFrom, oneof, property, string } from 'fast-check';
import { readCsv } from '../../nodes/shared/engine/csv/read';
import { sheetHead, sheetLines } from '../../nodes/shared/engine/csv/write';
import { formulasIn } from './support/spreadsheet';

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const fileOf = (...cells: string[]) =>
	sheetHead(['number', 'text']) + sheetLines(cells.map((cell, place) => [place, cell]));
const readBack = (file: string) => readCsv(file).map(({ text }) => text);

describe('a CSV file for spreadsheets', () => {
	test('begins with a byte order mark, and its lines end with CR and LF', () => {
		expect(sheetHead(['a', 'b'])).toBe('\ufeffa,b\r\n');
		expect(
			sheetLines([
				[1, 'x'],
				[2, ''],
			]),
		).toBe('1,x\r\n2,\r\n');
		expect(sheetLines([])).toBe('');
	});

	test.each(SIGNS)('a text that begins with %s is a text, with an apostrophe before it', (sign) => {
		expect(sheetLines([[1, `${sign}1`]])).toBe(`1,'${sign}1\r\n`);
		expect(sheetHead([`${sign}1`])).toBe(`\ufeff'${sign}1\r\n`);
	});

	test.each(['\t', '\r', '\n', '\0'])(
		'so is one that begins with the control character %j',
		(sign) => {
			expect(readBack(fileOf(`${sign}1`))).toEqual([`'${sign}1`]);
		},
	);

	test.each([
		['blanks', '  =1', "  '=1"],
		['a no-break space', '\u00a0+1', "\u00a0'+1"],
		['a sign without width', '\u200b=1', "\u200b'=1"],
		['a quote', '"=1', '"\'=1'],
		['a null', '\0=1', "'\0'=1"],
		['a semicolon', 'a;=1;b', "a;'=1;b"],
		['a semicolon and quotes', 'a; "=1"', 'a; "\'=1"'],
		['a line feed', 'a\n=1\nb', "a\n'=1\nb"],
		['a carriage return', 'a\r@SUM(1)', "a\r'@SUM(1)"],
		['a tab', 'a\t-1', "a\t'-1"],
	])('a sign that stands behind %s is none either', (_, text, safe) => {
		expect(readBack(fileOf(text))).toEqual([safe]);
		expect(formulasIn(fileOf(text))).toEqual([]);
	});

	test('signs inside a text stay as they are', () => {
		const texts = ['a=1', 'a-b', 'x@company.example', 'a; b=1', "'=1", '{"a":-1}', 'a,=1'];
		expect(readBack(fileOf(...texts))).toEqual(texts);
	});

	test('numbers stay numbers, also negative ones', () => {
		expect(sheetLines([[-5, 0, 1.5, -1e21]])).toBe('-5,0,1.5,-1e+21\r\n');
		expect(sheetLines([['-5']])).toBe("'-5\r\n");
	});

	test('what other countries separate by stands in quotes', () => {
		expect(sheetLines([[1, 'a;b', 'a\tb', 'a\rb', 'a\nb']])).toBe(
			'1,"a;b","a\tb","a\rb","a\nb"\r\n',
		);
	});

	test('a long run of blanks and line ends costs no more than any other text', () => {
		const text = '\n "'.repeat(200_000);
		expect(readBack(fileOf(text))[0]).toHaveLength(text.length + 1);
	});

	test('whatever a text holds: no formula in it, and nothing is changed but for apostrophes', () => {
		const bad = constantFrom(...SIGNS, ';', '\t', '\r', '\n', '\0', ' ', '"', "'", ',', 'a', '1');
		const text = oneof(
			string({ unit: 'binary' }),
			array(bad).map((signs) => signs.join('')),
		);
		assert(
			property(array(text), (texts) => {
				const file = fileOf(...texts);
				expect(formulasIn(file)).toEqual([]);
				const plain = (each: string | undefined) => each?.replaceAll("'", '');
				expect(readBack(file).map(plain)).toEqual(texts.map(plain));
				const calm = texts.filter((each) => !/[=+\-@＝＋－＠\t\r\n\0]/.test(each));
				expect(readBack(fileOf(...calm))).toEqual(calm);
			}),
			{ numRuns: 200 },
		);
	});
});
