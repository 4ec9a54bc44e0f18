import { asObject, recordsOf } from '../../shared/engine/body';
import { nextUrlPages } from '../../shared/engine/pages/nextUrl';
import type { PageStyle } from '../../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CALLS, PAGE_SIZE } from '../vendor';

/** A query; with those that were deleted and archived (queryAll), where told. */
export function queryRequest(
	operation: string,
	soql: string,
	{ data }: Facts,
	withDeleted = false,
): ApiRequest {
	return {
		operation,
		method: 'GET',
		path: `${data}/${withDeleted ? 'queryAll' : 'query'}`,
		query: { q: soql },
		// A page may be smaller all the same (REST guide, query options, 2026-08).
		headers: { 'sforce-query-options': `batchSize=${PAGE_SIZE}` },
		safeToRepeat: true,
		readOnly: true,
		quotas: CALLS,
	};
}

/** All pages of a query: each tells the path of the next one, until it says that it is done. */
export function queryPages(first: ApiRequest): PageStyle {
	return nextUrlPages({ at: 'nextRecordsUrl', lastAt: 'done', first });
}

/** Records of a page, and how many the query has in all. Throws where it is no page. */
export function readPage(data: JsonValue | undefined): { rows: JsonValue[]; total?: number } {
	const { totalSize } = asObject(data);
	const rows = recordsOf(data, 'records');
	return { rows, ...(typeof totalSize === 'number' ? { total: totalSize } : {}) };
}

/** A record's ID, where the query asks for it. */
export function recordIdIn(record: JsonValue): string | undefined {
	const { Id } = asObject(record);
	return typeof Id === 'string' ? Id : undefined;
}
