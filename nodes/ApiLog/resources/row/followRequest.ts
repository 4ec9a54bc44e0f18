import { readLog } from '../../../shared/engine/log/workerThread';
import { Problem } from '../../../shared/node/parameters';
import { allowedRows } from '../../access';
import { rowsOfField } from '../../filters';
import type { LogOperation } from '../../logOperation';
import { rowItem } from '../../rowItem';
import { unreadable } from '../../unreadable';

export const followRequest: LogOperation = {
	name: 'Follow Request',
	action: 'Follow a request',
	description:
		'Get the row that a failed item names, all attempts of its request, and the same request in earlier executions',
	fields: [
		{
			displayName: 'Log Row',
			name: 'logRow',
			type: 'number',
			required: true,
			typeOptions: { minValue: 1 },
			default: 0,
			placeholder: 'e.g. {{ $json.details.logRow }}',
			description: 'The number of the row, as the details of a failed item tell it',
		},
		{
			displayName: 'Earlier Requests',
			name: 'earlier',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 10,
			description: 'How many sends of the same request in earlier executions are looked up',
		},
		rowsOfField,
	],
	async run({ read, file, sink, access }) {
		const within = allowedRows(read.text('rowsOf'), access);
		if (within instanceof Problem) return within;
		const id = read.number('logRow');
		if (!Number.isSafeInteger(id) || id < 1) {
			return new Problem(
				`Log Row is ${read.text('logRow') || 'empty'}, but has to be a whole number of 1 or more`,
				'Use details.logRow of a failed item; one that was never sent has none.',
			);
		}
		const earlier = read.number('earlier');
		if (!Number.isInteger(earlier) || earlier < 0 || earlier > 100) {
			return new Problem(
				`Earlier Requests is ${read.text('earlier') || 'empty'}, but has to be from 0 to 100`,
				'Change Earlier Requests.',
			);
		}
		const found = await readLog(file, 'follow', { id, within, earlier }, sink);
		if (!found.ok) return unreadable(file, found.message);
		if (!found.value) {
			return new Problem(
				`The log has no row ${id} that this workflow may see`,
				'It may have been pruned, be of another workflow (see Rows Of), or lie in the log of another worker.',
			);
		}
		const { row, attempts, earlier: before } = found.value;
		return {
			items: [
				{ ...rowItem(row), attempts: attempts.map(rowItem), earlierRequests: before.map(rowItem) },
			],
		};
	},
};
