import { hashEmails } from '../../nodes/shared/engine/log/hashEmails';
import { keyFieldsOf } from '../../nodes/shared/engine/log/keyFields';

describe('key fields', () => {
	const body = {
		email: 'anna@company.example',
		count: 3,
		inputs: [{ id: 'a', tags: ['x', 'y'] }, { id: 'b' }, {}],
		token: 'sk-4711',
	};

	test("are the operation's own, and what lies at the picked paths", () => {
		expect(keyFieldsOf({ keyFields: { page: '2' }, body })).toEqual({ page: '2' });
		expect(
			keyFieldsOf({ keyFields: { page: '2' }, body, query: { limit: 5, q: ['a', 'b'] } }, [
				'email',
				'count',
				'inputs.*.id',
				'inputs.*.tags.*',
				'inputs.1.id',
				'limit',
				'q',
				'nowhere.*.x',
				'inputs',
			]),
		).toEqual({
			page: '2',
			email: 'anna@company.example',
			count: '3',
			'inputs.*.id': 'a,b',
			'inputs.*.tags.*': 'x,y',
			'inputs.1.id': 'b',
			limit: '5',
			q: 'a,b',
		});
	});

	test.each([
		'token',
		'inputs.*.apiKey',
		'api_key',
		'user.Password',
		'client_secret',
		'Authorization',
	])('are never secrets: %s', (path) => {
		const secret = { [path]: 'sk-4711', inputs: [{ apiKey: 'sk' }], user: { Password: 'sk' } };
		expect(keyFieldsOf({ body: secret, query: { [path]: 'sk' } }, [path])).toEqual({});
	});

	test('are short, however many values there are', () => {
		const many = Array.from({ length: 100 }, () => 'x'.repeat(500));
		const { '*': text = '' } = keyFieldsOf({ body: many }, ['*']);
		expect(text.length).toBeLessThan(2_100);
		expect(text).toMatch(/ and 80 more$/);
	});
});

describe('hashed emails', () => {
	const hash = hashEmails('anna@company.example');

	test('are the same for the same address, and others for another one', () => {
		expect(hash).toMatch(/^email-[0-9a-f]{16}$/);
		expect(hashEmails('ANNA@Company.example')).toBe(hash);
		expect(hashEmails('anna%40company.example')).toBe(hash);
		expect(hashEmails('hanna@company.example')).not.toBe(hash);
	});

	test.each([
		['{"email":"anna@company.example"}', `{"email":"${hash}"}`],
		['anna@company.example, anna@company.example', `${hash}, ${hash}`],
		['Contact <anna@company.example> exists.', `Contact <${hash}> exists.`],
		['no address: @home, a@b, 50%40', 'no address: @home, a@b, 50%40'],
	])('in %s', (text, expected) => {
		expect(hashEmails(text)).toBe(expected);
	});

	test('of all alphabets', () => {
		expect(hashEmails('jürgen@straße.example müller+a@münchen.example')).toMatch(
			/^email-\w{16} email-\w{16}$/,
		);
	});

	test('take no long time in a long text', () => {
		const began = process.cpuUsage();
		hashEmails(`${'a'.repeat(16_000)}@`);
		hashEmails('a@'.repeat(8_000));
		hashEmails(`a@${'b.'.repeat(8_000)}`);
		expect(process.cpuUsage(began).user / 1_000).toBeLessThan(1_000);
	});
});
