import { deleteOperation } from '../../entity/delete';
import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import type { Resource } from '../../../shared/node/fields';
import { getVerificationStats } from './getVerificationStats';
import { leadListEntity } from './leadList';
import { create, update } from './write';

export const leadList: Resource = {
	name: 'Lead List',
	value: 'leadList',
	operations: {
		create,
		delete: deleteOperation(leadListEntity),
		get: getOperation(leadListEntity),
		getAll: getAllOperation(leadListEntity, [
			{
				displayName: 'Enriches Added Leads',
				name: 'has_enrichment_task',
				type: 'boolean',
				default: true,
				description: 'Whether each lead that is added to the list is enriched',
			},
			{
				displayName: 'Name Contains',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. Trade fair',
				description: 'Only lists with this in their names',
			},
		]),
		getVerificationStats,
		update,
	},
};
