import type { VendorError } from '../../../shared/engine/types';
import { nearestText } from '../../../shared/node/nearest';
import type { PropertyDefinition } from '../../lookup/definitions';

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
	if (/association type|associations are invalid/i.test(message)) {
		return 'Check that the other record exists, and that its type and the association type fit: "Association: Get Labels" shows the types from the one to the other.';
	}
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

function optionsText(name: string, known: PropertyDefinition[]): string {
	const options = known.find((each) => each.name === name)?.options ?? [];
	const shown = options.slice(0, MOST_OPTIONS).map(({ value, label }) => `${value} (${label})`);
	const more = options.length > MOST_OPTIONS ? ` and ${options.length - MOST_OPTIONS} more` : '';
	return shown.length === 0 ? '' : `The options of ${name}: ${shown.join(', ')}${more}.`;
}
