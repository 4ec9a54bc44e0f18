import { createRedactor } from '../../nodes/shared/engine/log/redact';

const CANARY = `c4N@ry/"+é'&<s>\\?=%25 ~!*x`;
const redact = createRedactor([CANARY, 'short', 'sk-live-abcdefgh']);

const hexOf = (text: string) => Buffer.from(text).toString('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const html = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const unicode = (text: string) =>
	text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const everyByte = (text: string) => hexOf(text).replace(/../g, '%$&');

const encodings: Record<string, (text: string) => string> = {
	raw: (text) => text,
	encodeURIComponent,
	'encodeURIComponent, lower case': (text) =>
		encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
	encodeURI,
	'encoded by curl, every byte': everyByte,
	form: (text) => new URLSearchParams({ k: text }).toString().slice(2),
	hex: hexOf,
	'upper-case hex': (text) => hexOf(text).toUpperCase(),
	JSON: json,
	'JSON in JSON': (text) => json(json(text)),
	'JSON with escaped slashes': (text) => json(text).replaceAll('/', '\\/'),
	'JSON in ASCII': (text) => json(text).replaceAll('é', '\\u00e9').replaceAll('/', '\\/'),
	unicode,
	'upper-case unicode': (text) =>
		unicode(text).replace(/u(....)/g, (_, d: string) => `u${d.toUpperCase()}`),
	HTML: (text) => html(text).replaceAll("'", '&#39;'),
	'HTML with hex entities': (text) =>
		html(text).replaceAll("'", '&#x27;').replaceAll('/', '&#x2F;'),
	base64,
	base64url: (text) => Buffer.from(text).toString('base64url'),
	'base64 after one byte': (text) => base64(`u${text}`),
	'base64 after two bytes': (text) => base64(`u:${text}`),
	'Basic auth': (text) => base64(`someone@example.com:${text}`),
	'base64 with more after it': (text) => base64(`user:${text} and more`),
	'base64url after two bytes': (text) => Buffer.from(`u:${text}`).toString('base64url'),
	'base64 in JSON with escaped slashes': (text) => base64(`??>${text}`).replaceAll('/', '\\/'),
	'percent in JSON in JSON': (text) => json(json(encodeURIComponent(text))),
	'base64, percent-encoded': (text) => encodeURIComponent(base64(`??>${text}`)),
};

/** What could be read back: the text with its escapes taken off, and its base64 and hex decoded. */
function leaks(text: string): boolean {
	const readable = [text, decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))];
	const parts = readable.flatMap((each) => each.split(/[^A-Za-z0-9+/=_-]+/));
	const decoded = parts.flatMap((part) => [
		...[0, 1, 2, 3].map((skip) => Buffer.from(part.slice(skip), 'base64').toString('latin1')),
		Buffer.from(part, 'hex').toString('latin1'),
	]);
	return [...readable, ...decoded].some((each) => each.includes('c4N@') || each.includes('~!*x'));
}

describe('a secret is removed', () => {
	it.each(Object.entries(encodings))('%s', (_name, encode) => {
		const text = `before ${encode(CANARY)} between ${encode(CANARY)} after`;
		const clean = redact(text);
		expect(clean).toMatch(/^before .*\[redacted\].* between .*\[redacted\].* after$/);
		expect(leaks(clean)).toBe(false);
	});

	it('and nothing else', () => {
		expect(redact(`key=${encodeURIComponent(CANARY)}&page=2`)).toBe('key=[redacted]&page=2');
		expect(redact(`{"k":"${json(CANARY)}","n":1}`)).toBe('{"k":"[redacted]","n":1}');
		expect(redact('nothing \\" to %20 hide &amp; seek')).toBe('nothing \\" to %20 hide &amp; seek');
	});

	it('but short ones are left alone', () => {
		expect(redact('a short text')).toBe('a short text');
	});

	it('longest first, and where two overlap', () => {
		const both = createRedactor(['abcdefgh', 'abcdefgh-and-more', 'more-to-come']);
		expect(both('x abcdefgh-and-more-to-come y')).toBe('x [redacted] y');
		expect(both('abcdefghabcdefgh')).toBe('[redacted][redacted]');
	});

	it('line by line, where it has lines', () => {
		const key =
			'-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7VJTU\n-----END KEY-----\n';
		const pem = createRedactor([key]);
		expect(pem(`{"pem":"${json(key)}"}`)).toBe('{"pem":"[redacted]"}');
		expect(pem('MIIEvQIBADANBgkqhkiG9w0BAQEF\r\nAASCBKcwggSjAgEAAoIBAQC7VJTU')).toBe(
			'[redacted]\r\n[redacted]',
		);
	});
});

it('random secrets in random company', () => {
	const letters = 'abcXYZ019-_.~+/=%&"\'\\<> é€😀:;@';
	const pick = (length: number) =>
		Array.from({ length }, () => [...letters][Math.floor(Math.random() * 30)]).join('');
	for (let turn = 0; turn < 300; turn += 1) {
		const secret = `k${pick(8 + (turn % 40))}`;
		const clean = createRedactor([secret]);
		for (const [name, encode] of Object.entries(encodings)) {
			const text = `<< ${encode(secret)} >>`;
			if (!clean(text).includes('[redacted]')) throw new Error(`${name} of ${secret}`);
		}
	}
});

it('is fast where there is nothing to remove', () => {
	const many = createRedactor(
		Array.from({ length: 100 }, (_, n) => `secret-number-${n}-${hexOf(`${n}`)}`),
	);
	const row = JSON.stringify({
		id: 12345,
		email: 'a.b@example.com',
		note: 'plain "text" with / and %20',
	});
	const text = row.repeat(Math.ceil(10_240 / row.length));
	many(text);
	const started = performance.now();
	for (let turn = 0; turn < 50; turn += 1) expect(many(text)).toBe(text);
	process.stdout.write(
		`redact 10 KB, 100 secrets: ${((performance.now() - started) / 50).toFixed(2)} ms\n`,
	);
});
