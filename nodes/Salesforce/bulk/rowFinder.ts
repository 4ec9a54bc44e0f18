import { fullId } from '../recordId';
import type { Row } from '../write/collections';
import { cellsOf } from './cells';

/**
 * Finds the uploaded row that a row of a result file is about. The files keep no order, but repeat what
 * was sent: rows are told apart by all of it, and by their key where it came back in another form. Of
 * rows that are quite alike any one is as good as another; each is given once.
 */
export class RowFinder {
	private readonly byContent = new Map<string, number[]>();
	private readonly byKey = new Map<string, number>();
	private readonly keyField: string | undefined;
	private readonly taken = new Set<number>();

	constructor(
		private readonly columns: string[],
		rows: Row[],
	) {
		this.keyField = rows[0]?.value.key?.field;
		for (const [place, { value }] of rows.entries()) {
			const content = contentOf(cellsOf(value, columns));
			const places = this.byContent.get(content);
			if (places) places.push(place);
			else this.byContent.set(content, [place]);
			if (value.key) this.byKey.set(plainKey(value.key.value), place);
		}
	}

	/** Its place in the upload; undefined where there is none left that it could be. */
	take(result: Record<string, string>): number | undefined {
		const content = contentOf(this.columns.map((column) => result[column] ?? ''));
		const place = this.alike(content) ?? this.keyedPlace(result);
		if (place !== undefined) this.taken.add(place);
		return place;
	}

	private alike(content: string): number | undefined {
		const places = this.byContent.get(content);
		let place = places?.pop();
		while (place !== undefined && this.taken.has(place)) place = places?.pop();
		return place;
	}

	private keyedPlace(result: Record<string, string>): number | undefined {
		const key = this.keyField === undefined ? undefined : result[this.keyField];
		const place = key === undefined ? undefined : this.byKey.get(plainKey(key));
		return place === undefined || this.taken.has(place) ? undefined : place;
	}
}

/** Line breaks come back as they please. */
function contentOf(cells: string[]): string {
	return JSON.stringify(cells.map((cell) => cell.replace(/\r\n?/g, '\n').trim()));
}

/** IDs of 15 and of 18 characters are one; external IDs mostly do not look at case. */
function plainKey(value: string): string {
	return fullId(value) ?? value.trim().toLowerCase();
}
