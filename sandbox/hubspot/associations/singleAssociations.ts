import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { paramIn, typeIn } from '../call';
import { linkTo } from '../paging';
import { objectNotFound, validationError } from '../refusals';
import { boundedNumber, listBodyOf } from '../requestBody';
import { associate, associateUnlabeled, unlabeledBetween } from './associate';
import { associationTypesIn, livingEnd, refuseForeignTypes } from './associationInputs';
import type { AssociationType } from './associationType';
import type { End, Linked } from './associationStore';

/** 500 by default (associations specification, 2026-03), taken for the most as well. */
export const PAGE_LIMIT = 500;

function endsIn(call: Call): { from: End; to: End } {
	const { account } = call;
	return {
		from: livingEnd(account, typeIn(call, 'from'), paramIn(call, 'fromId')),
		to: livingEnd(account, typeIn(call, 'to'), paramIn(call, 'toId')),
	};
}

/** Both directions of what was made, as the batch form of the same call answers. */
export function defaultResults(
	call: Call,
	{ from, to }: { from: End; to: End },
	type: AssociationType,
): JsonObject[] {
	const one = (a: End, b: End, each: AssociationType): JsonObject => ({
		from: { id: a.id },
		to: { id: b.id },
		associationSpec: { associationCategory: each.category, associationTypeId: each.typeId },
	});
	const inverse = call.account.associationTypes.inverse(type) ?? type;
	return [one(from, to, type), one(to, from, inverse)];
}

/** PUT …/associations/default/…, no body. */
export function putDefault(call: Call): VendorAnswer {
	const unlabeled = unlabeledBetween(call.account, typeIn(call, 'from'), typeIn(call, 'to'));
	const ends = endsIn(call);
	associateUnlabeled(call.account, ends, unlabeled);
	const now = new Date().toISOString();
	const results = defaultResults(call, ends, unlabeled);
	return jsonAnswer(
		200,
		{ status: 'COMPLETE', results, startedAt: now, completedAt: now },
		{ applied: true, rows: 1 },
	);
}

/** `{fromObjectTypeId, fromObjectId, toObjectTypeId, toObjectId, labels}`; these ids are numbers. */
export function labelsView(
	{ from, to }: { from: End; to: End },
	types: readonly AssociationType[],
): JsonObject {
	return {
		fromObjectTypeId: from.typeId,
		fromObjectId: Number(from.id),
		toObjectTypeId: to.typeId,
		toObjectId: Number(to.id),
		labels: types.flatMap(({ label }) => (label === null ? [] : [label])),
	};
}

/** PUT with `[{associationCategory, associationTypeId}]`: these labels and no others. */
export function putLabels(call: Call): VendorAnswer {
	const { account, request } = call;
	const [from, to] = [typeIn(call, 'from'), typeIn(call, 'to')];
	const types = associationTypesIn(listBodyOf(request), account);
	const ids = { from: paramIn(call, 'fromId'), to: paramIn(call, 'toId') };
	refuseForeignTypes(types, from, to, ids);
	const ends = endsIn(call);
	const all = associate(account, ends, types, account.associationTypes.unlabeled(from, to));
	return jsonAnswer(201, labelsView(ends, all), { applied: true, rows: 1 });
}

/** Ends every association of the two; where there is none, nothing is to be done. */
export function deleteAssociation(call: Call): VendorAnswer {
	const from = { typeId: typeIn(call, 'from').id, id: paramIn(call, 'fromId') };
	const to = { typeId: typeIn(call, 'to').id, id: paramIn(call, 'toId') };
	call.account.associations.set(from, to, []);
	return { status: 204, body: '', applied: true, rows: 1 };
}

/** `{toObjectId, associationTypes: [{category, typeId, label}]}`; `toObjectId` is a number. */
export function linkedView({ id, types }: Linked): JsonObject {
	const associationTypes = types.map(({ category, typeId, label }) => ({
		category,
		typeId,
		label,
	}));
	return { toObjectId: Number(id), associationTypes };
}

/** `after` is the id of the next associated record. */
export function pageFrom(
	linked: readonly Linked[],
	after: string | null | undefined,
	limit: number,
): { page: Linked[]; next: string | undefined } {
	if (after !== null && after !== undefined && !/^\d+$/.test(after)) {
		throw validationError(`Invalid after ${after}`);
	}
	const rest = linked.filter(({ id }) => Number(id) >= Number(after ?? 0));
	return { page: rest.slice(0, limit), next: rest[limit]?.id };
}

export function listAssociations(call: Call): VendorAnswer {
	const { account, request } = call;
	const limit = boundedNumber(request.query.get('limit'), 'limit', {
		absent: PAGE_LIMIT,
		low: 1,
		high: PAGE_LIMIT,
	});
	const from = typeIn(call, 'from');
	const id = paramIn(call, 'fromId');
	if (account.storeOf(from).find('hs_object_id', id) === undefined) throw objectNotFound();
	const linked = account.associations.of({ typeId: from.id, id }, typeIn(call, 'to').id);
	const { page, next } = pageFrom(linked, request.query.get('after'), limit);
	const paging = next === undefined ? {} : linkTo(request, next);
	return jsonAnswer(200, { results: page.map(linkedView), ...paging }, { applied: true });
}
