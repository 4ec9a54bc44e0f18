import type { ObjectType } from '../types/objectType';
import type { AssociationCategory, AssociationType } from './associationType';
import { definedTypes } from './definedTypes';

/** Labels of one pair of types an account may have of its own (associations schema guide, 2026). */
export const MAX_LABELS = 10;

/** Ids of an account's own labels; HubSpot's own ids end far below. */
const FIRST_LABEL_ID = 10_001;

/** Which associations there can be between which types. */
export class AssociationTypes {
	private readonly all: AssociationType[] = definedTypes();
	private nextId = FIRST_LABEL_ID;

	between(from: ObjectType, to: ObjectType): AssociationType[] {
		return this.all.filter((each) => each.from === from.id && each.to === to.id);
	}

	/** The one that says no more than that the two belong together. */
	unlabeled(from: ObjectType, to: ObjectType): AssociationType | undefined {
		return this.between(from, to).find(({ label }) => label === null);
	}

	/** The labels the account has made itself. */
	ownLabels(from: ObjectType, to: ObjectType): AssociationType[] {
		return this.between(from, to).filter(({ typeId }) => typeId >= FIRST_LABEL_ID);
	}

	byId(category: AssociationCategory, typeId: number): AssociationType | undefined {
		return this.all.find((each) => each.category === category && each.typeId === typeId);
	}

	inverse(type: AssociationType): AssociationType | undefined {
		return this.byId(type.category, type.inverseId);
	}

	/** One label for both sides, or a pair of labels; in either case one id for each direction. */
	addLabel(
		from: ObjectType,
		to: ObjectType,
		{ name, label, inverseLabel = label }: { name: string; label: string; inverseLabel?: string },
	): AssociationType[] {
		const single = from.id === to.id && inverseLabel === label;
		const typeId = this.nextId++;
		const inverseId = single ? typeId : this.nextId++;
		const category = 'USER_DEFINED' as const;
		const there = { category, typeId, inverseId, name, label, from: from.id, to: to.id };
		const back = { ...there, typeId: inverseId, inverseId: typeId, label: inverseLabel };
		const made = single ? [there] : [there, { ...back, from: to.id, to: from.id }];
		this.all.push(...made);
		return made;
	}
}
