import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Org } from '../records/org';
import type { Written } from '../records/writeRecord';
import { effectOf } from '../records/writeRecord';
import { Refused, rowError } from '../refusals';

/** Thrown to take back what a call wrote; it never leaves this file. */
class RolledBack extends Error {}

const ROLLED_BACK = new Refused(
	'ALL_OR_NONE_OPERATION_ROLLED_BACK',
	'Record rolled back because not all records were valid and the request was using AllOrNone header',
);

type Outcome = Written | Refused;

function outcomeOf({ journal }: Org, write: () => Written): Outcome {
	try {
		return journal.together(write);
	} catch (error) {
		if (error instanceof Refused) return error;
		throw error;
	}
}

function failure(error: Refused): JsonObject {
	return { success: false, errors: [rowError(error)] };
}

interface Rows {
	allOrNone: boolean;
	/** Whether a row says if it was created. */
	showsCreated?: boolean;
	writes: ReadonlyArray<() => Written>;
}

/** Writes row by row, and answers 200 in the order of the request whatever became of the rows. */
export function rowResults(org: Org, { allOrNone, showsCreated, writes }: Rows): VendorAnswer {
	const outcomes: Outcome[] = [];
	const write = (): void => {
		for (const each of writes) outcomes.push(outcomeOf(org, each));
		if (allOrNone && outcomes.some((each) => each instanceof Refused)) throw new RolledBack();
	};
	const view = (done: Outcome): JsonObject => {
		if (done instanceof Refused) return failure(done);
		const created = showsCreated === true ? { created: done.effect === 'created' } : {};
		return { id: done.record.id, success: true, errors: [], ...created };
	};
	const rows = writes.length;
	try {
		org.journal.together(write);
	} catch (error) {
		if (!(error instanceof RolledBack)) throw error;
		const all = outcomes.map((each) => failure(each instanceof Refused ? each : ROLLED_BACK));
		return jsonAnswer(200, all, { applied: true, rows, effects: [] });
	}
	const effects = outcomes.flatMap((each) => (each instanceof Refused ? [] : [effectOf(each)]));
	return jsonAnswer(200, outcomes.map(view), { applied: true, rows, effects });
}
