import { parseJson } from '../../nodes/shared/engine/body';

describe('integers that no number holds', () => {
	test.each([
		['-9223372036854775808', '-9223372036854775808'],
		['9007199254740993', '9007199254740993'],
		['{"request_id": -4223372036854775809}', { request_id: '-4223372036854775809' }],
		['{"a":[1,12345678901234567890]}', { a: [1, '12345678901234567890'] }],
		['{\n\t"id":\n12345678901234567890\n}', { id: '12345678901234567890' }],
	])('%s stays a text', (text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	test.each([
		['9007199254740991', 9007199254740991],
		['[-9007199254740991, 5]', [-9007199254740991, 5]],
		['{"price": 1234567890123456.5}', { price: 1234567890123456.5 }],
		['{"large": 1e30, "id": 12345678901234567890}', { large: 1e30, id: '12345678901234567890' }],
		['{"text": "12345678901234567890"}', { text: '12345678901234567890' }],
		['{"text": "a, 12345678901234567890"}', { text: 'a, 12345678901234567890' }],
	])('%s is what it was', (text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	test('no JSON is none', () => {
		expect(parseJson('{"id": 12345678901234567890')).toBeUndefined();
	});
});
