import { pruneLog } from '../../../shared/engine/log/workerThread';
import { Problem } from '../../../shared/node/parameters';
import { allowedRows, mayUseInstance } from '../../access';
import { rowsOfField } from '../../filters';
import type { LogOperation } from '../../logOperation';
import { unreadable } from '../../unreadable';

const DAY = 86_400_000;

export const deleteRows: LogOperation = {
	name: 'Delete',
	action: 'Delete log rows',
	description:
		'Delete old rows, where the administrator has set GTM_LOG_ACCESS=instance. Rows of more than 30 days go by themselves.',
	fields: [
		{
			displayName: 'Older Than (Days)',
			name: 'olderThan',
			type: 'number',
			required: true,
			typeOptions: { minValue: 0, numberPrecision: 3 },
			default: 30,
			description: 'How old a row has to be, counted from now. Parts of days are possible.',
		},
		rowsOfField,
	],
	async run({ read, file, sink, access, now, hint }) {
		const refused = mayUseInstance('Deleting rows', access);
		if (refused) return refused;
		const within = allowedRows(read.text('rowsOf'), access);
		if (within instanceof Problem) return within;
		const days = read.number('olderThan');
		if (!(days > 0 && days < Infinity)) {
			return new Problem(
				`Older Than is ${read.text('olderThan') || 'empty'}, but has to be a number of days above 0`,
				'Change Older Than; nothing was deleted.',
			);
		}
		const before = now - days * DAY;
		const workflow = within.workflows?.[0];
		const done = await pruneLog(
			file,
			{ before, ...(workflow === undefined ? {} : { workflow }) },
			sink,
		);
		if (!done.ok) return unreadable(file, done.message);
		const { rows, unfinished } = done.value;
		if (unfinished) {
			hint('The log was in use too often: some old rows are left. Run the node again.', 'warning');
		}
		const iso = Math.abs(before) <= 8.64e15 ? new Date(before).toISOString() : '';
		return { items: [{ deleted: rows, before: iso, complete: !unfinished }] };
	},
};
