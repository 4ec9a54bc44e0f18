export type AssociationCategory = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

export const CATEGORIES: readonly AssociationCategory[] = [
	'HUBSPOT_DEFINED',
	'USER_DEFINED',
	'INTEGRATOR_DEFINED',
];

/** One direction of one way to associate two types of record. */
export interface AssociationType {
	category: AssociationCategory;
	typeId: number;
	/** The id of the same thing seen from the other side. */
	inverseId: number;
	/** As `associations` of a read record names it, such as contact_to_company. */
	name: string;
	/** Null for the unlabeled association. */
	label: string | null;
	/** A record has at most one of these, such as its primary company. */
	single?: boolean;
	/** Object type ids. */
	from: string;
	to: string;
}
