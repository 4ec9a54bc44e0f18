import type { JsonValue } from '../types';

export type TimeFormat = 'iso' | 'seconds' | 'milliseconds';

/** A point in time as APIs write it: a number of seconds or milliseconds, or a text. In ms. */
export function timeIn(value: JsonValue | undefined): number | undefined {
	if (typeof value === 'number') return value < 100_000_000_000 ? value * 1_000 : value;
	if (typeof value !== 'string' || value === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return timeIn(Number(value));
	// A time without a zone is UTC with most APIs.
	const zoned = /(z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes(':') ? value : `${value}Z`;
	const time = Date.parse(zoned.replace(' ', 'T'));
	return Number.isNaN(time) ? undefined : time;
}

/** The time that is left of this one (ms) when it is written in the format; in ms. */
export function flooredTime(time: number, format: TimeFormat): number {
	return format === 'seconds' ? Math.floor(time / 1_000) * 1_000 : Math.floor(time);
}

export function writeTime(time: number, format: TimeFormat): string | number {
	const written = flooredTime(time, format);
	if (format === 'iso') return new Date(written).toISOString();
	return format === 'seconds' ? written / 1_000 : written;
}
