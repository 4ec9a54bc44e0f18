import type { IDataObject } from 'n8n-workflow';
import type { RunContext } from './operation';
import type { Problem } from './parameters';

/**
 * The collection `options`, as far as it is about the whole run: of the first item where it can be read.
 * What is wrong with it where it can be read nowhere; empty where there are no items.
 */
export function runOptions({
	itemIndexes,
	reader,
}: Pick<RunContext, 'itemIndexes' | 'reader'>): IDataObject | Problem {
	let problem: Problem | undefined;
	for (const itemIndex of itemIndexes) {
		const read = reader(itemIndex);
		const options = read.collection('options');
		if (!read.problem) return options;
		problem ??= read.problem;
	}
	return problem ?? {};
}
