import { isoTimeOf } from '../shared/node/isoTime';
import { Problem } from '../shared/node/parameters';

/**
 * A value as it is sent. Numbers go as texts, which fields of every type take, and a text field takes
 * nothing else (seen of the JSON parser, 2026-08); null clears the field.
 */
export type FieldValue = string | boolean | null;

/** The value for a field; "" for one that is empty. Picklists of several values take a list. */
export function fieldValue(name: string, given: unknown): string | boolean | Problem {
	if (given === undefined || given === null) return '';
	if (typeof given === 'boolean') return given;
	if (typeof given === 'number' && !Number.isFinite(given)) {
		return new Problem(`The value of ${name} is not a number`, 'Correct its expression.');
	}
	if (typeof given === 'string' || typeof given === 'number') return String(given);
	if (Array.isArray(given)) {
		const parts = given.map((each: unknown) => fieldValue(name, each));
		const wrong = parts.find((part) => part instanceof Problem);
		return wrong ?? parts.map(String).join(';');
	}
	const time = typeof given === 'object' ? isoTimeOf(given) : undefined;
	return (
		time ??
		new Problem(
			`The value of ${name} is an object`,
			'Choose one of its fields in the expression, or a list of texts.',
		)
	);
}

/** A day with a time of day, as dates of n8n's editor, of Luxon and of JavaScript are written. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const ZONE = /(Z|[+-]\d\d:?\d\d)$/;

export function isTime(value: FieldValue): boolean {
	return typeof value === 'string' && TIME.test(value);
}

/** A time as a field of this type takes it: a day alone for "date", with seconds and a zone for "datetime". */
export function fitTime(value: string, type: string | undefined): string {
	if (!TIME.test(value)) return value;
	if (type === 'date') return value.slice(0, 10);
	if (type !== 'datetime') return value;
	const zone = ZONE.exec(value)?.[0] ?? '';
	const local = value.slice(0, value.length - zone.length);
	const withSeconds = /T\d\d:\d\d$/.test(local) ? `${local}:00` : local;
	// Three digits behind the second are as many as it keeps.
	return `${withSeconds.replace(/(\.\d{3})\d+$/, '$1')}${zone || 'Z'}`;
}
