/** One way in which an API may write a text that it was sent. */
export type Encode = (text: string) => string;

const bytes = (text: string) => Buffer.from(text, 'utf8');
const base64 = (text: string) => bytes(text).toString('base64');
const hex = (text: string) => bytes(text).toString('hex');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const unit = (text: string) => text.charCodeAt(0).toString(16).padStart(4, '0');
const ascii = (text: string) =>
	json(text).replace(/[\u0080-\uffff]/g, (each) => `\\u${unit(each)}`);
const everyUnit = (text: string) => text.replace(/[^]/g, (each) => `\\u${unit(each)}`);
const everyByte = (text: string) => hex(text).replace(/../g, '%$&');
const lower = (text: string) => text.replace(/%../g, (escape) => escape.toLowerCase());
const form = (text: string) => new URLSearchParams({ k: text }).toString().slice(2);
const html = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
const entities = (text: string) => text.replace(/[^]/gu, (each) => `&#${each.codePointAt(0)};`);
const hexEntities = (text: string) =>
	text.replace(/[^\w]/gu, (each) => `&#x${(each.codePointAt(0) ?? 0).toString(16)};`);
/** As a server reads it that takes each byte for a character, and writes it in UTF-8 once more. */
const twice = (text: string) => bytes(text).toString('latin1');

export const ENCODINGS: Record<string, Encode> = {
	raw: (text) => text,
	percent: encodeURIComponent,
	'percent, lower case': (text) => lower(encodeURIComponent(text)),
	'percent, of what a URL must not hold': encodeURI,
	'percent, every byte': everyByte,
	'percent twice': (text) => encodeURIComponent(encodeURIComponent(text)),
	'percent three times': (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))),
	form,
	'form, as PHP writes it': (text) => form(text).replaceAll('*', '%2A').replaceAll('~', '%7E'),
	base64,
	base64url: (text) => bytes(text).toString('base64url'),
	'base64 after one byte': (text) => base64(`:${text}`),
	'base64 after two bytes': (text) => base64(`u:${text}`),
	'base64 of user and password': (text) => base64(`someone:${text}`),
	'base64 with more behind it': (text) => base64(`user:${text} and more`),
	'base64url after two bytes': (text) => Buffer.from(`u:${text}`).toString('base64url'),
	'base64 in percent': (text) => encodeURIComponent(base64(`??>${text}`)),
	'base64 in JSON with escaped slashes': (text) => base64(`??>${text}`).replaceAll('/', '\\/'),
	'base64 of JSON': (text) => base64(JSON.stringify({ after: 7, key: text })),
	'base64 of JSON with escaped slashes': (text) =>
		base64(JSON.stringify({ key: text }).replaceAll('/', '\\/')),
	'base64url of JSON in ASCII': (text) =>
		Buffer.from(`{"key":"${ascii(text).replaceAll('/', '\\/')}"}`).toString('base64url'),
	'base64 of percent': (text) => base64(`/list?key=${encodeURIComponent(text)}&page=2`),
	'base64 of a form': (text) => base64(`page=2&key=${form(text)}`),
	'base64 twice': (text) => base64(base64(text)),
	hex,
	'hex, upper case': (text) => hex(text).toUpperCase(),
	JSON: json,
	'JSON in ASCII': ascii,
	'JSON with escaped slashes': (text) => ascii(text).replaceAll('/', '\\/'),
	'JSON in JSON': (text) => json(json(text)),
	'JSON, every unit': everyUnit,
	'JSON, every unit, upper case': (text) =>
		everyUnit(text).replace(/u(....)/g, (_, digits: string) => `u${digits.toUpperCase()}`),
	HTML: html,
	'HTML, numbers': entities,
	'HTML, hex numbers': hexEntities,
	'HTML in percent': (text) => encodeURIComponent(html(text)),
	'bytes as characters': twice,
	'percent of bytes as characters': (text) => encodeURIComponent(twice(text)),
	'percent in Latin-1': (text) => Buffer.from(text, 'latin1').toString('hex').replace(/../g, '%$&'),
	'base64 in Latin-1': (text) => Buffer.from(`user:${text}`, 'latin1').toString('base64'),
};

/** Those that hold a "#": an address ends there, and what is before it is no secret any more. */
export const NOT_IN_ADDRESSES = ['HTML, numbers', 'HTML, hex numbers'];
