import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { blockListEntity } from './blockList';
import { readValue, valueField } from './value';

export const update = recordOperation(
	{
		name: 'Update',
		action: 'Update a block list entry',
		description: 'Change what an entry of the block list stands for',
		fields: [blockListEntity.idField, valueField],
	},
	blockListEntity.shape,
	(read) => {
		const id = blockListEntity.readId(read);
		if (id instanceof Problem) return id;
		const value = readValue(read);
		if (value instanceof Problem) return value;
		return recordRequest(blockListEntity, 'update', id, {
			method: 'PATCH',
			body: { bl_value: value },
			safeToRepeat: true,
		});
	},
);
