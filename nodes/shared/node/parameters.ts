import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

/** Something in the parameters or the item that has to be changed before anything can be sent. */
export class Problem {
	constructor(
		/** What is wrong. */
		readonly message: string,
		/** What to change. */
		readonly description: string,
	) {}
}

/** Reads the parameters of one item; a value of the wrong kind reads as empty, never throws. */
export class ParameterReader {
	constructor(
		private readonly context: Pick<IExecuteFunctions, 'getNodeParameter'>,
		readonly itemIndex: number,
	) {}

	text(name: string): string {
		const value = this.value(name, '');
		return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	}

	flag(name: string): boolean {
		return this.value(name, false) === true;
	}

	number(name: string): number {
		return Number(this.value(name, 0));
	}

	/** A collection, or an empty one. */
	collection(name: string): IDataObject {
		return asCollection(this.value(name, {}));
	}

	/** The entries of a fixed collection with multiple values. */
	list(name: string, group: string): IDataObject[] {
		const entries = this.collection(name)[group];
		return Array.isArray(entries) ? entries.map((entry) => asCollection(entry)) : [];
	}

	private value(name: string, fallback: NodeParameterValueType): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback);
	}
}

function asCollection(value: unknown): IDataObject {
	return isCollection(value) ? value : {};
}

function isCollection(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * How many records a list operation may return: Infinity for Return All, else Limit, which must be
 * a whole number of 1 or more.
 */
export function readLimit(read: ParameterReader): number | Problem {
	if (read.flag('returnAll')) return Infinity;
	const limit = read.number('limit');
	if (Number.isInteger(limit) && limit >= 1) return limit;
	return new Problem(
		`Limit is ${read.text('limit') || 'empty'}, but has to be a whole number of 1 or more`,
		'Change Limit, or switch on Return All to get every record.',
	);
}
