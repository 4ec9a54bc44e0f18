import { refuseItems } from '../../shared/node/credits';
import {
	readItems,
	type Labels,
	type Operation,
	type RunContext,
} from '../../shared/node/operation';
import { Problem } from '../../shared/node/parameters';
import { followRuns } from './follow';
import { readRunItem, readTerms } from './item';
import { RunLedger } from './ledger';
import { startRuns, type Row, type StartedRun, type Starting } from './start';

/** An operation that gives its items to a routine, and waits for what comes of them where it shall. */
export function routineOperation(labels: Labels, starting: Starting): Operation {
	return {
		...labels,
		async run(context) {
			const { facts, itemIndexes, reader, settings } = context;
			const [first] = itemIndexes;
			if (first === undefined) return;
			const terms = readTerms(reader(first));
			if (terms instanceof Problem) return refuseItems(context, terms);
			const rows = await readItems(context, (read) => readRunItem(read, facts));
			if (context.checked()) return;
			const ledger = new RunLedger(facts.account ?? '', terms.keptMs, settings.resendCreates);
			const runs = await startRuns(context, rows, starting, ledger);
			const waitedFor = runs
				.map((run) => withoutNotified(context, run))
				.filter((run) => run.rows.length > 0);
			await followRuns(context, waitedFor, terms.pace, ledger);
		},
	};
}

/** Settles those that Clay tells a webhook of: nobody waits for them here. */
function withoutNotified({ results }: RunContext, { handle, rows }: StartedRun): StartedRun {
	const isNotified = ({ value }: Row) => value.webhookId !== undefined;
	for (const { itemIndex, value } of rows.filter(isNotified)) {
		const item = { itemId: value.id, routineRunId: handle.id, status: 'in_progress' };
		results.set(itemIndex, { kind: 'done', items: [item] });
	}
	return { handle, rows: rows.filter((row) => !isNotified(row)) };
}
