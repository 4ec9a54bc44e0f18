import type { VendorRequest } from '../http/exchange';

/** Counts the Sforce-* headers of a call, each under `name: value`. */
export function noteHeaders({ headers }: VendorRequest, seen: Record<string, number>): void {
	for (const [name, value] of Object.entries(headers)) {
		if (!name.startsWith('sforce-')) continue;
		const entry = `${name}: ${String(value)}`;
		seen[entry] = (seen[entry] ?? 0) + 1;
	}
}

/** A header's parts, such as `allowSave=true; includeRecordDetails=true`, by name in lower case. */
export function headerParts({ headers }: VendorRequest, name: string): ReadonlyMap<string, string> {
	const text = headers[name];
	const parts = typeof text === 'string' ? text.split(/[;,]/) : [];
	return new Map(
		parts.map((part) => {
			const [key = '', value = ''] = part.split('=');
			return [key.trim().toLowerCase(), value.trim()];
		}),
	);
}
