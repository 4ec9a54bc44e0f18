import { readItems, type RunContext } from '../../nodes/shared/node/operation';
import { ParameterReader, Problem } from '../../nodes/shared/node/parameters';
import { Results } from '../../nodes/shared/node/results';

/** As the expressions of an item would. */
function holdFor(ms: number): void {
	for (const until = performance.now() + ms; performance.now() < until; );
}

function contextOf(items: number): RunContext {
	const source = { getNodeParameter: () => '' };
	const itemIndexes = Array.from({ length: items }, (_, index) => index);
	const reader = (itemIndex: number) => new ParameterReader(source, itemIndex);
	return { itemIndexes, reader, results: new Results() } as Partial<RunContext> as RunContext;
}

test('items are read in their order, and n8n gets its turn in between', async () => {
	const order: string[] = [];
	let over = false;
	const others = () => {
		order.push('others');
		if (!over) setImmediate(others);
	};
	setImmediate(others);
	const placed = await readItems(contextOf(4), ({ itemIndex }) => {
		order.push(`item ${itemIndex}`);
		holdFor(25);
		return itemIndex;
	});
	over = true;
	expect(placed.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
	const items = order.filter((each) => each !== 'others');
	expect(items).toEqual(['item 0', 'item 1', 'item 2', 'item 3']);
	expect(order.slice(order.indexOf('item 0'), order.indexOf('item 3'))).toContain('others');
});

test('what cannot be sent has its result at once, and the others are given', async () => {
	const context = contextOf(3);
	const problem = new Problem('It is empty', 'Fill it in.');
	const placed = await readItems(context, ({ itemIndex }) => (itemIndex === 1 ? problem : 'row'));
	expect(placed.map(({ itemIndex }) => itemIndex)).toEqual([0, 2]);
	expect(context.results.get(1)).toEqual({ kind: 'bad-input', problem });
});
