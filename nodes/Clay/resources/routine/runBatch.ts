import { asObject, asText } from '../../../shared/engine/body';
import type { Outcome } from '../../../shared/engine/client';
import { rowFailure } from '../../../shared/engine/batch';
import type { RunContext } from '../../../shared/node/operation';
import { inputFields, routineField } from '../../routine/fields';
import type { RunItem } from '../../routine/item';
import { routineOperation } from '../../routine/operation';
import { BATCH_ROWS, clayRequest } from '../../vendor';

export const runBatch = routineOperation(
	{
		name: 'Run Batch',
		action: 'Run a routine on a file',
		description:
			'Run a function on all items by one file, 50,000 in a call: for more than some hundred items. Costs credits.',
		fields: [routineField, ...inputFields],
	},
	{
		mode: 'run-batch',
		size: BATCH_ROWS,
		begin,
		// The lines of a file are looked at when the run works on it, and not when it starts.
		causedByRow: () => false,
	},
);

/** Asks for a place, uploads a file of one item in a line, and starts the run over it. */
async function begin(items: RunItem[], client: RunContext['client']): Promise<Outcome> {
	const [{ routineId = '', webhookId } = {}] = items;
	const path = `/routines/${encodeURIComponent(routineId)}/run-batch`;
	const template = '/routines/{id}/run-batch';
	const common = { method: 'POST', keyFields: { routineId } } as const;

	const place = await client.send(
		clayRequest({
			...common,
			operation: 'routine.run-batch.uploadUrl',
			path: `${path}/upload-url`,
			pathTemplate: `${template}/upload-url`,
			// A second place stays empty, and does nothing.
			safeToRepeat: true,
		}),
	);
	if (!place.ok) return notStarted(place);
	const { file_id: file, upload_url: url } = asObject(place.data);
	const fileId = asText(file);
	const uploadUrl = asText(url);
	if (fileId === undefined || uploadUrl === undefined) {
		return rowFailure('bad-request', 'The answer names no place to upload to', place);
	}

	const uploaded = await client.send(
		clayRequest({
			operation: 'routine.run-batch.upload',
			method: 'PUT',
			path: uploadUrl,
			pathTemplate: '{upload_url}',
			anonymous: true,
			content: { type: 'application/x-ndjson', data: linesOf(items) },
			answerAs: 'text',
			safeToRepeat: true,
			records: items.length,
			keyFields: { fileId },
		}),
	);
	if (!uploaded.ok) return notStarted(uploaded);

	return await client.send(
		clayRequest({
			...common,
			operation: 'routine.run-batch.start',
			path: `${path}/start`,
			pathTemplate: `${template}/start`,
			body: { file_id: fileId, ...(webhookId === undefined ? {} : { webhook_id: webhookId }) },
			// Charged each time, and Clay takes no idempotency key (errors, 2026-08).
			safeToRepeat: false,
			records: items.length,
		}),
	);
}

/** Until the file is started nothing is done with it. */
function notStarted(outcome: Extract<Outcome, { ok: false }>): Outcome {
	return { ...outcome, processed: 'no' };
}

function linesOf(items: RunItem[]): string {
	return items.map(({ id, inputs }) => `${JSON.stringify({ id, inputs })}\n`).join('');
}
