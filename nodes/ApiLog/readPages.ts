import type { INodeProperties } from 'n8n-workflow';
import type { LoggedRow } from '../shared/engine/log/row';
import { readLog } from '../shared/engine/log/workerThread';
import { listFields } from '../shared/node/fields';
import { completenessHint } from '../shared/node/hints';
import { Problem, readLimit } from '../shared/node/parameters';
import { filterFields, readFilter } from './filters';
import type { LogContext } from './logOperation';
import { unreadable } from './unreadable';

/** A page is handed over by the log's thread in some milliseconds of n8n's main loop. */
const ROWS_PER_PAGE = 200;

const orderField: INodeProperties = {
	displayName: 'Order',
	name: 'order',
	type: 'options',
	default: 'newest',
	description: 'Which rows come first',
	options: [
		{ name: 'Newest First', value: 'newest' },
		{ name: 'Oldest First', value: 'oldest' },
	],
};

/** How many rows, which of them, and in what order. */
export const pageFields: INodeProperties[] = [
	...listFields.filter(({ name }) => name !== 'resumeFrom'),
	...filterFields,
	orderField,
];

/**
 * The rows that the fields mean, page by page, each as `partOf` has it, until there are no more, the limit
 * is reached or the execution is stopped; tells which of these by a hint. A page is read when it is asked
 * for. A log that does not exist yet has no rows. Returns why the rows could not be read, if they could
 * not; some pages may have come by then.
 */
export async function* readPages<Part>(
	context: LogContext,
	partOf: (rows: LoggedRow[]) => Part,
): AsyncGenerator<Part, Problem | undefined> {
	const { read, file, sink, stopped, hint } = context;
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const filter = readFilter(context);
	if (filter instanceof Problem) return filter;
	const oldestFirst = read.text('order') === 'oldest';
	// A filter whose expression failed reads as none: all rows would be read for nothing.
	if (read.problem) return read.problem;
	let received = 0;
	let pages = 0;
	let hasMore = true;
	let after: LoggedRow | undefined;
	while (hasMore && received < limit && !stopped()) {
		const asked = { filter, limit: ROWS_PER_PAGE, oldestFirst, ...(after ? { after } : {}) };
		const page = await readLog(file, 'rows', asked, sink);
		if (!page.ok) return unreadable(file, page.message);
		const rows = page.value.slice(0, limit - received);
		hasMore = page.value.length === ROWS_PER_PAGE || rows.length < page.value.length;
		after = rows.at(-1);
		received += rows.length;
		pages += 1;
		yield partOf(rows);
	}
	const reason = !hasMore ? 'end' : received < limit ? 'stopped' : 'limit-reached';
	const complete = reason === 'stopped' ? 'no' : 'yes';
	const told = completenessHint([{ received, pages, duplicates: 0, complete, reason }]);
	if (told) hint(told.message, told.type ?? 'info');
	return undefined;
}
