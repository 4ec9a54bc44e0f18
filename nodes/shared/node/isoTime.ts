/** The ISO form of a JavaScript date or of a time as n8n's expressions give it (Luxon). */
export function isoTimeOf(value: object): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (!('toISO' in value) || typeof value.toISO !== 'function') return undefined;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : undefined;
}
