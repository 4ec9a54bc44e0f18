import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import type { ApiRequest } from '../../shared/engine/types';
import { openLookup } from '../../shared/node/lookup';
import type { Facts } from '../../shared/node/operation';
import { salesforceAccess } from '../connection';
import { CALLS } from '../vendor';

/** All autolaunched flows that are active (actions guide, flow actions, 2026-08); one page. */
export function flowsRequest({ data }: Facts): ApiRequest {
	return {
		operation: 'flow.getAll',
		method: 'GET',
		path: `${data}/actions/custom/flow`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CALLS,
	};
}

/** The flows by their labels. */
export async function getFlows(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { facts, get } = await openLookup(this, salesforceAccess);
	const wanted = filter.toLowerCase();
	const flows = recordsOf(await get(flowsRequest(facts)), 'actions').map((entry) => {
		const { name, label } = asObject(entry);
		const value = asText(name) ?? '';
		return { name: asText(label) ?? value, value };
	});
	const matching = flows.filter(({ name, value }) =>
		`${name} ${value}`.toLowerCase().includes(wanted),
	);
	return { results: matching.sort((a, b) => a.name.localeCompare(b.name)) };
}
