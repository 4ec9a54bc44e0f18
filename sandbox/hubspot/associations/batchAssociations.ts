import type { VendorAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Call } from '../call';
import { typeIn } from '../call';
import { validationError } from '../refusals';
import { associate, associateUnlabeled, takeOff, unlabeledBetween } from './associate';
import { associationTypesIn, idOf, livingEnd, refuseForeignTypes } from './associationInputs';
import type { End } from './associationStore';
import { batchOf, doneWith, eachRow, rowsIn } from './batchRows';
import { defaultResults, labelsView, linkedView, PAGE_LIMIT, pageFrom } from './singleAssociations';

/** Associations guide of 2026-03; the 100 of archive is what callers report. */
const MAX_CREATE = 2000;
const MAX_READ = 1000;
const MAX_ARCHIVE = 100;

function livingEnds(call: Call, ids: { from: string; to: string }): { from: End; to: End } {
	return {
		from: livingEnd(call.account, typeIn(call, 'from'), ids.from),
		to: livingEnd(call.account, typeIn(call, 'to'), ids.to),
	};
}

/** `inputs[{from{id}, to{id}, types[]}]`; 201, but 200 in the specification of 2026-09. */
export function batchCreateLabels(call: Call): VendorAnswer {
	const { account } = call;
	const [from, to] = [typeIn(call, 'from'), typeIn(call, 'to')];
	const rows = rowsIn(call, MAX_CREATE);
	const unlabeled = account.associationTypes.unlabeled(from, to);
	return eachRow(call, rows, call.dated === '2026-09' ? 200 : 201, (row, ids) => {
		const types = associationTypesIn(row.types, account);
		refuseForeignTypes(types, from, to, ids);
		const ends = livingEnds(call, ids);
		return [labelsView(ends, associate(account, ends, types, unlabeled))];
	});
}

export function batchCreateDefault(call: Call): VendorAnswer {
	const unlabeled = unlabeledBetween(call.account, typeIn(call, 'from'), typeIn(call, 'to'));
	return eachRow(call, rowsIn(call, MAX_CREATE), 200, (_row, ids) => {
		const ends = livingEnds(call, ids);
		associateUnlabeled(call.account, ends, unlabeled);
		return defaultResults(call, ends, unlabeled);
	});
}

function noneFound(call: Call, id: string): JsonObject {
	const [from, to] = [typeIn(call, 'from').singular, typeIn(call, 'to').singular];
	return {
		status: 'error',
		category: 'OBJECT_NOT_FOUND',
		subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
		message: `No ${to} is associated with ${from} ${id}.`,
		context: { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] },
		links: {},
	};
}

/** A record without associations is an error of its row, and makes the answer a 207. */
export function batchReadAssociations(call: Call): VendorAnswer {
	const rows = rowsIn(call, MAX_READ);
	const errors: JsonObject[] = [];
	const results = rows.flatMap((row) => {
		const id = idOf(row);
		const from = { typeId: typeIn(call, 'from').id, id };
		const linked = call.account.associations.of(from, typeIn(call, 'to').id);
		const after = typeof row.after === 'string' ? row.after : undefined;
		const { page, next } = pageFrom(linked, after, PAGE_LIMIT);
		if (page.length === 0) {
			errors.push(noneFound(call, id));
			return [];
		}
		const paging = next === undefined ? {} : { paging: { next: { after: next } } };
		return [{ from: { id }, to: page.map(linkedView), ...paging }];
	});
	return batchOf(call, 200, { results, errors, rows: rows.length });
}

/** `inputs[{from{id}, to[{id}]}]`: ends all associations of these pairs. */
export function batchArchiveAssociations(call: Call): VendorAnswer {
	const rows = rowsIn(call, MAX_ARCHIVE);
	const pairs = rows.flatMap(({ from, to }) => {
		if (!Array.isArray(to)) throw validationError('Invalid input JSON: to must be an array');
		return to.map((each: unknown) => ({ from: idOf(from), to: idOf(each) }));
	});
	for (const { from, to } of pairs) {
		const start = { typeId: typeIn(call, 'from').id, id: from };
		call.account.associations.set(start, { typeId: typeIn(call, 'to').id, id: to }, []);
	}
	return doneWith(call, rows.length);
}

/** `inputs[{from{id}, to{id}, types[]}]`: takes these labels off. */
export function batchArchiveLabels(call: Call): VendorAnswer {
	const { account } = call;
	const [from, to] = [typeIn(call, 'from'), typeIn(call, 'to')];
	const rows = rowsIn(call, MAX_CREATE).map((row) => {
		const types = associationTypesIn(row.types, account);
		const ids = { from: idOf(row.from), to: idOf(row.to) };
		refuseForeignTypes(types, from, to, ids);
		return { ids, types };
	});
	for (const { ids, types } of rows) {
		const ends = { from: { typeId: from.id, id: ids.from }, to: { typeId: to.id, id: ids.to } };
		takeOff(account, ends, types);
	}
	return doneWith(call, rows.length);
}
