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
		const pages = readPages(context, (rows) => rows.map(rowItem));
		for (;;) {
			const page = await pages.next();
			if (page.done) return page.value ?? { items };
			items.push(...page.value);
		}
	},
};
