import { asObject } from '../../../shared/engine/body';
import { cursorPages } from '../../../shared/engine/pages/cursor';
import type { PageStyle } from '../../../shared/engine/pages/style';
import type { JsonObject } from '../../../shared/node/jsonObject';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { clayRequest, TABLE_PAGE } from '../../vendor';
import { rowsIn, simpleRow } from './cells';
import { queryFields } from './fields';
import { readQuery } from './readQuery';

export const query = listOperation(
	{
		name: 'Query',
		action: 'Query tables',
		description: 'Read rows of tables, all pages. On Enterprise plans only.',
		fields: queryFields,
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const asked = readQuery(read);
		if (asked instanceof Problem) return asked;
		const simplify = read.flag('simplify');
		return {
			limit,
			style: queryPages(asked, Math.min(limit, TABLE_PAGE)),
			read: (data) => ({ rows: rowsIn(data) }),
			toItem: (row) => toItem(simplify ? simpleRow(row) : asObject(row)),
		};
	},
);

/** A query with an order of its own has one page, and no way to a second one (OpenAPI, 2026-08). */
function queryPages(asked: JsonObject, size: number): PageStyle {
	const style = cursorPages({
		at: 'cursor',
		request: (cursor) =>
			clayRequest({
				operation: 'table.query',
				method: 'POST',
				path: '/tables/query',
				body: {
					query: { field_mode: 'names', ...asked },
					limit: size,
					...(cursor === undefined ? {} : { cursor }),
				},
				safeToRepeat: true,
			}),
	});
	if (asked.order_by === undefined) return style;
	return {
		...style,
		next: ({ rows }) => (rows.length < size ? { kind: 'end' } : { kind: 'cap', at: size }),
	};
}
