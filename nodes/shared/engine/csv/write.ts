import { stringify } from 'csv-stringify/sync';

/** One line of a CSV text, with its line feed. Cells are quoted where they have to be. */
export function csvLine(cells: string[]): string {
	return stringify([cells], { record_delimiter: '\n', quoted_match: /^\s|\s$|\r/ });
}
