import type { ParameterReader } from '../../shared/node/parameters';
import type { RunContext } from '../../shared/node/operation';
import type { Scene } from '../scene';
import { needsDefinition } from '../view';
import { readObjectType } from '../write/row';

/**
 * Describes the objects that items ask for, where that decides what is asked. Items whose object cannot
 * be described fail with that; gives the context of the others.
 */
export async function withDefinitions(
	{ context, definitions }: Scene,
	pathsOf: (read: ParameterReader) => string[] = () => [],
): Promise<RunContext> {
	const { itemIndexes, reader, results } = context;
	const open: number[] = [];
	for (const itemIndex of itemIndexes) {
		const read = reader(itemIndex);
		const type = readObjectType(read);
		const paths = pathsOf(read);
		const isNeeded = needsDefinition(read) || paths.length > 0;
		if (typeof type === 'string' && isNeeded) await definitions.load(type);
		if (typeof type === 'string') for (const path of paths) await definitions.loadPath(type, path);
		const failure = typeof type === 'string' ? definitions.whyNot(type) : undefined;
		if (failure) results.set(itemIndex, { kind: 'failed', failure, items: [] });
		else open.push(itemIndex);
	}
	return { ...context, itemIndexes: open };
}
