import { getOperation } from '../../entity/get';
import { getAllOperation } from '../../entity/getAll';
import type { Resource } from '../../../shared/node/fields';
import { blockListEntity } from './blockList';
import { create } from './create';
import { deleteEntries } from './delete';
import { update } from './update';

export const blockList: Resource = {
	name: 'Block List',
	value: 'blockList',
	operations: {
		create,
		delete: deleteEntries,
		get: getOperation(blockListEntity),
		getAll: getAllOperation(blockListEntity, [
			{
				displayName: 'Domains Only',
				name: 'domains_only',
				type: 'boolean',
				default: true,
				description: 'Whether to return only entries that block a whole domain',
			},
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com',
				description: 'Only entries with this in them',
			},
		]),
		update,
	},
};
