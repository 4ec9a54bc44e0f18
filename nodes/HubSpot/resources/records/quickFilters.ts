import type { INodeProperties } from 'n8n-workflow';
import { locatorField, type Locator } from '../../../shared/node/locatorField';
import type { ParameterReader } from '../../../shared/node/parameters';
import { DEAL_PIPELINE, OTHER_PIPELINE } from '../../lookup/pipelines';
import { company, contact, deal, type ObjectKind } from '../../objects';
import type { Filter } from './searchQuery';

interface QuickFilter extends Locator {
	/** What records have to hold it in. */
	property: string;
}

const owner: QuickFilter = {
	displayName: 'Owner',
	name: 'owner',
	searchListMethod: 'getOwners',
	placeholder: 'e.g. 41629001',
	description: 'Only records of this owner',
	property: 'hubspot_owner_id',
};

/** What results can be narrowed by without knowing the names of properties. */
function quickFiltersOf(kind: ObjectKind): QuickFilter[] {
	if (kind === contact || kind === company) return [owner];
	const held = kind === deal ? DEAL_PIPELINE : OTHER_PIPELINE;
	return [
		owner,
		{
			displayName: 'Pipeline',
			name: 'pipeline',
			searchListMethod: 'getPipelines',
			placeholder: 'e.g. default',
			description: 'Only records in this pipeline',
			property: held.pipeline,
		},
		{
			displayName: 'Stage',
			name: 'stage',
			searchListMethod: 'getStages',
			placeholder: 'e.g. closedwon',
			description: 'Only records in this stage',
			property: held.stage,
		},
	];
}

/** Filters beside the filter groups: owner, and pipeline and stage where records have them. */
export function quickFiltersField(kind: ObjectKind): INodeProperties {
	return {
		displayName: 'Quick Filters',
		name: 'quickFilters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'What each result has to match, whatever stands in Filter Groups',
		options: quickFiltersOf(kind).map((filter) => locatorField({ ...filter, required: false })),
	};
}

/** The filters that are chosen, for each group of a search. */
export function readQuickFilters(kind: ObjectKind, read: ParameterReader): Filter[] {
	return quickFiltersOf(kind).flatMap(({ name, property }) => {
		const value = read.locator(`quickFilters.${name}`);
		return value === '' ? [] : [{ propertyName: property, operator: 'EQ', value }];
	});
}
