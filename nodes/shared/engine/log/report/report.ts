import type { LogFilter } from '../filter';
import type { LogTable } from '../logTable';
import { reportNumbers, type ReportNumbers } from './numbers';
import { reportPage } from './page';

export interface ReportQuery {
	title: string;
	filter: LogFilter;
	now: number;
}

/** The numbers of a time range, and the page that shows them. */
export async function report(
	table: LogTable,
	{ title, filter, now }: ReportQuery,
): Promise<{ html: string; numbers: ReportNumbers }> {
	const numbers = await reportNumbers(table, { filter, now });
	return { html: reportPage(title, numbers), numbers };
}
