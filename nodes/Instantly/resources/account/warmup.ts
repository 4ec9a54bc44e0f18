import { asObject } from '../../../shared/engine/body';
import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import type { Success } from '../../../shared/engine/client';
import { batchOperation } from '../../../shared/node/batchOperation';
import type { Operation } from '../../../shared/node/operation';
import { awaitingJobs, jobStateOf } from '../../jobs/backgroundJob';
import { instantlyRequest, MAILBOXES } from '../../vendor';
import { accountEntity } from './account';

/** What differs between switching warmup on and off. */
interface Switch {
	name: string;
	action: string;
	description: string;
	/** The last part of the path. */
	path: string;
	/** What the mailboxes are afterwards. */
	result: string;
}

export const enableWarmup = switchWarmup({
	name: 'Enable Warmup',
	action: 'Enable the warmup of accounts',
	description: `Switch the warmup of mailboxes on, ${MAILBOXES} in a request`,
	path: 'enable',
	result: 'enabled',
});

export const disableWarmup = switchWarmup({
	name: 'Disable Warmup',
	action: 'Disable the warmup of accounts',
	description: `Switch the warmup of mailboxes off, ${MAILBOXES} in a request`,
	path: 'disable',
	result: 'disabled',
});

function switchWarmup({ name, action, description, path, result }: Switch): Operation {
	const operation = batchOperation<string>({
		name,
		action,
		description,
		fields: [accountEntity.idField],
		batchSize: MAILBOXES,
		row: (read) => accountEntity.readId(read),
		request: (emails) =>
			instantlyRequest({
				operation: `account.warmup.${path}`,
				method: 'POST',
				path: `/accounts/warmup/${path}`,
				body: { emails: [...new Set(emails)] },
				safeToRepeat: true,
				records: emails.length,
			}),
		readRows: (answer, emails) => emails.map((email) => switched(answer, email, result)),
		causedByRow: () => false,
	});
	return awaitingJobs(operation, 'success_count,failed_count,total_to_process');
}

/** A job counts what it could not switch, and does not name it (API v2, 2026-11). */
function switched(answer: Success, email: string, result: string): RowResult | undefined {
	const { id, status, data } = asObject(answer.data);
	if (id === undefined) return undefined;
	const isDone = jobStateOf(answer).kind === 'done';
	const { failed_count: failed = 0, success_count: succeeded } = asObject(data);
	if (isDone && Number(failed) > 0) {
		// Where some went well, nobody knows which.
		if (succeeded !== 0) return undefined;
		const message = 'Instantly could not switch the warmup of any of these accounts';
		return { ok: false, failure: rowFailure('row-rejected', message, answer) };
	}
	const job = { job_id: id, job_status: status };
	return { ok: true, data: { email, warmup: isDone ? result : 'accepted', ...job } };
}
