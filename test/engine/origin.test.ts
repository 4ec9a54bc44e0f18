import { isForeign, originRefusal } from '../../nodes/shared/engine/origin';

const base = 'https://api.vendor.example/v1';

describe('the next address', () => {
	it.each([
		['https://api.vendor.example/other?a=1', undefined],
		['https://api.vendor.example:443/v2', undefined],
		['https://api.vendor.example:8443/v1', /at another host/],
		['https://evil.example/v1', /at another host \(evil\.example\)/],
		['https://api.vendor.example.evil.example/', /at another host/],
		['http://api.vendor.example/v1', /from https to http/],
		['http://127.0.0.1/v1', /from https to http/],
		['https://127.0.0.1/', /private network/],
		['https://10.1.2.3/', /private network/],
		['https://172.16.0.1/', /private network/],
		['https://192.168.1.1/', /private network/],
		['https://169.254.169.254/latest', /private network/],
		['https://100.64.0.1/', /private network/],
		['https://0.0.0.0/', /private network/],
		['https://[::1]/', /private network/],
		['https://[fd00::1]/', /private network/],
		['https://[fe80::1]/', /private network/],
		['https://localhost/', /private network/],
		['https://n8n.localhost/', /private network/],
		['https://db.internal/', /private network/],
		['https://printer.local/', /private network/],
		['https://2130706433/', /private network/],
		['file:///etc/passwd', /none of http/],
		['data:application/json,[]', /none of http/],
	])('%s', (address, refusal) => {
		const told = originRefusal(address, base, 'refuse');
		if (refusal === undefined) expect(told).toBeUndefined();
		else expect(told).toMatch(refusal);
	});

	it('another host is asked when the user allows it, a private address is not', () => {
		expect(originRefusal('https://pages.example/2', base, 'bare')).toBeUndefined();
		expect(originRefusal('https://8.8.8.8/', base, 'bare')).toBeUndefined();
		expect(originRefusal('https://10.0.0.1/', base, 'bare')).toMatch(/private/);
		expect(originRefusal('http://pages.example/2', base, 'bare')).toMatch(/http/);
	});

	it('a base URL that is private itself may lead to private addresses', () => {
		expect(originRefusal('http://127.0.0.1:2/', 'http://127.0.0.1:1', 'bare')).toBeUndefined();
		expect(originRefusal('http://127.0.0.1:2/', 'http://127.0.0.1:1', 'refuse')).toMatch(/host/);
	});

	it('is foreign when scheme, host or port differ', () => {
		expect(isForeign(`${base}/contacts`, base)).toBe(false);
		expect(isForeign('https://api.vendor.example:444/', base)).toBe(true);
	});
});
