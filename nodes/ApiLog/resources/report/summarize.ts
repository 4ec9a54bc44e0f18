import { type Grouping, GROUPINGS } from '../../../shared/engine/log/groupings';
import { readLog } from '../../../shared/engine/log/workerThread';
import { Problem } from '../../../shared/node/parameters';
import { filterFields, readFilter } from '../../filters';
import type { LogOperation } from '../../logOperation';
import { summaryItem } from '../../summaryItem';
import { unreadable } from '../../unreadable';

export const summarize: LogOperation = {
	name: 'Summarize',
	action: 'Summarize requests',
	description:
		'Get calls, errors, rate limits, retries, waits and latencies of groups of requests, without their rows',
	fields: [
		{
			displayName: 'Group By',
			name: 'groupBy',
			type: 'multiOptions',
			default: ['vendor', 'operation'],
			description: 'What each item stands for. Without a choice there is one item for everything.',
			options: [
				{ name: 'Account', value: 'account' },
				{ name: 'Day (UTC)', value: 'day' },
				{ name: 'Hour', value: 'hour' },
				{ name: 'Minute', value: 'minute' },
				{ name: 'Node', value: 'node' },
				{ name: 'Operation', value: 'operation' },
				{ name: 'Reason', value: 'reason' },
				{ name: 'Status', value: 'status' },
				{ name: 'Vendor', value: 'vendor' },
				{ name: 'Wait Reason', value: 'waitReason' },
				{ name: 'Workflow ID', value: 'workflow' },
			],
		},
		...filterFields,
	],
	async run(context) {
		const { read, file, sink, hint } = context;
		const names = read.names('groupBy');
		const unknown = names.find((name) => !isGrouping(name));
		if (unknown !== undefined) {
			return new Problem(
				`Rows cannot be grouped by "${unknown}"`,
				`Choose from ${Object.keys(GROUPINGS).join(', ')}.`,
			);
		}
		const filter = readFilter(context);
		if (filter instanceof Problem) return filter;
		const by = [...new Set(names.filter(isGrouping))];
		const told = await readLog(file, 'summary', { filter, by }, sink);
		if (!told.ok) return unreadable(file, told.message);
		if (told.value.length === 0)
			hint('No requests in this time range and with these filters.', 'info');
		return { items: told.value.map(summaryItem) };
	},
};

function isGrouping(name: string): name is Grouping {
	return Object.hasOwn(GROUPINGS, name);
}
