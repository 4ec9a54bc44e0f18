import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import { openLookup } from '../../shared/node/lookup';
import { salesforceAccess } from '../connection';
import { CALLS } from '../vendor';

/** What an object has to allow for each operation; for all others, to be read. */
const NEEDED: Record<string, string> = {
	create: 'createable',
	createOrUpdate: 'createable',
	delete: 'deletable',
	ingest: 'createable',
	update: 'updateable',
};

/** The objects of the org that the operation can be used for, by their labels. */
export async function getObjects(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { facts, get, read } = await openLookup(this, salesforceAccess);
	const data = await get({
		operation: 'object.getAll',
		method: 'GET',
		path: `${facts.data}/sobjects`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CALLS,
	});
	const needed = NEEDED[read.text('operation')] ?? 'queryable';
	const wanted = filter.toLowerCase();
	const objects = recordsOf(data, 'sobjects')
		.map(asObject)
		.filter((object) => object[needed] !== false)
		.map(({ name, label }) => {
			const value = asText(name) ?? '';
			return { name: `${asText(label) ?? value} (${value})`, value };
		});
	const matching = objects.filter(({ name }) => name.toLowerCase().includes(wanted));
	return { results: matching.sort((a, b) => a.name.localeCompare(b.name)) };
}
