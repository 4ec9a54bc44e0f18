const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** The text as HTML and SVG show it, without control characters, which neither may hold. */
export function escapeHtml(text: string): string {
	return (
		[...text]
			.filter((character) => character >= ' ' || /[\t\n]/.test(character))
			.join('')
			.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
			// Half of a surrogate pair is no character.
			.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
	);
}

/** A column of a table: its head, and what it shows of a row; numbers stand at the right. */
export interface Column<Row> {
	head: string;
	isNumber?: boolean;
	/** Text, escaped by the table. */
	cell(row: Row): string;
}

/** A table, or a sentence where it would be empty. */
export function table<Row>(rows: Row[], columns: Array<Column<Row>>, none: string): string {
	if (rows.length === 0) return `<p class="none">${escapeHtml(none)}</p>`;
	const side = ({ isNumber }: Column<Row>) => (isNumber ? ' class="number"' : '');
	const head = columns.map(
		(column) => `<th scope="col"${side(column)}>${escapeHtml(column.head)}</th>`,
	);
	const body = rows.map((row) => {
		const cells = columns.map(
			(column) => `<td${side(column)}>${escapeHtml(column.cell(row))}</td>`,
		);
		return `<tr>${cells.join('')}</tr>`;
	});
	return `<div class="wide"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
