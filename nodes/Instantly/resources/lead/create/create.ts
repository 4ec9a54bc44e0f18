import { sendBatches, type RowResult } from '../../../../shared/engine/batch';
import { asText } from '../../../../shared/engine/body';
import type { Failure } from '../../../../shared/engine/client';
import {
	readItems,
	toItem,
	type Operation,
	type Placed,
	type RunContext,
} from '../../../../shared/node/operation';
import { BULK_SIZE } from '../../../vendor';
import { readRows, skippedResult } from './answer';
import { findingLostLeads } from './lostLeads';
import { addRequest, groupOf } from './request';
import { createFields, readRow, type LeadRow } from './row';
import { twinsIn } from './twins';

export const create: Operation = {
	name: 'Create',
	action: 'Create leads',
	description:
		'Add leads to a campaign or a lead list, a thousand in a request. Those that Instantly skips are given back with the reason.',
	fields: createFields,
	async run(context) {
		const rows = await readItems(context, readRow);
		if (context.checked()) return;
		const { client, results, settings, stopped } = context;
		const twins = twinsIn(rows);
		const values = (placed: Array<Placed<LeadRow>>) => placed.map(({ value }) => value);
		await sendBatches(findingLostLeads(client), twins.first, {
			size: Math.min(BULK_SIZE, settings.itemsPerRequest),
			inFlight: settings.inFlight,
			groupOf: ({ value }) => groupOf(value),
			request: (placed) => addRequest(values(placed), settings.resendCreates),
			readRows: (answer, placed) => readRows(answer, values(placed)),
			causedByRow: namesLead,
			stopped,
			settle: (placed, result) => {
				settle(results, placed, result);
				for (const twin of twins.of.get(placed) ?? []) {
					settle(results, twin, twinResult(twin.value, result));
				}
			},
		});
	},
};

function settle(
	results: RunContext['results'],
	{ itemIndex }: Placed<LeadRow>,
	result: RowResult,
): void {
	results.set(
		itemIndex,
		result.ok
			? { kind: 'done', items: [toItem(result.data)] }
			: { kind: 'failed', failure: result.failure, items: [] },
	);
}

/** What became of the first one decides: where that failed, its twin has not been sent either. */
function twinResult(twin: LeadRow, first: RowResult): RowResult {
	const { ok } = first;
	if (!ok && first.failure.reason !== 'row-rejected') return first;
	const id = ok ? asText(first.data.id) : undefined;
	return skippedResult(twin, 'duplicate_in_input', undefined, {}, id);
}

/** "body/leads/12/phone must be string,null": the refusal is one lead's fault. */
function namesLead({ status, error }: Failure): boolean {
	return status === 400 && /\bleads?\/\d/.test(error.message);
}
