import { cellsOf, columnsOf } from '../../nodes/Salesforce/bulk/cells';
import { RowFinder } from '../../nodes/Salesforce/bulk/rowFinder';
import { uploadsOf } from '../../nodes/Salesforce/bulk/upload';
import { fullId } from '../../nodes/Salesforce/recordId';
import type { WriteRow } from '../../nodes/Salesforce/write/row';
import { readCsv } from '../../nodes/shared/engine/csv/read';

const row = (values: WriteRow['values'], key?: WriteRow['key'], itemIndex = 0) => ({
	itemIndex,
	value: {
		how: key ? ('upsert' as const) : ('insert' as const),
		type: 'Contact',
		values,
		choices: { allOrNone: false, allowDuplicates: false, assignment: 'default' as const },
		onlyFill: false,
		...(key ? { key } : {}),
	},
});
const many = (count: number, length = 1) =>
	Array.from({ length: count }, (_, n) =>
		row({ Name: String(n % 10).repeat(length) }, undefined, n),
	);

describe('the uploads of jobs', () => {
	test('one file: the columns that some rows fill, and what clears a field', () => {
		const [upload, ...others] = uploadsOf([
			row({ Name: 'a', DoNotCall: true }, { field: 'Ext__c', value: 'k1' }),
			row({ Email: null }, { field: 'Ext__c', value: 'k2' }),
		]);
		expect(others).toEqual([]);
		expect(upload.csv).toBe('DoNotCall,Email,Ext__c,Name\ntrue,,k1,a\n,#N/A,k2,\n');
	});

	test.each([
		['rows', { mostRows: 30 }, [30, 30, 30, 10]],
		['bytes', { mostBytes: 5 + 11 * 30 }, [30, 30, 30, 10]],
		['bytes that a single row is more than', { mostBytes: 3 }, Array<number>(100).fill(1)],
	])('shared out by %s: each file has a head, and no row is lost', (_, limits, sizes) => {
		const uploads = uploadsOf(many(100, 10), limits);
		expect(uploads.map(({ rows }) => rows.length)).toEqual(sizes);
		const names = uploads.flatMap(({ csv }) => readCsv(csv).map(({ Name }) => Name));
		expect(names).toEqual(many(100, 10).map(({ value }) => value.values.Name));
		expect(uploads.flatMap(({ rows }) => rows.map(({ itemIndex }) => itemIndex))).toEqual(
			many(100).map((_each, n) => n),
		);
	});

	test('bytes are counted, not letters', () => {
		const uploads = uploadsOf([row({ Name: 'ééé' }), row({ Name: 'ééé' })], { mostBytes: 5 + 13 });
		expect(uploads).toHaveLength(2);
	});
});

describe('the row that a result is about', () => {
	const finderOf = (rows: ReturnType<typeof row>[]) => {
		const columns = columnsOf(rows.map(({ value }) => value));
		const sent = (place: number) => {
			const cells = cellsOf(rows[place].value, columns);
			return Object.fromEntries(columns.map((column, at) => [column, cells[at]]));
		};
		return { finder: new RowFinder(columns, rows), sent };
	};

	test('is found by what was sent, in any order', () => {
		const rows = [row({ Name: 'a' }), row({ Name: 'b' }), row({ Name: 'c', Email: 'x' })];
		const { finder, sent } = finderOf(rows);
		expect([2, 0, 1].map((place) => finder.take({ sf__Id: 'x', ...sent(place) }))).toEqual([
			2, 0, 1,
		]);
	});

	test('is given once: of three that are alike there is no fourth', () => {
		const { finder, sent } = finderOf([row({ Name: 'a' }), row({ Name: 'a' }), row({ Name: 'a' })]);
		const found = Array.from({ length: 4 }, () => finder.take(sent(0)));
		expect([...found].sort()).toEqual([0, 1, 2, undefined]);
	});

	test('is found although its line breaks and spaces came back in another form', () => {
		const { finder } = finderOf([row({ Name: ' two\r\nlines ' })]);
		expect(finder.take({ Name: 'two\nlines' })).toBe(0);
	});

	test('is found by its key, where the rest came back otherwise', () => {
		const id = '0035g000000Be01';
		const rows = [
			row({ Score__c: '1.0' }, { field: 'Id', value: id }),
			row({ Score__c: '2' }, { field: 'Id', value: String(fullId('0035g000000Be02')) }),
		];
		const { finder } = finderOf(rows);
		expect(finder.take({ Id: String(fullId(id)), Score__c: '1' })).toBe(0);
		expect(finder.take({ Id: '0035g000000Be02', Score__c: '2.00' })).toBe(1);
		expect(finder.take({ Id: id, Score__c: '1' })).toBeUndefined();
	});

	test('is none where nothing fits', () => {
		const { finder } = finderOf([row({ Name: 'a' })]);
		expect(finder.take({ Name: 'b' })).toBeUndefined();
		expect(finder.take({})).toBeUndefined();
	});
});

test.each([
	['0035g000000Be01', '0035g000000Be01AAC'],
	['0035g000000Be01AAC', '0035g000000Be01AAC'],
	['0035g000000be01AAC', undefined],
	['0035g000000Be0', undefined],
	['0035g000000Be01AA', undefined],
	['0035g000000Be-1', undefined],
	['', undefined],
])('the ID %p in 18 characters: %p', (text, whole) => {
	expect(fullId(text)).toBe(whole);
});
