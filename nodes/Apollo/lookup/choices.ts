import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import type { RecordKind } from '../records/kinds';
import { contact, kindOf } from '../records/kinds';
import { labelsIn, usersList, wholeRequest } from '../resources/team';
import { apolloAccess, apolloRequest } from '../vendor';

/** More than this nobody picks from. */
const MOST_USERS = 1_000;
/** As many as a list of the editor shows before it asks for more. */
const PAGE_SIZE = 50;

const textOf = (record: JsonValue, name: string) => asText(asObject(record)[name]) ?? '';

function byName(choices: INodePropertyOptions[]): INodePropertyOptions[] {
	return choices.sort((a, b) => a.name.localeCompare(b.name));
}

/** The users of the team, who own records. */
export async function listUsers({ list }: Lookup): Promise<INodePropertyOptions[]> {
	const users = await list({ ...usersList(), limit: MOST_USERS });
	return byName(
		users
			.filter((user) => asObject(user).deleted !== true)
			.map((user) => {
				const [name, email, value] = ['name', 'email', 'id'].map((each) => textOf(user, each));
				return { name: name ? `${name} (${email ?? ''})` : (email ?? ''), value: value ?? '' };
			}),
	);
}

/** The stages of a kind of record, in their order. */
export async function listStages(
	{ get }: Lookup,
	{ stages }: RecordKind,
): Promise<INodePropertyOptions[]> {
	const found = recordsOf(await get(wholeRequest(stages.endpoint, stages.path)), stages.list);
	return found.map((stage) => ({ name: textOf(stage, 'name'), value: textOf(stage, 'id') }));
}

export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listUsers(await openLookup(this, apolloAccess));
}

export async function getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const lookup = await openLookup(this, apolloAccess);
	return await listStages(lookup, kindInEditor(lookup));
}

/** The labels of records of the kind: `value` tells one by its ID or by its name. */
async function listLabels(lookup: Lookup, value: 'id' | 'name'): Promise<INodePropertyOptions[]> {
	const { labelModality } = kindInEditor(lookup);
	const labels = labelsIn(await lookup.get(wholeRequest('labels/index', '/labels')));
	return byName(
		labels
			.filter((label) => textOf(label, 'modality') === labelModality)
			.map((label) => ({ name: textOf(label, 'name'), value: textOf(label, value) })),
	);
}

export async function getLabels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listLabels(await openLookup(this, apolloAccess), 'id');
}

/** Writes tell labels by their names. */
export async function getLabelNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listLabels(await openLookup(this, apolloAccess), 'name');
}

export async function getEmailAccounts(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { get } = await openLookup(this, apolloAccess);
	const accounts = await get(wholeRequest('email_accounts/index', '/email_accounts'));
	return byName(
		recordsOf(accounts, 'email_accounts').map((account) => ({
			name: `${textOf(account, 'email')}${asObject(account).active === false ? ' (inactive)' : ''}`,
			value: textOf(account, 'id'),
		})),
	);
}

/** Sequences whose names hold the text. */
export async function getSequences(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { get } = await openLookup(this, apolloAccess);
	const page = Number(paginationToken ?? 1);
	const data = await get(
		apolloRequest('emailer_campaigns/search', {
			operation: 'sequence.pick',
			method: 'POST',
			path: '/emailer_campaigns/search',
			query: { ...(filter === '' ? {} : { q_name: filter }), page, per_page: PAGE_SIZE },
			safeToRepeat: true,
			readOnly: true,
		}),
	);
	return pageOf(data, 'emailer_campaigns', page, (sequence) => textOf(sequence, 'name'));
}

/** Records of the kind that the editor shows whose names hold the text. */
export async function getRecords(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const lookup = await openLookup(this, apolloAccess);
	const kind = kindInEditor(lookup);
	const page = Number(paginationToken ?? 1);
	const { value, path, list, endpoints } = kind;
	const paging = { page, per_page: PAGE_SIZE };
	const text = value === 'account' ? 'q_organization_name' : 'q_keywords';
	const data = await lookup.get(
		apolloRequest(endpoints.search, {
			operation: `${value}.pick`,
			path: `${path}/search`,
			// Deals are read by GET, and have no text to look for (list all deals, 2026-08).
			...(value === 'deal'
				? { method: 'GET', query: paging }
				: { method: 'POST', body: { ...(filter === '' ? {} : { [text]: filter }), ...paging } }),
			safeToRepeat: true,
			readOnly: true,
		}),
	);
	return pageOf(data, list, page, (record) => {
		const more = textOf(record, value === 'account' ? 'domain' : 'email');
		return [textOf(record, 'name'), more && `(${more})`].filter(Boolean).join(' ');
	});
}

function pageOf(
	data: JsonValue | undefined,
	list: string,
	page: number,
	nameOf: (record: JsonValue) => string,
): INodeListSearchResult {
	const pages = Number(asObject(asObject(data).pagination).total_pages ?? 0);
	return {
		results: recordsOf(data, list).map((record) => ({
			name: nameOf(record) || textOf(record, 'id'),
			value: textOf(record, 'id'),
		})),
		...(page < pages ? { paginationToken: String(page + 1) } : {}),
	};
}

/** The kind of record that the editor shows. */
export function kindInEditor({ read }: Lookup): RecordKind {
	return kindOf(read.text('resource')) ?? contact;
}
