import { cursorPages } from '../shared/engine/pages/cursor';
import type { Cursor, PageStyle } from '../shared/engine/pages/style';
import type { ApiRequest } from '../shared/engine/types';

/** Where in the second list a walk stands. */
const ARCHIVED = 'archived';

/**
 * What is archived is a list of its own at HubSpot (owners and properties, 2026-08): where it is wanted
 * too, it is read behind the one of what is not.
 */
export function archivedPages(
	request: (archived: boolean, after: Cursor | undefined) => ApiRequest,
	includesArchived: boolean,
): PageStyle {
	const pages = cursorPages({
		at: 'paging.next.after',
		request: (cursor) => request(isArchived(cursor), placeOf(cursor)),
	});
	return {
		...pages,
		next: (page, cursor, seen) => {
			const next = pages.next(page, cursor, seen);
			const archived = isArchived(cursor);
			if (next.kind === 'end' && includesArchived && !archived) {
				return { kind: 'more', cursor: ARCHIVED };
			}
			if (next.kind !== 'more' || !archived) return next;
			return { kind: 'more', cursor: `${ARCHIVED} ${next.cursor}` };
		},
	};
}

function isArchived(cursor: Cursor | undefined): boolean {
	return String(cursor).split(' ')[0] === ARCHIVED;
}

function placeOf(cursor: Cursor | undefined): Cursor | undefined {
	return isArchived(cursor) ? String(cursor).split(' ')[1] : cursor;
}
