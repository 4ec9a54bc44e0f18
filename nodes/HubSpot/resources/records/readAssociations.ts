import type { IDataObject } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { kindNamed } from '../../objects';

/** Another record to associate with. */
export interface Association {
	/** In paths: "companies". */
	type: string;
	id: string;
	/** Empty for the association without a label. */
	labels: Array<{ associationCategory: string; associationTypeId: number }>;
}

/** The associations of one item; several labels of one pair of records are one association. */
export function readAssociations(read: ParameterReader): Association[] | Problem {
	const found = new Map<string, Association>();
	for (const entry of read.list('associations', 'association')) {
		const association = readAssociation(entry);
		if (association instanceof Problem) return association;
		if (association === undefined) continue;
		const pair = `${association.type} ${association.id}`;
		const labels = [...(found.get(pair)?.labels ?? []), ...association.labels];
		found.set(pair, { ...association, labels });
	}
	return [...found.values()];
}

/** Undefined where the item has no other record. */
function readAssociation(entry: IDataObject): Association | undefined | Problem {
	const id = plain(entry.recordId);
	if (id === '') return undefined;
	const named = plain(entry.toObjectType);
	const type = kindNamed(named)?.path ?? named;
	if (!/^\d+$/.test(id)) {
		return new Problem(
			`The Record ID of an association is "${id}", which is not an ID of HubSpot`,
			'Correct it: IDs are whole numbers.',
		);
	}
	if (!/^[\w-]+$/.test(type)) {
		return new Problem(
			'An association has no To Object Type',
			'Choose what the other record is, such as Companies.',
		);
	}
	const typeId = plain(entry.typeId);
	if (typeId === '') return { type, id, labels: [] };
	if (!/^\d+$/.test(typeId)) {
		return new Problem(
			`Association Type ID is "${typeId}", which is not a number`,
			'Use the number of a label, as "Association: Get Labels" shows it, or leave it empty.',
		);
	}
	const associationCategory = plain(entry.category) || 'HUBSPOT_DEFINED';
	return { type, id, labels: [{ associationCategory, associationTypeId: Number(typeId) }] };
}

/** The text of a field; of a resource locator what was chosen. */
function plain(value: IDataObject[string]): string {
	const inner = value && typeof value === 'object' && 'value' in value ? value.value : value;
	return typeof inner === 'string' || typeof inner === 'number' ? String(inner).trim() : '';
}
