import type { IDataObject } from 'n8n-workflow';
import { rowFailure } from '../engine/batch';
import type { Client } from '../engine/client';
import { decodeResume, markOf, type Resume } from '../engine/pages/resume';
import type { PageStyle } from '../engine/pages/style';
import { walk, type WalkOptions } from '../engine/pages/walk';
import type { JsonValue } from '../engine/types';
import { readItems, type Facts, type Labels, type Operation, type RunContext } from './operation';
import { type ParameterReader, Problem } from './parameters';

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
			const plans = readItems(context, (read) => {
				const start = readResume(read);
				if (start instanceof Problem) return start;
				const planned = plan(read, context.facts);
				if (planned instanceof Problem) return planned;
				return misplaced(start, planned) ?? { ...planned, ...start };
			});
			if (context.checked()) return;
			const waiting = [...plans];
			const inFlight = Math.max(1, Math.floor(context.settings.inFlight / plans.length));
			const worker = async () => {
				for (let next = waiting.shift(); next; next = waiting.shift()) {
					await readList(context, next.itemIndex, next.value, inFlight);
				}
			};
			await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
		},
	};
}

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

/** A next link may hold the key: the client puts it in anew. */
function withoutSecret(resume: Resume, { client }: RunContext): Resume {
	const { cursor } = resume;
	return typeof cursor === 'string' ? { ...resume, cursor: client.redact(cursor) } : resume;
}

async function readList(
	context: RunContext,
	itemIndex: number,
	plan: ListPlan & { start?: Resume },
	inFlight: number,
): Promise<void> {
	const begun = context.results.begunAt(itemIndex);
	if (context.stopped()) {
		context.results.set(itemIndex, { kind: 'failed', failure: rowFailure('not-sent'), items: [] });
		return;
	}
	const client: Pick<Client, 'send'> = {
		send: async (request) => await context.client.send({ ...request, readOnly: true }),
	};
	const { rows, report, failure } = await walk(client, {
		...plan,
		inFlight: plan.sideBySide ? inFlight : 1,
		limit: plan.limit - (begun?.items.length ?? 0),
		...(begun ? { start: begun.resume } : {}),
	});
	for (const { message, type } of plan.notes?.() ?? []) context.hint(message, type);
	const items = [...(begun?.items ?? []), ...rows.map((row) => plan.toItem(row))];
	context.report(itemIndex, { ...report, received: items.length });
	const resume =
		report.resume === undefined ? {} : { resume: withoutSecret(report.resume, context) };
	context.results.set(
		itemIndex,
		failure ? { kind: 'failed', failure, items, ...resume } : { kind: 'done', items },
	);
}
