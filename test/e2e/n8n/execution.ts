/** One item's JSON as a node gave it out. */
export type Item = Record<string, unknown>;

interface StoredError {
	message?: string;
	description?: string;
	node?: { name?: string };
}

interface NodeRun {
	executionStatus?: string;
	executionTime?: number;
	error?: StoredError;
	hints?: Array<{ message: string }>;
	data?: { main?: Array<Array<{ json: Item }> | null> };
}

interface RunData {
	resultData: {
		error?: StoredError;
		lastNodeExecuted?: string;
		runData: Record<string, NodeRun[]>;
		metadata?: Record<string, string>;
	};
}

/** An execution that has ended, as n8n stored it. */
export interface Execution {
	id: string;
	status: string;
	/** The execution's error in words, with its node; empty where there is none. */
	error: string;
	/** Milliseconds that a node took, over all its runs. */
	milliseconds(nodeName: string): number;
	/** Items on one output of a node, over all its runs; output 1 is the error output. */
	items(nodeName: string, output?: number): Item[];
	/** Hints that a node left for the editor. */
	hints(nodeName: string): string[];
	/** The execution's custom data. */
	customData: Record<string, string>;
}

/** Reads an execution as n8n's REST interface gives it, its data packed in n8n's flat form. */
export function readExecution(stored: { id: string; status: string; data: string }): Execution {
	const { resultData } = unflatten(stored.data) as RunData;
	const runs = (nodeName: string): NodeRun[] => resultData.runData?.[nodeName] ?? [];
	return {
		id: stored.id,
		status: stored.status,
		error: errorText(resultData),
		milliseconds: (nodeName) =>
			runs(nodeName).reduce((sum, run) => sum + (run.executionTime ?? 0), 0),
		items: (nodeName, output = 0) =>
			runs(nodeName)
				.flatMap((run) => run.data?.main?.[output] ?? [])
				.map(({ json }) => json),
		hints: (nodeName) =>
			runs(nodeName)
				.flatMap((run) => run.hints ?? [])
				.map(({ message }) => message),
		customData: resultData.metadata ?? {},
	};
}

function errorText({ error, lastNodeExecuted }: RunData['resultData']): string {
	if (error === undefined) return '';
	const node = error.node?.name ?? lastNodeExecuted ?? 'unknown node';
	return [`${node}: ${error.message ?? 'no message'}`, error.description ?? ''].join('\n').trim();
}

/**
 * The value behind n8n's stored form ("flatted"): a list of values in which each string that stands
 * inside an object or a list is the index of the value meant. Value 0 is the root.
 */
export function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const resolveAt = (index: number): unknown => {
		if (done.has(index)) return done.get(index);
		const value = values[index];
		if (Array.isArray(value)) {
			const list: unknown[] = [];
			done.set(index, list);
			for (const entry of value) list.push(resolveEntry(entry));
			return list;
		}
		if (typeof value === 'object' && value !== null) {
			const object: Record<string, unknown> = {};
			done.set(index, object);
			for (const [key, entry] of Object.entries(value)) object[key] = resolveEntry(entry);
			return object;
		}
		return value;
	};
	// Numbers, booleans and null stand for themselves.
	const resolveEntry = (entry: unknown): unknown =>
		typeof entry === 'string' ? resolveAt(Number(entry)) : entry;
	return resolveAt(0);
}
