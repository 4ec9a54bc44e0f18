import { asArray, asObject, asText } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS } from '../vendor';

/** One way in which records of two types are associated (associations guide, 2026-08). */
export interface AssociationType {
	/** "HUBSPOT_DEFINED", "USER_DEFINED", "INTEGRATOR_DEFINED". */
	category: string;
	typeId: number;
	/** Null for the association without a label. */
	label: string | null;
}

/** All association types from one type of record to another; this list has no pages. */
export function associationTypesRequest(
	{ associations }: Facts,
	from: string,
	to: string,
): ApiRequest {
	return {
		operation: 'association.getLabels',
		method: 'GET',
		path: `${associations}/${encodeURIComponent(from)}/${encodeURIComponent(to)}/labels`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The association types in a list; entries without an ID are left out. */
export function readAssociationTypes(list: JsonValue | undefined): AssociationType[] {
	return asArray(list).flatMap((entry) => {
		const { category, typeId, label } = asObject(entry);
		const id = Number(asText(typeId) ?? Number.NaN);
		if (!Number.isInteger(id)) return [];
		return {
			category: asText(category) ?? 'HUBSPOT_DEFINED',
			typeId: id,
			label: asText(label) ?? null,
		};
	});
}

/** How a label is told to the node: "USER_DEFINED:10001". */
export function codeOf({ category, typeId }: AssociationType): string {
	return `${category}:${typeId}`;
}

/** Association types as an item shows them. */
export function typesView(types: AssociationType[]) {
	return types.map(({ category, typeId, label }) => ({ category, typeId, label }));
}
