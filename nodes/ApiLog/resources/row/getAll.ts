import type { IDataObject } from 'n8n-workflow';
import type { LogOperation } from '../../logOperation';
import { pageFields, readPages } from '../../readPages';
import { rowItem } from '../../rowItem';

export const getAll: LogOperation = {
	name: 'Get Many',
	action: 'Get log rows',
	description: 'Get the rows of requests, all pages',
	fields: pageFields,
	async run(context) {
		const items: IDataObject[] = [];
		const problem = await readPages(context, (rows) => items.push(...rows.map(rowItem)));
		return problem ?? { items };
	},
};
