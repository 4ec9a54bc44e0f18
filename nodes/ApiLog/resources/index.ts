import type { LogResource } from '../logOperation';
import { create } from './report/create';
import { summarize } from './report/summarize';
import { deleteRows } from './row/delete';
import { exportRows } from './row/export';
import { followRequest } from './row/followRequest';
import { getAll } from './row/getAll';

/** In the order of the editor's lists. */
export const resources: LogResource[] = [
	{
		name: 'Row',
		value: 'row',
		operations: { getAll, export: exportRows, followRequest, delete: deleteRows },
	},
	{ name: 'Report', value: 'report', operations: { create, summarize } },
];
