import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { asObject } from '../../shared/engine/body';
import { openLookup } from '../../shared/node/lookup';
import { hubSpotAccess } from '../vendor';
import { associationTypesRequest, codeOf, readAssociationTypes } from './associationTypes';

/** The labels between the two types of records that are chosen. */
export async function getAssociationLabels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { read, facts, get } = await openLookup(this, hubSpotAccess);
	const from = read.locator('fromObjectType');
	const to = read.locator('toObjectType');
	if (from === '' || to === '') return [];
	const { results } = asObject(await get(associationTypesRequest(facts, from, to)));
	return readAssociationTypes(results)
		.filter(({ label }) => label !== null)
		.map((type) => ({ name: `${type.label} (${type.typeId})`, value: codeOf(type) }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
