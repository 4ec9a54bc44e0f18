import { readItems, type Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { sendEach } from '../../../shared/node/requestOperation';
import { WebhookCount } from '../../webhookCount';
import { readRow, rowFields } from './row';
import { rowRequest } from './sendRow';

export const send: Operation = {
	name: 'Send',
	action: 'Send rows to a table',
	description:
		'Send each item as a row to the webhook of a table, within its rate and its 50,000 rows',
	fields: rowFields,
	async run(context) {
		const { results, settings } = context;
		const plans = await readItems(context, (read) => {
			const row = readRow(read, () => results.idempotencyKey(read.itemIndex));
			return row instanceof Problem ? row : rowRequest(row, settings.resendCreates);
		});
		const count = new WebhookCount(context);
		await sendEach({ ...context, client: count.client }, plans);
		count.tell();
	},
};
