import { readCsv } from '../../../nodes/shared/engine/csv/read';

const STARTS = /^['\s\p{C}"]*/u;
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * The cells of a CSV file that a spreadsheet would calculate: read as the file means it, and as a
 * spreadsheet reads it that splits at semicolons and tabs and knows no quotes inside a cell. Blanks, quotes
 * and control characters before a sign are taken for nothing; plain numbers are no formulas.
 */
export function formulasIn(file: string): string[] {
	const meant = readCsv(file).flatMap((row) => Object.values(row));
	const split = file.split(/[;\t\r\n]/);
	return [...meant, ...split].filter((cell) => {
		if (/^-?\d+(\.\d+)?$/.test(cell)) return false;
		const start = STARTS.exec(cell)?.[0] ?? '';
		return !start.includes("'") && FORMULA.test(cell.slice(start.length));
	});
}
