import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import { cursorAt } from '../../shared/engine/pages/cursor';
import type { JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import { contact, type ObjectKind } from '../objects';
import { hubSpotAccess, SEARCH_QUOTAS } from '../vendor';
import { kindInEditor } from './kindInEditor';
import { readSchemas, schemaOf, schemasRequest } from './schemas';

/** As many as a list of the editor shows before it asks for more. */
const PAGE_SIZE = 50;

/** Records of the chosen kind whose searchable properties hold the text. */
export async function getRecords(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const lookup = await openLookup(this, hubSpotAccess);
	const { kind, type } = kindInEditor(lookup.read);
	if (type === '') return { results: [] };
	const names = await namesOf(lookup, kind, type);
	const data = await lookup.get({
		operation: `${kind.value}.pick`,
		method: 'POST',
		path: `${lookup.facts.objects}/${encodeURIComponent(type)}/search`,
		body: {
			limit: PAGE_SIZE,
			properties: names,
			...(filter === '' ? {} : { query: filter }),
			...(paginationToken ? { after: paginationToken } : {}),
		},
		safeToRepeat: true,
		readOnly: true,
		quotas: SEARCH_QUOTAS,
	});
	const next = cursorAt(data, 'paging.next.after');
	return {
		results: asArray(asObject(data).results).map((record) => choiceOf(record, names)),
		...(next === undefined ? {} : { paginationToken: String(next) }),
	};
}

/** The properties by which people know a record. */
async function namesOf({ facts, get }: Lookup, kind: ObjectKind, type: string): Promise<string[]> {
	if (kind === contact) return ['firstname', 'lastname', 'email'];
	if (kind.path !== '') return kind.simple.slice(0, 1);
	const schema = schemaOf(readSchemas(await get(schemasRequest(facts))), type);
	return schema?.primary ? [schema.primary] : [];
}

function choiceOf(record: JsonValue, names: string[]): { name: string; value: string } {
	const { id, properties } = asObject(record);
	const value = asText(id) ?? '';
	const held = names.map((name) => asText(asObject(properties)[name]) ?? '').filter(Boolean);
	return { name: `${held.join(' ')} (${value})`.trim(), value };
}
