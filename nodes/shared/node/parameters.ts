import type { IDataObject, IGetNodeParameterOptions, NodeParameterValueType } from 'n8n-workflow';
import { readPlainly } from './plainReference';

/** Something in the parameters or the item that has to be changed before anything can be sent. */
export class Problem {
	constructor(
		/** What is wrong. */
		readonly message: string,
		/** What to change. */
		readonly description: string,
	) {}
}

/** What a resource mapper holds for one item. */
export interface Mapped {
	values: IDataObject;
	/** The fields by which a record is found. */
	matching: string[];
}

/** Where parameters come from: n8n's own function, of whatever kind of node. May throw. */
export interface ParameterSource {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback?: NodeParameterValueType,
		options?: IGetNodeParameterOptions,
	): unknown;
	/** Whether an AI agent calls the node: `$json` is then the agent's item, and not the node's own. */
	isToolExecution?(): boolean;
}

/**
 * Reads the parameters of one item. Never throws: an expression that fails, or a value of the wrong
 * kind, reads as empty and is kept as the item's `problem`.
 */
export class ParameterReader {
	private first: Problem | undefined;

	constructor(
		private readonly context: ParameterSource,
		readonly itemIndex: number,
		/** The input item, for fields that are mapped by their names. */
		private readonly item: IDataObject = {},
	) {}

	/** What could not be read first; undefined when all was well. */
	get problem(): Problem | undefined {
		return this.first;
	}

	text(name: string): string {
		const value = this.value(name, '');
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') return value.trim();
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		return this.wrong(name, 'has to be a text', '');
	}

	flag(name: string): boolean {
		const value = this.value(name, false);
		if (value === 'true' || value === 'false') return value === 'true';
		if (typeof value === 'boolean' || value === undefined || value === null) return value === true;
		return this.wrong(name, 'has to be true or false', false);
	}

	/** NaN for what is no number: callers check the range they need. */
	number(name: string): number {
		return Number(this.value(name, 0));
	}

	/** Whatever the parameter holds. */
	any(name: string): unknown {
		return this.value(name, '');
	}

	/** The parameter as it was written, before its expressions were read. */
	raw(name: string): string {
		try {
			const value = this.context.getNodeParameter(name, this.itemIndex, '', {
				rawExpressions: true,
			});
			return typeof value === 'string' ? value : '';
		} catch {
			return '';
		}
	}

	/** The value of a resource locator: an ID, however it was chosen. */
	locator(name: string): string {
		const value = this.value(name, '', { extractValue: true });
		const plain = isCollection(value) ? value.value : value;
		if (plain === undefined || plain === null) return '';
		if (typeof plain === 'string' || typeof plain === 'number') return String(plain).trim();
		return this.wrong(name, 'has to be an ID', '');
	}

	/**
	 * A resource mapper. Mapped by hand, its values are those that have been added; mapped by name, the
	 * fields of the item that the provider has too (all of them where its fields are not known).
	 */
	mapper(name: string): Mapped {
		const { mappingMode, value, matchingColumns, schema } = this.collection(name);
		const columns = Array.isArray(schema) ? schema.filter(isCollection) : [];
		const fields = new Set(
			columns.filter(({ display }) => display !== false).map(({ id }) => String(id)),
		);
		const values =
			mappingMode === 'autoMapInputData' ? this.item : isCollection(value) ? value : {};
		const known = Object.entries(values).filter(
			([field]) => mappingMode !== 'autoMapInputData' || fields.size === 0 || fields.has(field),
		);
		return {
			values: Object.fromEntries(known),
			matching: Array.isArray(matchingColumns) ? matchingColumns.map(String) : [],
		};
	}

	/** Words: a list, or a text with commas between them. */
	names(name: string): string[] {
		const value = this.value(name, '');
		const words = Array.isArray(value)
			? value.map((each) => String(each ?? ''))
			: this.text(name).split(',');
		return words.map((word) => word.trim()).filter(Boolean);
	}

	/** A collection, or an empty one. */
	collection(name: string): IDataObject {
		const value = this.value(name, {});
		if (isCollection(value)) return value;
		if (value === undefined || value === null || value === '') return {};
		return this.wrong(name, 'has to be a collection of fields', {});
	}

	/** The entries of a fixed collection with multiple values. */
	list(name: string, group: string): IDataObject[] {
		const entries = this.collection(name)[group];
		return Array.isArray(entries) ? entries.map((entry) => (isCollection(entry) ? entry : {})) : [];
	}

	private value(
		name: string,
		fallback: NodeParameterValueType,
		options?: IGetNodeParameterOptions,
	): unknown {
		try {
			if (options === undefined && !this.context.isToolExecution?.()) {
				const written = { rawExpressions: true };
				const raw = this.context.getNodeParameter(name, this.itemIndex, fallback, written);
				const plain = readPlainly(raw, this.item);
				if (plain) return plain.value;
			}
			return this.context.getNodeParameter(name, this.itemIndex, fallback, options);
		} catch (error) {
			// Thrown, it would make n8n send all input items out as successes (seen in n8n 2.41).
			const why = error instanceof Error ? error.message : String(error);
			this.first ??= new Problem(
				`The parameter "${name}" could not be read: ${why}`,
				'Correct the expression, or what it refers to in this item.',
			);
			return fallback;
		}
	}

	private wrong<Value>(name: string, what: string, instead: Value): Value {
		this.first ??= new Problem(`The parameter "${name}" ${what}`, 'Correct its expression.');
		return instead;
	}
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
