import { openSqliteLog } from '../../../nodes/shared/engine/log/sqlite';
import type { LogEnd, LogStart } from '../../../nodes/shared/engine/log/row';

export const T0 = Date.parse('2026-11-20T10:00:00Z');
export const HOUR = 3_600_000;

/** A send that went well; tests change what they are about. */
export const SEND: LogStart & LogEnd = {
	startedAt: T0,
	execution: '1',
	workflow: 'workflow',
	node: 'HubSpot GTM',
	vendor: 'HubSpot',
	account: '123',
	operation: 'contact.createOrUpdate',
	method: 'POST',
	host: 'api.hubapi.com',
	path: '/crm/v3/objects/contacts/batch/upsert',
	traceId: 'a'.repeat(32),
	spanId: 'b'.repeat(16),
	attempt: 1,
	waitedMs: 0,
	waitReason: '',
	records: 100,
	requestBytes: 9_000,
	keyFields: '{}',
	status: 200,
	outcome: 'done',
	reason: 'ok',
	durationMs: 100,
	responseBytes: 800,
	requestId: '',
	quotaLeft: '',
	errorBody: '',
};

export type Change = Partial<LogStart & LogEnd>;

/** What a row of a failed send holds. */
export const failed = (status: number, change: Change = {}): Change => ({
	status,
	outcome: status === 429 ? 'hold' : 'fail',
	reason: status === 429 ? 'rate-limited' : 'rejected',
	...change,
});

/** Writes rows of ended sends; one whose outcome is "open" stays so. Their numbers, in order. */
export function writeRows(file: string, changes: Change[]): number[] {
	const log = openSqliteLog(file);
	return changes.map((change) => {
		const row = { ...SEND, ...change };
		const id = log.begin(row);
		if (row.outcome !== 'open') log.end(id, row);
		return id;
	});
}
