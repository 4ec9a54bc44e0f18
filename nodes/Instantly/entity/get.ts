import type { Operation } from '../../shared/node/operation';
import { Problem } from '../../shared/node/parameters';
import { a, recordRequest, type Entity } from './entity';
import { recordOperation } from './record';

export function getOperation(entity: Entity): Operation {
	const { one, key, idField, readId, shape } = entity;
	return recordOperation(
		{
			name: 'Get',
			action: `Get ${a(one)}`,
			description: `Get ${a(one)} by its ${key === 'email' ? 'address' : 'ID'}`,
			fields: [idField],
		},
		shape,
		(read) => {
			const id = readId(read);
			return id instanceof Problem ? id : recordRequest(entity, 'get', id, { method: 'GET' });
		},
	);
}
