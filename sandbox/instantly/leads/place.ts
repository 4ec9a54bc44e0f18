import type { JsonObject } from '../../json';
import { badRequest } from '../refusals';
import type { Workspace } from '../workspace';

/** A campaign or a list, never both: what a body calls the two. */
interface Names {
	campaign: string;
	list: string;
}

export interface Place {
	kind: 'campaign' | 'list';
	id: string;
	/** What a lead there holds. */
	held: JsonObject;
}

/** Where leads are or go; throws for both and for neither, and for what is not there. */
export function placeIn(workspace: Workspace, body: JsonObject, names: Names): Place {
	const place = placeIfAny(workspace, body, names);
	if (place === undefined) {
		throw badRequest(`Either ${names.campaign} or ${names.list} must be provided`);
	}
	return place;
}

/** The same; undefined for neither. */
export function placeIfAny(
	workspace: Workspace,
	body: JsonObject,
	{ campaign, list }: Names,
): Place | undefined {
	const { [campaign]: campaignId, [list]: listId } = body;
	if (campaignId !== undefined && listId !== undefined) {
		throw badRequest(`You must provide either ${campaign} or ${list}, but not both`);
	}
	if (typeof campaignId === 'string') {
		const { id } = workspace.campaigns.get(campaignId);
		return { kind: 'campaign', id, held: { campaign: id } };
	}
	if (typeof listId === 'string') {
		const { id } = workspace.leadLists.get(listId);
		return { kind: 'list', id, held: { list_id: id } };
	}
	return undefined;
}
