import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn } from '../call';
import { headerParts } from '../callHeaders';
import { Refused } from '../refusals';
import type { Cursor } from './cursors';
import { selectedView } from './fieldPath';
import { found } from './found';
import { malformed } from './soql';

/** The bounds of batchSize, which is a hint (REST API guide, Query Options header). */
const MIN_PAGE = 200;

function pageSizeOf({ request, vendor }: Call): number {
	const { queryPage } = vendor.settings;
	const asked = Number(headerParts(request, 'sforce-query-options').get('batchsize'));
	return Number.isInteger(asked) ? Math.min(Math.max(asked, MIN_PAGE), queryPage) : queryPage;
}

function pageOf(call: Call, resource: string, cursor: Cursor, from: number): VendorAnswer {
	const { base, vendor, org } = call;
	const { records, paths, pageSize } = cursor;
	const next = from + pageSize;
	const done = next >= records.length;
	const views = records.slice(from, next).map((record) => selectedView(org, record, paths, base));
	return jsonAnswer(
		200,
		{
			totalSize: records.length,
			done,
			// A path and not an address; it takes no q.
			...(done
				? {}
				: { nextRecordsUrl: `${base}/${resource}/${vendor.cursors.locator(cursor, next)}` }),
			records: views,
		},
		{ applied: true, rows: views.length },
	);
}

function firstPage(call: Call, resource: 'query' | 'queryAll'): VendorAnswer {
	const soql = call.request.query.get('q');
	if (soql === null) throw malformed('A query string has to be specified');
	const { records, paths } = found(call.org, soql, resource === 'queryAll');
	if (paths.length === 0) {
		const body = { totalSize: records.length, done: true, records: [] };
		return jsonAnswer(200, body, { applied: true });
	}
	const cursor = { records, paths, pageSize: pageSizeOf(call), openedAt: Date.now() };
	return pageOf(call, resource, cursor, 0);
}

function nextPage(call: Call, resource: 'query' | 'queryAll'): VendorAnswer {
	const page = call.vendor.cursors.page(paramIn(call, 'locator'));
	if (page === undefined) {
		throw new Refused('INVALID_QUERY_LOCATOR', 'invalid query locator');
	}
	return pageOf(call, resource, page.cursor, page.from);
}

export const query = (call: Call): VendorAnswer => firstPage(call, 'query');
export const queryAll = (call: Call): VendorAnswer => firstPage(call, 'queryAll');
export const queryMore = (call: Call): VendorAnswer => nextPage(call, 'query');
export const queryAllMore = (call: Call): VendorAnswer => nextPage(call, 'queryAll');
