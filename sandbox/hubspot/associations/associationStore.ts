import type { Journal } from '../../journal';
import type { AssociationType } from './associationType';
import type { AssociationTypes } from './associationTypes';

/** One record by its type's id and its own. */
export interface End {
	typeId: string;
	id: string;
}

export interface Linked {
	id: string;
	types: AssociationType[];
}

type Links = Map<string, Map<string, Set<AssociationType>>>;

function keyOf({ typeId, id }: End): string {
	return `${typeId}/${id}`;
}

/** Who is associated with whom, each association kept from both sides. */
export class AssociationStore {
	private readonly links = new Map<string, Links>();
	private pairCount = 0;

	constructor(
		private readonly types: AssociationTypes,
		private readonly journal: Journal,
	) {}

	/** Pairs of records that are associated, whatever the number of labels. */
	get pairs(): number {
		return this.pairCount;
	}

	/** In order of the associated ids. */
	of(from: End, toTypeId: string): Linked[] {
		const linked = this.links.get(keyOf(from))?.get(toTypeId) ?? new Map<string, never>();
		return [...linked]
			.map(([id, types]) => ({ id, types: [...types] }))
			.sort((one, other) => Number(one.id) - Number(other.id));
	}

	typesOf(from: End, to: End): AssociationType[] {
		return [...(this.links.get(keyOf(from))?.get(to.typeId)?.get(to.id) ?? [])];
	}

	/** Says anew how the two are associated; no types at all ends the association. */
	set(from: End, to: End, types: readonly AssociationType[]): void {
		const before = this.typesOf(from, to);
		this.write(from, to, types);
		this.journal.record(() => this.write(from, to, before));
	}

	/** Ends every association of a record. */
	forget(end: End): void {
		const links: Links = this.links.get(keyOf(end)) ?? new Map<string, never>();
		for (const [typeId, linked] of links) {
			for (const id of linked.keys()) this.write(end, { typeId, id }, []);
		}
	}

	/** Gives one record's associations to another, which keeps its own where both have some. */
	move(from: End, to: End): void {
		const links: Links = this.links.get(keyOf(from)) ?? new Map<string, never>();
		for (const [typeId, linked] of links) {
			for (const [id, types] of linked) {
				if (this.typesOf(to, { typeId, id }).length === 0)
					this.write(to, { typeId, id }, [...types]);
			}
		}
		this.forget(from);
	}

	private write(from: End, to: End, types: readonly AssociationType[]): void {
		const had = this.typesOf(from, to).length > 0;
		this.put(from, to, types);
		if (keyOf(from) !== keyOf(to)) {
			this.put(
				to,
				from,
				types.flatMap((type) => this.types.inverse(type) ?? []),
			);
		}
		this.pairCount += Number(types.length > 0) - Number(had);
	}

	private put(from: End, to: End, types: readonly AssociationType[]): void {
		const links: Links = this.links.get(keyOf(from)) ?? new Map();
		this.links.set(keyOf(from), links);
		const linked = links.get(to.typeId) ?? new Map<string, Set<AssociationType>>();
		links.set(to.typeId, linked);
		if (types.length === 0) linked.delete(to.id);
		else linked.set(to.id, new Set(types));
	}
}
