import { sendBatches, type BatchOptions, type RowResult } from '../../../shared/engine/batch';
import { asText } from '../../../shared/engine/body';
import type { Failure } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import type { Placed } from '../../../shared/node/operation';
import { isCausedByRow, isTypeRefused, OTHER_TYPE_ADVICE } from '../../objectType';
import { ASSOCIATIONS_SIZE, linkRequest, resultOf, type Ends } from './associationBatch';
import type { Association } from './readAssociations';
import type { RecordRow } from './rows';
import type { Scene } from './scene';

/** A row whose record is written. */
export interface Written {
	row: Placed<RecordRow>;
	data: { [key: string]: JsonValue | undefined };
}

/** One association of a written record. */
interface Link extends Ends {
	owner: Written;
}

/** Associates written records, and settles their rows: all of a row's associations count. */
export async function associate(
	{ context, kind }: Scene,
	written: Written[],
	settle: BatchOptions<Placed<RecordRow>>['settle'],
): Promise<void> {
	const { client, facts, settings, stopped } = context;
	const open = new Map(written.map((each) => [each, each.row.value.associations.length]));
	const failed = new Map<Written, Failure>();
	const links = written.flatMap((owner) =>
		owner.row.value.associations.map((to): Link => {
			const fromId = asText(owner.data.id) ?? '';
			return { owner, fromType: owner.row.value.type, fromId, to };
		}),
	);
	const done = (link: Link, result: RowResult) => {
		const { owner } = link;
		if (!result.ok) failed.set(owner, failed.get(owner) ?? half(link, kind.one, result.failure));
		const left = (open.get(owner) ?? 1) - 1;
		open.set(owner, left);
		if (left > 0) return;
		const failure = failed.get(owner);
		settle(owner.row, failure ? { ok: false, failure } : { ok: true, data: owner.data });
	};
	await sendBatches(client, links, {
		size: Math.min(ASSOCIATIONS_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		keyOf: ({ fromType, fromId, to }) => JSON.stringify([fromType, fromId, to.type, to.id]),
		groupOf: ({ fromType, to }) => JSON.stringify([fromType, to.type, to.labels.length > 0]),
		request: (batch) => linkRequest(batch, `${kind.value}.associate`, facts),
		readRows: (answer, batch) => batch.map((link) => resultOf(answer, link)),
		causedByRow: isCausedByRow,
		settle: done,
		stopped,
	});
}

/** The record is written, the association is not: both have to be said. */
function half(link: Link, one: string, failure: Failure): Failure {
	const { fromId, to } = link;
	const { error, reason } = failure;
	const why = error.message ? `: ${error.message}` : '';
	const check = adviceOn(failure, to);
	const goOn = 'ssociate the two, or run the item again.';
	return {
		...failure,
		// A written record is not one that was not sent.
		reason: reason === 'not-sent' ? 'row-unprocessed' : reason,
		error: {
			...error,
			message: `The ${one} was written (Record ID ${fromId}), but not associated with ${to.type} ${to.id}${why}`,
			existingId: fromId,
			advice: check === undefined ? `A${goOn}` : `${check} Then a${goOn}`,
		},
	};
}

/** Refusals that are about the two records or their types. */
const ABOUT_ENDS = new Set<Failure['reason']>([
	'row-rejected',
	'bad-request',
	'invalid',
	'not-found',
]);

function adviceOn(failure: Failure, to: Association): string | undefined {
	const { error, reason } = failure;
	if (isTypeRefused(failure)) return OTHER_TYPE_ADVICE;
	if (error.advice !== undefined || !ABOUT_ENDS.has(reason)) return error.advice;
	return `Check that the record ${to.id} exists and that the association type fits: "Association: Get Labels" shows those that do.`;
}
