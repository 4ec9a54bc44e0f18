import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { openLookup } from '../../shared/node/lookup';
import type { Source } from '../search/asked';
import { filterFieldsIn, filterFieldsRequest } from '../search/filterFields';
import { clayAccess } from '../vendor';

async function filtersOf(
	context: ILoadOptionsFunctions,
	source: Source,
): Promise<INodePropertyOptions[]> {
	const { get } = await openLookup(context, clayAccess);
	return filterFieldsIn(await get(filterFieldsRequest(source)))
		.map(({ name, type, description }) => ({
			name: titleOf(name),
			value: name,
			description: [description, type && `(${type})`].filter(Boolean).join(' '),
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** "job_title_keywords" as the editor writes names. */
function titleOf(name: string): string {
	return name
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/** What people can be searched by. */
export async function getPeopleFilters(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await filtersOf(this, 'people');
}

/** What companies can be searched by. */
export async function getCompanyFilters(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await filtersOf(this, 'companies');
}
