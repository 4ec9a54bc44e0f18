import type { RowResult } from '../../../shared/engine/batch';
import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/batchOperation';
import { instantlyRequest, MAILBOXES } from '../../vendor';
import { accountEntity } from './account';

export const getWarmupAnalytics = batchOperation<string>({
	name: 'Get Warmup Analytics',
	action: 'Get warmup analytics of accounts',
	description: `Get how the warmup of mailboxes goes, ${MAILBOXES} in a request`,
	fields: [accountEntity.idField],
	batchSize: MAILBOXES,
	row: (read) => accountEntity.readId(read),
	request: (emails) =>
		instantlyRequest({
			operation: 'account.warmup.analytics',
			method: 'POST',
			path: '/accounts/warmup-analytics',
			body: { emails: [...new Set(emails)] },
			safeToRepeat: true,
			readOnly: true,
			records: emails.length,
		}),
	readRows: ({ data }, emails) => {
		const { aggregate_data: sums, email_date_data: days } = asObject(data);
		const sumOf = byEmail(sums);
		const daysOf = byEmail(days);
		return emails.map((email): RowResult => {
			const sum = sumOf.get(email.toLowerCase());
			const listed = Object.entries(asObject(daysOf.get(email.toLowerCase())))
				.map(([date, counts]) => ({ date, ...asObject(counts) }))
				.sort((a, b) => (a.date < b.date ? -1 : 1));
			// A mailbox that has never been warmed up is not in the answer.
			const has_data = sum !== undefined || listed.length > 0;
			return { ok: true, data: { email, has_data, ...asObject(sum), days: listed } };
		});
	},
	causedByRow: () => false,
});

function byEmail(data: JsonValue | undefined): Map<string, JsonValue | undefined> {
	return new Map(
		Object.entries(asObject(data)).map(([email, value]) => [email.toLowerCase(), value]),
	);
}
