import { valueAt } from '../../shared/engine/dataPath';
import { signOfMore } from '../../shared/engine/detect/detect';
import type { Page, PageStyle } from '../../shared/engine/pages/style';
import { fingerprintOf } from './fingerprint';
import type { ApiRequest } from '../../shared/engine/types';
import type { Note } from '../../shared/node/listOperation';
import type { Paging } from './paging';

/** Pages as the user described them, held against what the answers say. */
export interface CheckedPages {
	/** The same pages, with this eye on them. */
	check(style: PageStyle): PageStyle;
	notes(): Note[];
}

/**
 * Finds two slips that would end a list at its first page, or read that page for ever: a path that
 * leads nowhere although the answer says that there is more, and a parameter that the API ignores.
 */
export function checkedPages(request: ApiRequest, paging: Paging): CheckedPages {
	const notes = new Map<string, Note>();
	let rowsBefore = '';
	const warn = (message: string) => notes.set(message, { message, type: 'warning' });
	const check = (style: PageStyle): PageStyle => ({
		...style,
		next: (page, cursor, seen) => {
			const rows = fingerprintOf(page.rows);
			const isSame = rows !== '' && rows === rowsBefore;
			rowsBefore = rows;
			if (isSame && paging.sendAs !== undefined) return { kind: 'same' };
			const next = style.next(page, cursor, seen);
			if (next.kind !== 'end' || page.rows.length === 0) return next;
			const why = slipOf(request, paging, page);
			if (why === undefined) return next;
			warn(why);
			return { kind: 'unsure' };
		},
	});
	return { check, notes: () => [...notes.values()] };
}

/** What was described wrongly; undefined where the end may well be the end. */
function slipOf(request: ApiRequest, paging: Paging, page: Page): string | undefined {
	const { style, nextAt } = paging;
	if (style !== 'none' && (nextAt === undefined || valueAt(page.data, nextAt) !== undefined)) {
		return undefined;
	}
	const { url, headers, data } = page;
	const { body } = request;
	const sign = signOfMore({ url, headers, data, ...(body === undefined ? {} : { body }) });
	if (sign === undefined) return undefined;
	return style === 'none'
		? `Pagination is off, but the answer says that there is more (${sign}). Choose Auto to read it.`
		: `There is nothing at "${nextAt}", but the answer says that there is more (${sign}). Check the path, or choose Auto.`;
}
