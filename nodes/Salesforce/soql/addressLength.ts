import { LONGEST_SOQL } from '../vendor';

/** Characters that a text takes in the query of an address: quotes and commas take three. */
export function addressLength(text: string): number {
	return new URLSearchParams({ q: text }).toString().length - 'q='.length;
}

/** Whether a query is longer than an address may be. */
export function isTooLong(soql: string): boolean {
	return addressLength(soql) > LONGEST_SOQL;
}
