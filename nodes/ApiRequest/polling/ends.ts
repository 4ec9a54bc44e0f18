import type { Completeness, WalkEnd } from '../../shared/engine/pages/walk';
import { MOST_SEEN } from '../../shared/engine/polling/state';
import { completenessText } from '../../shared/node/hints';
import type { Note } from '../../shared/node/listOperation';
import { Problem } from '../../shared/node/parameters';

export type Track = 'changed' | 'cursor' | 'unseen';

/**
 * Whether all was read that the user wants to be read. The newest pages of a list are enough where
 * records are told by their keys; a time or a cursor moves on only behind the whole list.
 */
export function isWhole(
	{ reason }: Completeness,
	track: Track,
	chosen: { pageLimit: boolean; onePage: boolean },
): boolean {
	if (reason === 'end') return true;
	if (track !== 'unseen') return false;
	return (reason === 'page-limit' && chosen.pageLimit) || (reason === 'unsure' && chosen.onePage);
}

const NARROW = 'Narrow the query, so that it gives fewer records.';
const PAGES = 'Check the fields of Pagination against an answer of the API.';

const WHAT_TO_CHOOSE: Partial<Record<WalkEnd, string>> = {
	unsure:
		'Choose under Pagination how the API is asked for its next page, or Off where one answer always holds the whole list.',
	'cap-reached': NARROW,
	'page-limit': `Raise Page Limit under Options. ${NARROW}`,
	loop: PAGES,
	'empty-pages': PAGES,
};

/** Why no poll of this kind can succeed, and what to choose instead. */
export function endProblem(report: Completeness, notes: Note[]): Problem {
	const warnings = notes.filter(({ type }) => type === 'warning').map(({ message }) => message);
	return new Problem(
		`The list was not read to its end: ${completenessText(report)}`,
		[...warnings, WHAT_TO_CHOOSE[report.reason] ?? PAGES, 'No record is given until then.'].join(
			' ',
		),
	);
}

const most = new Intl.NumberFormat('en-US').format(MOST_SEEN);

/** More than n8n can keep with a workflow. */
export function tooManyProblem(track: Track): Problem {
	switch (track) {
		case 'unseen':
			return new Problem(
				`The list holds more than ${most} records: so many cannot be remembered`,
				'Choose Changed Since the Last Poll or Behind a Cursor under New Records Are, narrow the query, or set Page Limit under Options where the list begins with the newest records.',
			);
		case 'changed':
			return new Problem(
				`More than ${most} records changed at the same moment: so many cannot be remembered`,
				'Choose Behind a Cursor under New Records Are, or narrow the query.',
			);
		case 'cursor':
			return new Problem(
				`More than ${most} records came, and the cursor did not move on: so many cannot be remembered`,
				'Check Cursor Path, or narrow the query.',
			);
	}
}
