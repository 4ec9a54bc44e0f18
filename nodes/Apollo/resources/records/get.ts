import type { Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { requestOperation } from '../../../shared/node/requestOperation';
import { itemIn } from '../../envelope';
import { readId } from '../../identity';
import { recordField } from '../../records/fields';
import type { RecordKind } from '../../records/kinds';
import { apolloRequest } from '../../vendor';
import { readView, viewFields } from '../../view';

export function get(kind: RecordKind): Operation {
	const { one, many, value, path, envelope, endpoints, usual } = kind;
	const label = `${one.charAt(0).toUpperCase()}${one.slice(1)} ID`;
	return requestOperation(
		{
			name: 'Get',
			action: `Get ${many}`,
			description: `Get ${many} by their IDs`,
			fields: [recordField(kind, label), ...viewFields],
		},
		(read) => {
			const id = readId(read, `${value}Id`, label);
			if (id instanceof Problem) return id;
			const view = readView(read, usual);
			return {
				request: apolloRequest(endpoints.show, {
					operation: `${value}.get`,
					method: 'GET',
					path: `${path}/${id}`,
					pathTemplate: `${path}/{id}`,
					safeToRepeat: true,
					records: 1,
					keyFields: { id },
				}),
				read: (answer) => itemIn(envelope, answer, view),
			};
		},
	);
}
