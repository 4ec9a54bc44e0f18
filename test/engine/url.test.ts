import { buildUrl } from '../../nodes/shared/engine/url';

const base = 'https://api.vendor.example/v1';

it.each([
	['/rows', `${base}/rows`],
	['rows', `${base}/rows`],
	['', base],
	['?a=1', `${base}?a=1`],
	['.evil.example/rows', `${base}/.evil.example/rows`],
	['@evil.example/rows', `${base}/@evil.example/rows`],
	['/contacts:batch', `${base}/contacts:batch`],
	['contacts:batch', `${base}/contacts:batch`],
	['https://other.example/rows', 'https://other.example/rows'],
	['file:///etc/passwd', 'file:///etc/passwd'],
])('%j -> %s', (path, url) => {
	expect(buildUrl(base, path)).toBe(url);
});

it('slashes at the end of the base URL are one', () => {
	expect(buildUrl(`${base}//`, '/rows')).toBe(`${base}/rows`);
});

it('from the origin', () => {
	expect(buildUrl(base, '/rows', {}, true)).toBe('https://api.vendor.example/rows');
});

it('query: undefined is left out, lists are repeated', () => {
	expect(buildUrl(base, '/rows', { a: 1, b: undefined, 'c[]': ['x', 'y z'], d: false })).toBe(
		`${base}/rows?a=1&c%5B%5D=x&c%5B%5D=y+z&d=false`,
	);
});

it('no URL: TypeError', () => {
	expect(() => buildUrl('nonsense', '/rows')).toThrow('Invalid URL');
});
