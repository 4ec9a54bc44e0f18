import { idOf } from '../recordId';
import type { Found } from './found';

/** The present form of a locator; older ones look otherwise (REST API guide, Query). */
const PREFIX = '0r8';

export interface Cursor extends Pick<Found, 'records' | 'paths'> {
	pageSize: number;
	openedAt: number;
}

/** Results that can be read further. A page can be asked for again; it lives as long as the rest. */
export class Cursors {
	private readonly pages = new Map<string, { cursor: Cursor; from: number }>();

	constructor(private readonly lifeMs: number) {}

	/** The locator of the page that begins there. */
	locator(cursor: Cursor, from: number): string {
		const locator = idOf(PREFIX, this.pages.size + 1);
		this.pages.set(locator, { cursor, from });
		return locator;
	}

	page(locator: string): { cursor: Cursor; from: number } | undefined {
		const page = this.pages.get(locator);
		if (page === undefined || Date.now() - page.cursor.openedAt >= this.lifeMs) return undefined;
		return page;
	}
}
