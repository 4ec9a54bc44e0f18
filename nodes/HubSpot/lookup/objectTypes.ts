import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import { activityKinds, labelOf, recordKinds } from '../objects';
import { hubSpotAccess } from '../vendor';
import { matching } from './matching';
import { readSchemas, schemasRequest } from './schemas';

/** The custom objects of the account. */
export async function getCustomObjectTypes(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const lookup = await openLookup(this, hubSpotAccess);
	return { results: matching(await customTypes(lookup), filter) };
}

/** HubSpot's own types of records and, where the token may see them, those of the account. */
export async function getObjectTypes(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const lookup = await openLookup(this, hubSpotAccess);
	const own = [...recordKinds, ...activityKinds]
		.filter(({ path }) => path !== '')
		.map((kind) => ({ name: labelOf(kind), value: kind.path }));
	return { results: matching([...own, ...(await customOrNone(lookup))], filter) };
}

async function customTypes({ facts, get }: Lookup): Promise<INodeListSearchItems[]> {
	return readSchemas(await get(schemasRequest(facts))).map(({ label, typeId }) => ({
		name: label,
		value: typeId,
	}));
}

/** Accounts without custom objects do not give their scope. */
async function customOrNone(lookup: Lookup): Promise<INodeListSearchItems[]> {
	try {
		return await customTypes(lookup);
	} catch {
		return [];
	}
}
