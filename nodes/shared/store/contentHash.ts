import { createHash } from 'node:crypto';
import type { JsonValue } from '../engine/types';

/**
 * What a value holds, as one text: the same for two values that differ only in the order of their
 * keys. The one form in which records and events without an ID are compared.
 */
export function canonical(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	const entries = Object.entries(value)
		.filter(([, each]) => each !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`);
	return `{${entries.join()}}`;
}

/** SHA-256 of the canonical form, as 43 signs of Base64url. */
export function contentHash(value: JsonValue | undefined): string {
	return createHash('sha256').update(canonical(value)).digest('base64url');
}
