import { Problem, type ParameterReader } from '../shared/node/parameters';

/** "https://www.example.com/about" and "EXAMPLE.com" are one domain. */
export function plainDomain(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.replace(/^www\./, '')
		.replace(/[/?#].*$/, '');
}

/** A profile's address without what its forms differ in. */
export function plainUrl(url: string): string {
	return url
		.trim()
		.toLowerCase()
		.replace(/^https?:\/\/(www\.)?/, '')
		.replace(/[?#].*$/, '')
		.replace(/\/+$/, '');
}

/** Whether two texts say the same; what is missing or empty says nothing. */
export function same(
	a: string | undefined,
	b: string | undefined,
	plain: (text: string) => string = (text) => text.trim().toLowerCase(),
): boolean {
	return a !== undefined && b !== undefined && plain(a) !== '' && plain(a) === plain(b);
}

export function isEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

/** Records of a team have IDs of 24 hexadecimal digits (docs.apollo.io, 2026-08). */
export function isId(text: string): boolean {
	return /^[0-9a-f]{24}$/i.test(text);
}

/** The ID in a parameter, which may be a resource locator. */
export function readId(read: ParameterReader, name: string, label: string): string | Problem {
	const id = read.locator(name);
	if (isId(id)) return id;
	return new Problem(
		id === '' ? `The item has no ${label}` : `${label} is "${id}", which is not an ID of Apollo`,
		`Fill ${label}: IDs have 24 digits and letters from a to f, as Apollo's searches and lists give them.`,
	);
}
