const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The time in ms since 1970; undefined for what is no ISO time. One without a zone, as n8n's editor
 * writes it, is of the given zone.
 */
export function zonedTime(text: string, zone: string): number | undefined {
	if (!ISO.test(text)) return undefined;
	const iso = text.replace(' ', 'T');
	if (HAS_ZONE.test(iso) && iso.length > 10 && iso.includes('T')) return valid(Date.parse(iso));
	const asUtc = valid(Date.parse(iso.length === 10 ? iso : `${iso}Z`));
	if (asUtc === undefined) return undefined;
	// Twice: near a change of summer time the first guess lies on its other side.
	const guess = asUtc - offsetOf(asUtc, zone);
	return asUtc - offsetOf(guess, zone);
}

function valid(time: number): number | undefined {
	return Number.isNaN(time) ? undefined : time;
}

/** How far the zone's clocks are ahead of UTC at that moment, in ms. */
function offsetOf(time: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(time);
	const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - Math.floor(time / 1_000) * 1_000;
}
