import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject, stringList } from '../json';

/** The parameters of one call: the query in bracket form (`key[]=v`) under the JSON body. */
export class Parameters {
	private constructor(private readonly values: JsonObject) {}

	/** Undefined when the body is no JSON object. */
	static of(request: VendorRequest): Parameters | undefined {
		const values: JsonObject = {};
		for (const key of new Set(request.query.keys())) {
			if (key.endsWith('[]')) values[key.slice(0, -2)] = request.query.getAll(key);
			else values[key] = request.query.get(key);
		}
		if (request.body.trim() === '') return new Parameters(values);
		try {
			const body: unknown = JSON.parse(request.body);
			return isJsonObject(body) ? new Parameters({ ...values, ...body }) : undefined;
		} catch {
			return undefined;
		}
	}

	list(name: string): string[] {
		return stringList(this.values[name]);
	}

	text(name: string): string {
		const value = this.values[name];
		return typeof value === 'string' ? value : '';
	}

	flag(name: string): boolean | undefined {
		const value = this.values[name];
		if (value === true || value === 'true') return true;
		return value === false || value === 'false' ? false : undefined;
	}

	/** NaN for what is present and no number. */
	number(name: string, absent: number): number {
		const value = this.values[name];
		if (value === undefined || value === null || value === '') return absent;
		return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	}

	raw(name: string): unknown {
		return this.values[name];
	}

	all(): JsonObject {
		return this.values;
	}
}
