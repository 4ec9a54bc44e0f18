import { valueAt } from '../../nodes/shared/engine/dataPath';

const data = {
	a: { b: [{ c: 1 }, { c: null }] },
	'@odata.nextLink': 'x',
	meta: { 'next.page': { at: 2 } },
	zero: 0,
};

it.each([
	['', data],
	['a.b.0.c', 1],
	['a.b.1.c', null],
	['a.b.2.c', undefined],
	['a.b.c', undefined],
	['@odata.nextLink', 'x'],
	['meta.next.page.at', 2],
	['zero', 0],
	['zero.more', undefined],
	['toString', undefined],
	['a.b.length', undefined],
])('%j', (path, value) => {
	expect(valueAt(data, path)).toEqual(value);
});

it('of nothing', () => {
	expect(valueAt(undefined, 'a')).toBeUndefined();
	expect(valueAt(null, 'a')).toBeUndefined();
	expect(valueAt('text', 'length')).toBeUndefined();
});
