import { UsageBook } from '../../nodes/shared/engine/usage';

const MINUTE = 60_000;
const CEILING = { window: 'day', ofAll: 0.8, ofExecution: 0.25 };
const reading = (remaining: number, limit?: number) => ({
	window: 'day',
	remaining,
	...(limit === undefined ? {} : { limit }),
});
const asking = (rest: { execution?: string; account?: string; now?: number } = {}) => ({
	account: 'acme',
	execution: 'e1',
	now: 0,
	...rest,
});

test('nothing is refused before an answer has told how much is used', () => {
	const book = new UsageBook();
	book.count('acme', 'e1');
	expect(book.refusal(CEILING, asking())).toBeUndefined();
});

test.each([
	[201, undefined],
	[200, '800 of 1000 requests are used, and 80 % may be'],
	[0, '1000 of 1000 requests are used, and 80 % may be'],
	[-5, '1005 of 1000 requests are used, and 80 % may be'],
])('%p of 1,000 left: %p', (left, refusal) => {
	const book = new UsageBook();
	book.note('acme', reading(left, 1_000), 0);
	expect(book.refusal(CEILING, asking())).toBe(refusal);
	expect(book.refusal(CEILING, asking({ account: 'other' }))).toBeUndefined();
});

test('a reading without a limit, or with one of 0, tells no share', () => {
	const book = new UsageBook();
	book.note('acme', reading(0), 0);
	book.note('acme', reading(0, 0), 0);
	expect(book.refusal(CEILING, asking())).toBeUndefined();
});

test('where all may be used, the vendor itself says when it is', () => {
	const book = new UsageBook();
	book.note('acme', reading(0, 1_000), 0);
	expect(book.refusal({ ...CEILING, ofAll: 1 }, asking())).toBeUndefined();
});

test('after a quarter of an hour a request may find out whether there is room again', () => {
	const book = new UsageBook();
	book.note('acme', reading(0, 1_000), 0);
	expect(book.refusal(CEILING, asking({ now: 15 * MINUTE - 1 }))).toBeDefined();
	expect(book.refusal(CEILING, asking({ now: 15 * MINUTE }))).toBeUndefined();
});

test('an execution that has had its share sends no more; others do', () => {
	const book = new UsageBook();
	book.note('acme', reading(90, 100), 0);
	for (let sent = 0; sent < 24; sent += 1) book.count('acme', 'e1');
	expect(book.refusal(CEILING, asking())).toBeUndefined();
	book.count('acme', 'e1');
	expect(book.refusal(CEILING, asking({ now: 60 * MINUTE }))).toBe(
		'this execution has sent 25 of 100 requests, and 25 % may be its own',
	);
	expect(book.refusal(CEILING, asking({ execution: 'e2' }))).toBeUndefined();
});

test('lists of the editor belong to no execution', () => {
	const book = new UsageBook();
	book.note('acme', reading(90, 100), 0);
	for (let sent = 0; sent < 50; sent += 1) book.count('acme', '');
	expect(book.refusal(CEILING, asking({ execution: '' }))).toBeUndefined();
});

test('a thousand other executions do not make it forget one that still runs', () => {
	const book = new UsageBook();
	book.note('acme', reading(90, 100), 0);
	for (let sent = 0; sent < 25; sent += 1) {
		book.count('acme', 'long');
		for (let other = 0; other < 100; other += 1) book.count('acme', `${sent}-${other}`);
	}
	expect(book.refusal(CEILING, asking({ execution: 'long' }))).toBeDefined();
	// Those that are over are forgotten.
	for (let sent = 0; sent < 25; sent += 1) book.count('acme', 'over');
	for (let other = 0; other < 1_001; other += 1) book.count('acme', `later-${other}`);
	expect(book.refusal(CEILING, asking({ execution: 'over' }))).toBeUndefined();
});
