import type { ApiRequest } from '../../nodes/shared/engine/types';
import type { Connection } from '../../nodes/shared/engine/vendor';
import { wireRequest } from '../../nodes/shared/engine/wire';

const connection: Connection = {
	vendor: { name: 'Acme', rateHeaders: [], rules: [], readError: () => ({ message: '' }) },
	baseUrl: 'https://api.acme.example/v1',
	account: 'a',
	quotaKeys: { account: 'a', credential: 'a' },
	quotas: [],
	authentication: { headers: async () => await Promise.resolve({}), query: { key: 'k' } },
	secrets: [],
	headers: { 'x-vendor': '1' },
};
const upload: ApiRequest = {
	operation: 'upload',
	method: 'PUT',
	path: 'https://files.example/f?signature=s',
	anonymous: true,
	content: { type: 'application/x-ndjson', data: 'a\n' },
	answerAs: 'bytes',
	maxAnswerBytes: 9,
	safeToRepeat: true,
	quotas: [],
};
const facts = { secret: { 'x-key': 'k' }, trace: { traceparent: 't' }, timeoutMs: 1 };
const wire = (change: Partial<ApiRequest> = {}) =>
	wireRequest({ ...upload, ...change }, connection, facts);

test('goes to a presigned address whole, and without anything of the credential', () => {
	expect(wire()).toEqual({
		method: 'PUT',
		url: 'https://files.example/f?signature=s',
		headers: { accept: '*/*', 'content-type': 'application/x-ndjson', traceparent: 't' },
		secretHeaders: [],
		timeoutMs: 1,
		body: 'a\n',
		bytes: true,
		maxAnswerBytes: 9,
	});
});

test("the same at the vendor's own host", () => {
	expect(wire({ path: '/files/f' })).toMatchObject({
		url: 'https://api.acme.example/v1/files/f',
		headers: { accept: '*/*', 'content-type': 'application/x-ndjson', traceparent: 't' },
	});
});

test.each(['http://files.example/f', 'https://10.0.0.1/f', 'file:///etc/passwd'])(
	'an address that no vendor may lead to is refused: %s',
	(path) => {
		expect(wire({ path })).toMatchObject({ reason: 'foreign-origin' });
	},
);

test('other requests go with the credential, and to no other host', () => {
	const usual = { anonymous: false, method: 'GET' } as const;
	expect(wire({ ...usual, path: '/f' })).toMatchObject({
		url: 'https://api.acme.example/v1/f?key=k',
		headers: { 'x-key': 'k', 'x-vendor': '1' },
		secretHeaders: ['x-key'],
	});
	expect(wire(usual)).toMatchObject({ reason: 'foreign-origin' });
});
