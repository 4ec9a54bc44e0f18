import type { INodeProperties } from 'n8n-workflow';
import { readLog } from '../../../shared/engine/log/workerThread';
import type { LoggedRow } from '../../../shared/engine/log/row';
import { listFields } from '../../../shared/node/fields';
import { completenessHint } from '../../../shared/node/hints';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { filterFields, readFilter } from '../../filters';
import type { LogOperation } from '../../logOperation';
import { rowItem } from '../../rowItem';
import { unreadable } from '../../unreadable';

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

export const getAll: LogOperation = {
	name: 'Get Many',
	action: 'Get log rows',
	description: 'Get the rows of requests, all pages',
	fields: [...listFields.filter(({ name }) => name !== 'resumeFrom'), ...filterFields, orderField],
	async run(context) {
		const { read, file, sink, stopped, hint } = context;
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const filter = readFilter(context);
		if (filter instanceof Problem) return filter;
		const oldestFirst = read.text('order') === 'oldest';
		const rows: LoggedRow[] = [];
		let pages = 0;
		let hasMore = true;
		while (hasMore && rows.length < limit && !stopped()) {
			const after = rows.at(-1);
			const asked = { filter, limit: ROWS_PER_PAGE, oldestFirst, ...(after ? { after } : {}) };
			const page = await readLog(file, 'rows', asked, sink);
			if (!page.ok) return unreadable(file, page.message);
			rows.push(...page.value);
			pages += 1;
			hasMore = page.value.length === ROWS_PER_PAGE;
		}
		const isCut = rows.length > limit;
		const told = completenessHint([
			{
				received: Math.min(rows.length, limit),
				pages,
				duplicates: 0,
				complete: 'yes',
				reason: isCut || hasMore ? 'limit-reached' : 'end',
			},
		]);
		if (told) hint(told.message, 'info');
		return { items: rows.slice(0, isCut ? limit : undefined).map(rowItem) };
	},
};
