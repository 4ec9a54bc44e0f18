import type { RowResult } from '../../../../shared/engine/batch';
import { rowFailure } from '../../../../shared/engine/batch';
import { asArray, asObject, asText, without } from '../../../../shared/engine/body';
import type { Success } from '../../../../shared/engine/client';
import type { JsonValue } from '../../../../shared/engine/types';
import { PLACE_FIELD } from './request';
import type { LeadRow } from './row';
import { reasonsOf, SKIP_WORDS, type SkipCounts, type SkipReason } from './skipped';

/** Where a look-up puts what it has found into an answer (see lostLeads.ts). */
export const FOUND = '$found';

/** A lead that an earlier attempt may have created. */
export interface Found {
	/** By the place of the lead in the request. */
	index: number;
	lead: JsonValue;
	/** Whether it was there before the first attempt. */
	isOlder: boolean;
}

type Answer = ReturnType<typeof asObject>;

/** What became of each lead; undefined where neither the answer nor a look-up tells. */
export function readRows(answer: Success, rows: LeadRow[]): Array<RowResult | undefined> {
	const data = asObject(answer.data);
	const created = new Map<number, Answer>();
	for (const each of asArray(data.created_leads).map(asObject)) {
		if (typeof each.index === 'number') created.set(each.index, each);
	}
	const found = new Map(foundIn(data).map((each) => [each.index, each]));
	const isWhole = Array.isArray(data.created_leads) && created.size >= Number(data.leads_uploaded);
	const left = [...rows.keys()].filter((place) => !created.has(place) && !found.has(place));
	const reasons = new Map<number, SkipReason>();
	const counts = countsOf(data, rows[0], [...found.values()], left.length);
	const told = reasonsOf(
		left.map((place) => rows[place]?.email ?? ''),
		counts,
	);
	left.forEach((place, at) => reasons.set(place, told[at] ?? 'skipped'));
	return rows.map((row, place) => {
		const lead = created.get(place);
		if (lead) return isOther(lead, row) ? undefined : createdResult(row, lead);
		const lost = found.get(place);
		if (lost) return lostResult(row, lost, answer);
		// Where a lead was created and is not named, nobody knows which.
		if (!isWhole || data[FOUND] === null) return undefined;
		return skippedResult(row, reasons.get(place) ?? 'skipped', answer, counts);
	});
}

/** Empty unless answers were lost. */
function foundIn(data: Answer): Found[] {
	return asArray(data[FOUND])
		.map(asObject)
		.map(({ index, lead = null, isOlder }) => ({
			index: Number(index),
			lead,
			isOlder: isOlder === true,
		}));
}

/** The answer is about another lead than the one in this place. */
function isOther({ email }: Answer, row: LeadRow): boolean {
	const told = asText(email);
	return told !== undefined && told.toLowerCase() !== row.email.toLowerCase();
}

function createdResult({ place, lead }: LeadRow, told: Answer): RowResult {
	const data = { created: true, email: lead.email ?? null, ...without(told, 'index') };
	return { ok: true, data: { ...data, [PLACE_FIELD[place.kind]]: place.id } };
}

function lostResult(row: LeadRow, { lead, isOlder }: Found, answer: Success): RowResult {
	const { id, email, first_name, last_name, phone } = asObject(lead);
	if (isOlder) return skippedResult(row, alreadyIn(row), answer, {}, asText(id));
	const told = { id, email, first_name, last_name, phone, looked_up: true };
	return createdResult(row, told);
}

/** How the user wants to have it: marked, or as a failure. */
export function skippedResult(
	{ place, lead, skippedFails }: LeadRow,
	reason: SkipReason,
	answer: Pick<Success, 'status' | 'logId'> | undefined,
	counts: SkipCounts = {},
	id?: string,
): RowResult {
	const isOpen = reason === 'skipped';
	if (skippedFails) {
		const { message, advice } = SKIP_WORDS[reason];
		const several = isOpen ? `: ${spell(counts)}` : '';
		const failure = rowFailure('row-rejected', '', answer);
		const existing = id === undefined ? {} : { existingId: id };
		const error = { message: message + several, code: reason, advice, ...existing };
		return { ok: false, failure: { ...failure, error } };
	}
	return {
		ok: true,
		data: {
			created: false,
			skipped: reason,
			...(isOpen ? { skipped_counts: counts } : {}),
			...(id === undefined ? {} : { id }),
			email: lead.email ?? null,
			...(lead.first_name === undefined ? {} : { first_name: lead.first_name }),
			...(lead.last_name === undefined ? {} : { last_name: lead.last_name }),
			[PLACE_FIELD[place.kind]]: place.id,
		},
	};
}

function spell(counts: SkipCounts): string {
	return Object.entries(counts)
		.map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`)
		.join(', ');
}

/**
 * What the answer counts, without the leads that a look-up has found: it counts those as being there
 * already. What no count explains is the plan's limit where nothing is left of that.
 */
function countsOf(
	data: Answer,
	row: LeadRow | undefined,
	found: Found[],
	left: number,
): SkipCounts {
	if (row === undefined) return {};
	const count = (name: string) => Math.max(0, Number(data[name] ?? 0) || 0);
	const already = count('duplicated_leads');
	const skipped = count('skipped_count');
	const fromAlready = Math.min(already, found.length);
	const fromSkipped = Math.min(skipped, found.length - fromAlready);
	const counts: SkipCounts = {};
	const add = (reason: SkipReason, number: number) => {
		if (number > 0) counts[reason] = (counts[reason] ?? 0) + number;
	};
	add('in_block_list', count('in_blocklist'));
	add('invalid_email', count('invalid_email_count'));
	add('incomplete', count('incomplete_count'));
	add('duplicate_in_input', count('duplicate_email_count'));
	add(alreadyIn(row), already - fromAlready);
	add(skippedIn(row), skipped - fromSkipped);
	const explained = Object.values(counts).reduce((sum, number) => sum + number, 0);
	if (data.remaining_in_plan === 0) add('plan_used_up', left - explained);
	return counts;
}

function alreadyIn({ place }: LeadRow): SkipReason {
	return place.kind === 'campaign' ? 'already_in_campaign' : 'already_in_list';
}

function skippedIn(row: LeadRow): SkipReason {
	switch (row.choices.skipIf) {
		case 'campaigns':
			return 'already_in_any_campaign';
		case 'lists':
			return 'already_in_any_list';
		case 'workspace':
			return 'already_in_workspace';
		default:
			return alreadyIn(row);
	}
}
