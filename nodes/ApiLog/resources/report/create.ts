import { readLog } from '../../../shared/engine/log/workerThread';
import { Problem } from '../../../shared/node/parameters';
import { filterFields, readFilter } from '../../filters';
import type { LogOperation } from '../../logOperation';
import { datedName, outputFileField, readOutputField } from '../../outputFile';
import { reportItem } from '../../reportItem';
import { unreadable } from '../../unreadable';

export const create: LogOperation = {
	name: 'Create',
	action: 'Create a report',
	description:
		'Get a page with charts of calls, errors, latencies, waits, quotas and the last errors, to be sent or printed, and its numbers',
	fields: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: 'API Report',
			description: 'What stands at the top of the report',
		},
		outputFileField,
		...filterFields,
	],
	async run(context) {
		const { read, file, sink, files, now } = context;
		const property = readOutputField(read);
		if (property instanceof Problem) return property;
		const filter = readFilter(context);
		if (filter instanceof Problem) return filter;
		const title = read.text('title') || 'API Report';
		const made = await readLog(file, 'report', { title, filter, now }, sink);
		if (!made.ok) return unreadable(file, made.message);
		if (!made.value)
			return new Problem(`There is no log yet in ${file}`, 'Run a node that sends requests first.');
		const { html, numbers } = made.value;
		const written = await files.write({
			data: Buffer.from(html),
			type: 'text/html',
			name: datedName('api-report', now, 'html'),
		});
		if (written instanceof Problem) return written;
		return { items: [reportItem(numbers)], binary: { [property]: written } };
	},
};
