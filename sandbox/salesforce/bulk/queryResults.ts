import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn } from '../call';
import { Refused } from '../refusals';
import { wholeNumber } from '../requestBody';
import { csvAnswer } from './jobCalls';
import type { QueryJob } from './queryJob';

/** Pages that can be asked for side by side (Bulk API 2.0 guide, get parallel results). */
const PAGES_AT_ONCE = 5;

function jobIn(call: Call): QueryJob {
	const job = call.vendor.jobs.query(paramIn(call, 'id'));
	const { version } = job.parts;
	if (version === call.version) return job;
	throw new Refused(
		'API_VERSION_MISMATCH',
		`The results of a job of API version ${version} cannot be read with ${call.version}`,
		{ status: 409 },
	);
}

/** A locator is where its page begins, written so that nobody is tempted to count with it. */
function locatorOf(place: number): string {
	return Buffer.from(String(place)).toString('base64url');
}

function placeOf(locator: string | null, rows: number): number {
	if (locator === null) return 0;
	const place = Number(Buffer.from(locator, 'base64url').toString('utf8'));
	if (Number.isInteger(place) && place > 0 && place < rows) return place;
	throw new Refused('INVALID_QUERY_LOCATOR', 'invalid query locator');
}

function pageSize({ request, vendor }: Call): number {
	const { resultPage } = vendor.settings.bulk;
	const bounds = { absent: resultPage, low: 1, high: Number.MAX_SAFE_INTEGER };
	const asked = wholeNumber(request.query.get('maxRecords'), 'maxRecords', bounds);
	return Math.min(asked, resultPage);
}

/** The last page says so with the word null in its header. */
export function queryResults(call: Call): VendorAnswer {
	const job = jobIn(call);
	const { header, rows } = job.results();
	const from = placeOf(call.request.query.get('locator'), rows.length);
	const next = from + pageSize(call);
	const page = rows.slice(from, next);
	return csvAnswer(
		job,
		{ header, rows: page },
		{
			'sforce-locator': next < rows.length ? locatorOf(next) : 'null',
			'sforce-numberofrecords': String(page.length),
		},
	);
}

export function resultPages(call: Call): VendorAnswer {
	const job = jobIn(call);
	const { rows } = job.results();
	const { resultPage } = call.vendor.settings.bulk;
	const from = placeOf(call.request.query.get('locator'), rows.length);
	const starts = Array.from(
		{ length: Math.max(1, Math.ceil((rows.length - from) / resultPage)) },
		(_, page) => from + page * resultPage,
	);
	const path = `${call.base}/jobs/query/${job.parts.id}`;
	const at = (place: number): string => (place === 0 ? '' : `?locator=${locatorOf(place)}`);
	const next = starts[PAGES_AT_ONCE];
	return jsonAnswer(
		200,
		{
			resultPages: starts
				.slice(0, PAGES_AT_ONCE)
				.map((place) => ({ resultUrl: `${path}/results${at(place)}` })),
			...(next === undefined ? {} : { nextRecordsUrl: `${path}/resultPages${at(next)}` }),
			done: next === undefined,
		},
		{ applied: true },
	);
}
