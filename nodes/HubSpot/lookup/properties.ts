import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { openLookup } from '../../shared/node/lookup';
import { hubSpotAccess } from '../vendor';
import { definitionsRequest, readDefinitions } from './definitions';
import { kindInEditor } from './kindInEditor';

/** All properties that records of the chosen kind have, by their labels. */
export async function getProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const lookup = await openLookup(this, hubSpotAccess);
	const { type } = kindInEditor(lookup.read);
	if (type === '') return [];
	return readDefinitions(await lookup.get(definitionsRequest(lookup.facts, type)))
		.filter(({ isHidden }) => !isHidden)
		.map(({ name, label }) => ({ name: label, value: name, description: name }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** The same, and none: records then come in the order of their IDs. */
export async function getSortProperties(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return [{ name: 'Record ID', value: '' }, ...(await getProperties.call(this))];
}
