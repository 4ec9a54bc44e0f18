import { processState } from '../engine/processState';
import { Results } from './results';

/**
 * n8n's Retry On Fail executes the whole node again with all its items. The execution data is the
 * same object in each of these tries (seen in n8n 2.41), so what has been settled hangs on it and
 * a further try sends only the rest.
 */
interface Try {
	/** Tells tries of one execution from further calls with other items, as an AI agent makes them. */
	firstItem: object | undefined;
	results: Results;
}

const memory = () => processState('settled', () => new WeakMap<object, Map<string, Try>>());

/** The results so far of this execution of the node; empty in its first try. */
export function settledResults(
	executeData: object,
	nodeId: string,
	firstItem: object | undefined,
): Results {
	const nodes = memory().get(executeData) ?? new Map<string, Try>();
	memory().set(executeData, nodes);
	const earlier = nodes.get(nodeId);
	if (earlier && earlier.firstItem === firstItem) {
		earlier.results.forgetUnsettled();
		return earlier.results;
	}
	const results = new Results();
	nodes.set(nodeId, { firstItem, results });
	return results;
}
