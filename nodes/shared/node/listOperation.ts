import type { IDataObject } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import type { Client, Failure } from '../engine/client';
import { decodeResume, markOf, type Resume } from '../engine/pages/resume';
import type { PageStyle } from '../engine/pages/style';
import { walk, type Completeness, type WalkOptions } from '../engine/pages/walk';
import { Refusals } from '../engine/refusals';
import type { JsonValue, Reason } from '../engine/types';
import { completenessText } from './hints';
import { readItems, type Facts, type Labels, type Operation, type RunContext } from './operation';
import { type ParameterReader, Problem } from './parameters';
import type { Begun } from './results';

/** How one item is turned into pages. */
export interface ListPlan {
	style: PageStyle;
	read: WalkOptions['read'];
	keyOf?: (row: JsonValue) => string | undefined;
	/** Infinity for all. */
	limit: number;
	pageLimit?: number;
	/** Whether pages may be asked for side by side, where it is known how many there are. */
	sideBySide?: boolean;
	toItem: (row: JsonValue) => IDataObject;
	/** What the user should know of how it was read; asked when it is over. */
	notes?: () => Note[];
}

export interface Note {
	message: string;
	type: 'info' | 'warning';
}

/** An operation that reads a list for each item, all pages of it. */
export function listOperation(
	labels: Labels,
	plan: (read: ParameterReader, facts: Facts) => ListPlan | Problem,
): Operation {
	return {
		...labels,
		async run(context) {
			const plans = await readItems(context, (read) => {
				const start = readResume(read);
				if (start instanceof Problem) return start;
				const planned = plan(read, context.facts);
				if (planned instanceof Problem) return planned;
				return misplaced(start, planned) ?? { ...planned, ...start };
			});
			if (context.checked()) return;
			const waiting = [...plans];
			const inFlight = Math.max(1, Math.floor(context.settings.inFlight / plans.length));
			const refusals = new Refusals(FOR_ALL);
			const worker = async () => {
				for (let next = waiting.shift(); next; next = waiting.shift()) {
					await readList(context, next.itemIndex, next.value, inFlight, refusals);
				}
			};
			await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
		},
	};
}

/** Refusals that every other list of the same host would get as well. */
const FOR_ALL = new Set<Reason>(['unauthorized', 'certificate', 'egress-refused']);

/** Where an earlier run stopped. */
function readResume(read: ParameterReader): { start?: Resume } | Problem {
	const text = read.text('resumeFrom');
	if (text === '') return {};
	const start = decodeResume(text);
	if (start) return { start };
	return new Problem(
		`Resume From is "${text}", which is not a place where a run stopped`,
		'Use the value of "resumeFrom" of an earlier error item, or leave it empty.',
	);
}

/** A place in one list is none in another: rows would be left out in silence. */
function misplaced({ start }: { start?: Resume }, { style }: ListPlan): Problem | undefined {
	if (start === undefined || start.of === markOf(style)) return undefined;
	return new Problem(
		'Resume From is a place in another list',
		'Use the operation, filters and other parameters of the run that stopped, or leave it empty.',
	);
}

async function readList(
	context: RunContext,
	itemIndex: number,
	plan: ListPlan & { start?: Resume },
	inFlight: number,
	refusals: Refusals,
): Promise<void> {
	const begun = context.results.begunAt(itemIndex);
	const fail = (failure: Failure) =>
		context.results.set(itemIndex, { kind: 'failed', failure, items: [] });
	if (context.stopped()) return fail(rowFailure('not-sent'));
	const first = plan.style.request(plan.style.first);
	const refused = refusals.of(first);
	if (refused) return fail(refused);

	const walked = await walkFrom(context, plan, inFlight, begun);
	const { report, failure } = walked;
	if (failure) refusals.note(first, failure);
	for (const { message, type } of plan.notes?.() ?? []) context.hint(message, type);
	context.report(itemIndex, { ...report, received: walked.items.length });
	const resume = report.resume === undefined ? {} : { resume: report.resume };
	const bad = failureOf(walked, context);
	const { items } = walked;
	context.results.set(
		itemIndex,
		bad ? { kind: 'failed', failure: bad, items, ...resume } : { kind: 'done', items },
	);
}

interface Walked {
	/** With those of earlier tries. */
	items: IDataObject[];
	report: Completeness;
	failure?: Failure;
}

/** Reads the list, behind what an earlier try of n8n's Retry On Fail has read. */
async function walkFrom(
	context: RunContext,
	plan: ListPlan & { start?: Resume },
	inFlight: number,
	begun: Begun | undefined,
): Promise<Walked> {
	const client: Pick<Client, 'send'> = {
		send: async (request) => await context.client.send({ ...request, readOnly: true }),
	};
	const before = begun?.items ?? [];
	const { rows, report, failure } = await walk(client, {
		...plan,
		inFlight: plan.sideBySide ? inFlight : 1,
		limit: plan.limit - before.length,
		stopped: context.stopped,
		...(begun ? { start: begun.resume } : {}),
	});
	// The earlier try's place is gone: its rows would come again, so they are dropped instead.
	if (begun && report.reason === 'expired')
		return await walkFrom(context, plan, inFlight, undefined);
	const items = [...before, ...rows.map((row) => plan.toItem(row))];
	return { items, report, ...(failure ? { failure } : {}) };
}

function failureOf({ report, failure }: Walked, { settings }: RunContext): Failure | undefined {
	if (failure && report.reason === 'expired') {
		const advice =
			'The place to resume from is no longer known. Leave Resume From empty to read the list from its first page; where the node has the option Key Path, set it, and later runs find their place.';
		return { ...failure, error: { ...failure.error, advice } };
	}
	if (failure) return failure;
	if (!settings.failIncomplete || report.complete === 'yes') return undefined;
	return rowFailure('incomplete', completenessText(report));
}
