import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import { cursorAt } from '../../shared/engine/pages/cursor';
import type { JsonValue } from '../../shared/engine/types';
import { openLookup } from '../../shared/node/lookup';
import { itemsOf } from '../pages';
import { instantlyAccess, instantlyRequest } from '../vendor';

/** As many as a list of the editor shows before it asks for more. */
const SHOWN = 50;

/** A list to pick from: its address, and what of a record is shown and taken. */
interface Searched {
	operation: string;
	path: string;
	name: string;
	value: string;
}

/** What the editor calls for a list to pick from. */
type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

function searchOf({ operation, path, ...shown }: Searched): Search {
	return async function (filter = '', paginationToken) {
		const { get } = await openLookup(this, instantlyAccess);
		const data = await get(
			instantlyRequest({
				operation,
				method: 'GET',
				path,
				query: {
					limit: SHOWN,
					search: filter || undefined,
					starting_after: paginationToken,
				},
				readOnly: true,
			}),
		);
		const { rows } = itemsOf(data);
		const next = rows.length === 0 ? undefined : cursorAt(data, 'next_starting_after');
		return {
			results: rows.map((record) => choiceOf(record, shown)),
			...(next === undefined ? {} : { paginationToken: String(next) }),
		};
	};
}

function choiceOf(
	record: JsonValue,
	shown: Pick<Searched, 'name' | 'value'>,
): INodeListSearchItems {
	const held = asObject(record);
	const value = asText(held[shown.value]) ?? '';
	return { name: asText(held[shown.name]) || value, value };
}

export const getCampaigns = searchOf({
	operation: 'campaign.pick',
	path: '/campaigns',
	name: 'name',
	value: 'id',
});

export const getLeadLists = searchOf({
	operation: 'leadList.pick',
	path: '/lead-lists',
	name: 'name',
	value: 'id',
});

/** Mailboxes: their address is what they go by. */
export const getAccounts = searchOf({
	operation: 'account.pick',
	path: '/accounts',
	name: 'email',
	value: 'email',
});

export const getLeadLabels = searchOf({
	operation: 'leadLabel.pick',
	path: '/lead-labels',
	name: 'label',
	value: 'id',
});

/** The same by the number that leads hold for a label. */
export const getLabelStatuses = searchOf({
	operation: 'leadLabel.pick',
	path: '/lead-labels',
	name: 'label',
	value: 'interest_status',
});
