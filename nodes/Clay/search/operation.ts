import { rowFailure } from '../../shared/engine/batch';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import type { Failure } from '../../shared/engine/client';
import { messageOf } from '../../shared/engine/errorFacts';
import { walk } from '../../shared/engine/pages/walk';
import type { JsonValue } from '../../shared/engine/types';
import { completenessText } from '../../shared/node/hints';
import {
	readItems,
	toItem,
	type Labels,
	type Operation,
	type Placed,
	type RunContext,
} from '../../shared/node/operation';
import { readAsked, searchFields, writtenFilters, type Asked, type Source } from './asked';
import { filterFieldsIn, filterFieldsRequest, type FilterField } from './filterFields';
import { createSearch, iteratorPages, searchAt } from './iterator';

interface Kind {
	source: Source;
	/** What tells results apart. */
	idField: string;
	loadOptionsMethod: string;
}

/** A search for people or companies, of which each item is one. */
export function searchOperation(
	labels: Omit<Labels, 'fields'>,
	{ source, idField, loadOptionsMethod }: Kind,
): Operation {
	return {
		...labels,
		fields: searchFields(loadOptionsMethod),
		async run(context) {
			const known = await fieldsFor(context, source);
			if ('failure' in known) {
				for (const item of context.itemIndexes) fail(context, item, known.failure);
				return;
			}
			const asked = await readItems(context, (read) => readAsked(read, source, known.fields));
			if (context.checked()) return;
			// Two items that go on with one search would take each other's results.
			const taken = new Set<string>();
			for (const each of asked) {
				const id = each.value.start?.search.id;
				if (id !== undefined && taken.has(id)) fail(context, each.itemIndex, takenTwice(id));
				else await search(context, each, idField);
				if (id !== undefined) taken.add(id);
			}
		},
	};
}

function fail({ results }: RunContext, itemIndex: number, failure: Failure): void {
	results.set(itemIndex, { kind: 'failed', failure, items: [] });
}

/** What Clay knows of its filters, where an item has any of them; nothing in a dry run. */
async function fieldsFor(
	{ client, itemIndexes, reader }: RunContext,
	source: Source,
): Promise<{ fields: FilterField[] | undefined } | { failure: Failure }> {
	if (itemIndexes.every((item) => writtenFilters(reader(item)).length === 0)) {
		return { fields: [] };
	}
	const answer = await client.send(filterFieldsRequest(source));
	if (!answer.ok) {
		return answer.planned === undefined ? { failure: answer } : { fields: undefined };
	}
	try {
		return { fields: filterFieldsIn(answer.data) };
	} catch (error) {
		return { failure: rowFailure('no-page', messageOf(error), answer) };
	}
}

function takenTwice(id: string): Failure {
	const message = `another item goes on with the search ${id} as well`;
	const advice = 'Begin a search of its own for each item: leave Resume From empty.';
	return { ...rowFailure('bad-input'), error: { message, advice } };
}

async function search(context: RunContext, asked: Placed<Asked>, idField: string): Promise<void> {
	const { client, settings, stopped } = context;
	const { itemIndex, value } = asked;
	if (stopped()) return fail(context, itemIndex, rowFailure('not-sent'));
	// A further try of n8n's Retry On Fail goes on with the search of the one before.
	const begun = context.results.begunAt(itemIndex);
	const start = begun?.resume ?? value.start?.resume;
	const found = start && searchAt(String(start.cursor));
	const started = found ?? (await createSearch(client, asked));
	if ('ok' in started) return fail(context, itemIndex, started);
	const before = begun?.items ?? [];
	const limit = value.limit - before.length;

	const kept: JsonValue[] = [];
	let quota = '';
	const { report, failure: broken } = await walk(client, {
		style: iteratorPages(started, value, () => limit - kept.length),
		read: (data) => {
			quota = quotaIn(data) ?? quota;
			return { rows: recordsOf(data, 'data') };
		},
		keyOf: (row) => asText(asObject(row)[idField]),
		limit,
		onRows: (rows) => kept.push(...rows),
		stopped,
		...(start ? { start } : {}),
	});
	context.report(itemIndex, { ...report, received: before.length + kept.length });
	if (quota !== '') context.hint(quota, 'info');
	const items = [...before, ...kept.map((row) => toItem(asObject(row)))];
	const { resume } = report;
	const isLacking = settings.failIncomplete && report.complete !== 'yes';
	const lacking = isLacking ? rowFailure('incomplete', completenessText(report)) : undefined;
	const failure = broken ?? lacking;
	context.results.set(
		itemIndex,
		failure
			? { kind: 'failed', failure: told(failure), items, ...(resume ? { resume } : {}) }
			: { kind: 'done', items },
	);
}

/** A lost page is counted by Clay, and comes from no further run. */
function told(failure: Failure): Failure {
	if (failure.processed !== 'unknown') return failure;
	const advice =
		'The page was not asked for again: Clay gives each result once, so its results may be lost. "Resume From" goes on behind them; a new search gives all, and counts all of them once more.';
	return { ...failure, error: { ...failure.error, advice } };
}

function quotaIn(data: JsonValue | undefined): string | undefined {
	const { used, limit, resets_at: resetsAt } = asObject(asObject(data).period_quota);
	if (typeof used !== 'number' || typeof limit !== 'number') return undefined;
	const number = new Intl.NumberFormat('en-US');
	const until = asText(resetsAt);
	return `Search results of this period: ${number.format(used)} of ${number.format(limit)} used${until === undefined ? '' : `, until ${until}`}.`;
}
