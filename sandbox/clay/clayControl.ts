import type { JsonObject } from '../json';
import type { ClayVendor } from './clayVendor';
import type { NoticeOptions, RunWebhook } from './routines/notices';
import type { HttpColumn } from './webhooks/httpColumn';
import type { ClayRow } from './webhooks/webhookSource';

/** What can be asked of Clay from outside, and changed there as its user would. */
export interface ClayControl {
	/** What was posted, row by row, over all webhook sources. */
	rows(): JsonObject[];
	/** Sets up the HTTP API column of the tables; undefined takes it away. */
	setColumn(column: HttpColumn | undefined): void;
	/** Runs the column again: of all rows, or only of those whose cell shows an error or stayed empty; tells how many. */
	runAgain(which?: 'all' | 'unanswered'): number;
	/** Resolves when no row is worked on any more. */
	idle(): Promise<void>;
	/** As if a webhook source had received so many rows before. */
	setSubmissions(path: string, submissions: number): void;
	/** As `clay webhooks create` does it. */
	registerWebhook(webhook: RunWebhook): void;
	/** Ends the runs that a webhook waits for, and tells it. */
	deliverNotices(options?: NoticeOptions): Promise<number[]>;
	setCredits(credits: number): void;
}

export function clayControl(present: () => ClayVendor): ClayControl {
	const source = (path: string) => {
		const found = present().sources.find((each) => each.path === path);
		if (found === undefined) throw new Error(`There is no webhook source ${path}`);
		return found;
	};
	return {
		rows: () => present().sources.flatMap(({ rows }) => rows.map(({ cells }) => cells)),
		setColumn: (column) => {
			present().enrichment.column = column;
		},
		runAgain: (which = 'all') => {
			const { enrichment, sources } = present();
			const isMeant = ({ answered }: ClayRow): boolean => which === 'all' || answered === false;
			const meant = sources.flatMap(({ rows }) => rows.filter(isMeant));
			enrichment.runAgain(meant);
			return meant.length;
		},
		idle: async () => await present().enrichment.idle(),
		setSubmissions: (path, submissions) => {
			source(path).submissions = submissions;
		},
		registerWebhook: (webhook) => present().notices.register(webhook),
		deliverNotices: async (options) => await present().notices.deliver(options),
		setCredits: (credits) => present().runs.setCredits(credits),
	};
}
