import type { Labels, Operation } from '../../shared/node/operation';
import { Problem } from '../../shared/node/parameters';
import { recordRequest, type Entity } from './entity';
import { recordOperation } from './record';

/** Does something with a record that a second time does no harm: "/pause", "/activate". */
export function actOperation(entity: Entity, operation: string, labels: Labels): Operation {
	return recordOperation(
		{ ...labels, fields: [entity.idField, ...labels.fields] },
		entity.shape,
		(read) => {
			const id = entity.readId(read);
			if (id instanceof Problem) return id;
			const request = { method: 'POST', safeToRepeat: true } as const;
			return recordRequest(entity, operation, id, request, `/${operation}`);
		},
	);
}
