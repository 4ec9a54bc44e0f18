import type { VendorError } from '../../../shared/engine/types';
import type { PropertyDefinition } from '../../lookup/definitions';

const MOST_NAMES = 3;
const MOST_OPTIONS = 20;

/** Refusals of which the account's own properties say more than HubSpot's answer. */
export function needsDefinitions({ code, message }: VendorError): boolean {
	return code === 'PROPERTY_DOESNT_EXIST' || (code === 'INVALID_OPTION' && !/:\s*\[/.test(message));
}

/** The same error with what to change, as far as the properties of the account tell. */
export function explainRefusal(
	error: VendorError,
	known: PropertyDefinition[],
	isActivity = false,
): VendorError {
	const advice =
		isActivity && error.code === 'OBJECT_NOT_FOUND'
			? 'The record does not exist or was deleted: check its Record ID, or restore it from the recycle bin of HubSpot.'
			: adviceFor(error, known);
	const existingId = error.existingId ?? holderOf(error.message);
	return { ...error, ...(advice ? { advice } : {}), ...(existingId ? { existingId } : {}) };
}

function adviceFor(error: VendorError, known: PropertyDefinition[]): string | undefined {
	const { code, fields = [], message, advice = '' } = error;
	const named = fields.length > 0 ? fields.join(', ') : 'the property';
	if (/must be associated/i.test(message)) return 'Add the record that it needs to Associations.';
	if (/required properties were not set/i.test(message)) return `Set ${named} in Fields.`;
	switch (code) {
		case 'PROPERTY_DOESNT_EXIST':
			return [advice, ...fields.map((field) => nearestText(field, known))].join(' ').trim();
		case 'INVALID_OPTION':
			return [advice, ...fields.map((field) => optionsText(field, known))].join(' ').trim();
		case 'INVALID_DATE':
			return `Send ${named} as a date such as 2026-01-31 or, where it holds a time too, as 2026-01-31T09:30:00Z.`;
		case 'INVALID_INTEGER':
			return `Send ${named} as a number, without a unit and without separators of thousands.`;
		case 'CONFLICTING_UNIQUE_VALUE':
			return `Another record has this value of ${named}: change that one, with "Create or Update" matched on ${named}, or send another value.`;
		case 'OBJECT_NOT_FOUND':
			return 'The record does not exist, was deleted, or was merged into another one. Use "Get" with its Record ID: after a merge it gives the record that is left, with the ID to use.';
		default:
			return undefined;
	}
}

/** "… is already in use by record 12", "12 already has that value": only the text tells which. */
function holderOf(message: string): string | undefined {
	const match = /(?:by record (\d+)|(\d+) already has that value)/i.exec(message);
	return match?.[1] ?? match?.[2];
}

function nearestText(name: string, known: PropertyDefinition[]): string {
	const near = nearest(name, known).map((each) => `${each.name} (${each.label})`);
	return near.length === 0 ? '' : `The nearest to ${name}: ${near.join(', ')}.`;
}

function optionsText(name: string, known: PropertyDefinition[]): string {
	const options = known.find((each) => each.name === name)?.options ?? [];
	const shown = options.slice(0, MOST_OPTIONS).map(({ value, label }) => `${value} (${label})`);
	const more = options.length > MOST_OPTIONS ? ` and ${options.length - MOST_OPTIONS} more` : '';
	return shown.length === 0 ? '' : `The options of ${name}: ${shown.join(', ')}${more}.`;
}

/** Properties whose names or labels are the same but for slips, or begin alike; the nearest first. */
export function nearest(name: string, known: PropertyDefinition[]): PropertyDefinition[] {
	const wanted = plain(name);
	const most = Math.max(2, Math.floor(wanted.length / 3));
	return known
		.map((each) => ({ each, distance: distanceTo(wanted, each) }))
		.filter(({ distance }) => distance <= most)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MOST_NAMES)
		.map(({ each }) => each);
}

function distanceTo(wanted: string, { name, label }: PropertyDefinition): number {
	const forms = [plain(name), plain(label)];
	const begins = forms.some((form) => wanted.length > 2 && form.startsWith(wanted));
	return Math.min(begins ? 1 : Infinity, ...forms.map((form) => editDistance(wanted, form)));
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein's: the fewest letters to add, remove or change. */
function editDistance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, place) => place);
	for (let at = 1; at <= one.length; at += 1) {
		const next = [at];
		for (let place = 1; place <= other.length; place += 1) {
			const change = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1);
			next.push(Math.min(change, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[other.length] ?? 0;
}
