import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import { escapeLike } from '../soql/literal';
import { queryRequest } from '../soql/query';
import { objectInEditor } from './objectInEditor';

/** As many as a list of the editor shows before it asks for more. */
const PAGE_SIZE = 50;
/** SOQL guide, OFFSET, 2026-08. */
const MOST_OFFSET = 2_000;

/** Records of the chosen object whose name holds the text. */
export async function getRecords(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { lookup, object } = await objectInEditor(this);
	if (!object) return { results: [] };
	const name = object.fields.find(({ nameField }) => nameField)?.name ?? 'Id';
	const canSearch = filter !== '' && name !== 'Id';
	const where = canSearch ? ` WHERE ${name} LIKE '%${escapeLike(filter)}%'` : '';
	const offset = Number(paginationToken ?? 0);
	const fields = name === 'Id' ? 'Id' : `Id, ${name}`;
	const soql = `SELECT ${fields} FROM ${object.name}${where} ORDER BY ${name} LIMIT ${PAGE_SIZE} OFFSET ${offset}`;
	const data = await lookup.get(queryRequest('record.pick', soql, lookup.facts));
	const records = recordsOf(data, 'records').map(asObject);
	const next = offset + PAGE_SIZE;
	const hasMore = records.length === PAGE_SIZE && next <= MOST_OFFSET;
	return {
		results: records.map((record) => {
			const id = asText(record.Id) ?? '';
			return { name: `${asText(record[name]) ?? ''} (${id})`.trim(), value: id };
		}),
		...(hasMore ? { paginationToken: String(next) } : {}),
	};
}
