import type { Account } from '../account';
import { validationError } from '../refusals';
import type { ObjectType } from '../types/objectType';
import type { AssociationType } from './associationType';
import type { End } from './associationStore';

/** The unlabeled association of a pair; two types that never belong together have none. */
export function unlabeledBetween(
	account: Account,
	from: ObjectType,
	to: ObjectType,
): AssociationType {
	const type = account.associationTypes.unlabeled(from, to);
	if (type !== undefined) return type;
	throw validationError(`No default association type exists between ${from.id} and ${to.id}`);
}

/** Where a record may have one only, the one it had before is that no more. */
function endOthers(account: Account, from: End, to: End, types: readonly AssociationType[]): void {
	for (const type of types.filter(({ single }) => single)) {
		for (const linked of account.associations.of(from, to.typeId)) {
			if (linked.id === to.id || !linked.types.includes(type)) continue;
			const rest = linked.types.filter((each) => each !== type);
			account.associations.set(from, { typeId: to.typeId, id: linked.id }, rest);
		}
	}
}

/** The labels named replace those there were; the unlabeled association is always among them. */
export function associate(
	account: Account,
	ends: { from: End; to: End },
	types: readonly AssociationType[],
	unlabeled: AssociationType | undefined,
): AssociationType[] {
	const { from, to } = ends;
	const all = [...new Set([...types, ...(unlabeled === undefined ? [] : [unlabeled])])];
	const back = all.flatMap((type) => account.associationTypes.inverse(type) ?? []);
	endOthers(account, from, to, all);
	endOthers(account, to, from, back);
	account.associations.set(from, to, all);
	return all;
}

/** Adds the unlabeled association and leaves labels as they are. */
export function associateUnlabeled(
	account: Account,
	ends: { from: End; to: End },
	unlabeled: AssociationType,
): void {
	const there = account.associations.typesOf(ends.from, ends.to);
	if (there.length === 0) account.associations.set(ends.from, ends.to, [unlabeled]);
}

/** Takes labels off; without the unlabeled association nothing is left (associations guide, 2026-03). */
export function takeOff(
	account: Account,
	ends: { from: End; to: End },
	types: readonly AssociationType[],
): void {
	const there = account.associations.typesOf(ends.from, ends.to);
	const all = types.some(({ label }) => label === null);
	const rest = all ? [] : there.filter((type) => !types.includes(type));
	account.associations.set(ends.from, ends.to, rest);
}
