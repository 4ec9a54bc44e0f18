import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { asObject, asText } from '../../shared/engine/body';
import { openLookup } from '../../shared/node/lookup';
import { itemsOf, listPages } from '../pages';
import { instantlyAccess, instantlyRequest } from '../vendor';

/** More than this nobody picks from. */
const MOST_LABELS = 500;

/** Labels of the workspace, by the numbers that leads hold for them. */
export async function getLabels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { list } = await openLookup(this, instantlyAccess);
	const labels = await list({
		style: listPages((paging) =>
			instantlyRequest({
				operation: 'leadLabel.pick',
				method: 'GET',
				path: '/lead-labels',
				query: { ...paging },
			}),
		),
		read: itemsOf,
		limit: MOST_LABELS,
	});
	return labels
		.map((label) => {
			const { label: name, interest_status: value } = asObject(label);
			return { name: asText(name) ?? '', value: asText(value) ?? '' };
		})
		.sort((a, b) => a.name.localeCompare(b.name));
}
