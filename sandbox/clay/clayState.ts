import type { ClayVendor, LostAnswers } from './clayVendor';
import type { ColumnCounts } from './webhooks/enrichment';

export interface ClayState {
	/** Rows posted to webhook sources, those past a lifetime included. */
	submissions: number;
	rows: number;
	/** Answered 200 past the lifetime, and lost. */
	dropped: number;
	/** Rows that say what an earlier one has said. */
	rowsTwice: number;
	/** What HTTP API columns have called. */
	column: ColumnCounts;
	routines: {
		runs: number;
		batches: number;
		/** Items that were charged. */
		charged: number;
		/** Items started again under the same ID with the same inputs. */
		itemsTwice: number;
		notices: number;
	};
	searches: { created: number; results: number };
	/** Done, and the answer never read. */
	lost: LostAnswers;
}

export function clayState(vendor: ClayVendor): ClayState {
	const { enrichment, lost, notices, runs, searches, sources } = vendor;
	const sum = (count: (source: ClayVendor['sources'][number]) => number): number =>
		sources.reduce((total, source) => total + count(source), 0);
	const { byStatus, ...column } = enrichment.counts;
	return {
		submissions: sum(({ submissions }) => submissions),
		rows: sum(({ rows }) => rows.length),
		dropped: sum(({ dropped }) => dropped),
		rowsTwice: sum(({ rowsTwice }) => rowsTwice),
		column: { ...column, byStatus: { ...byStatus } },
		routines: {
			runs: runs.count('inline'),
			batches: runs.count('batch'),
			charged: runs.charged,
			itemsTwice: runs.itemsTwice,
			notices: notices.counts.sent,
		},
		searches: { created: searches.created, results: searches.used },
		lost: { ...lost },
	};
}
