import { asArray, asObject, asText } from '../shared/engine/body';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';
import type { LimitNotice, Quota, VendorSpec } from '../shared/engine/vendor';
import { LIMIT, LOCKED, lockedAsOne, readError } from './errors';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/** Records in one request of the collections API; object types among them (REST guide, 2026-08). */
export const COLLECTION_SIZE = 200;
export const COLLECTION_TYPES = 10;
/** IDs in one retrieve of the collections API (REST guide, 2026-08). */
export const RETRIEVE_SIZE = 2_000;
/** Rows in a page of a query at most; it may be smaller (REST guide, query options, 2026-08). */
export const PAGE_SIZE = 2_000;
/** Of the 16,384 bytes of an address (414 beyond, 2026-08); the rest of it has room. */
export const LONGEST_SOQL = 14_000;

/**
 * Calls of the org in any 24 hours, told by each answer; and long calls at the same time, of which
 * only a refusal tells (limits quick reference, 2026-08).
 */
export const QUOTAS: Quota[] = [
	{ id: 'daily', scope: 'account', windows: [{ name: 'day', ms: DAY }] },
	{ id: 'concurrent', scope: 'account', windows: [] },
];
export const CALLS = ['daily', 'concurrent'];

/** 25 calls of more than 20 s at a time (limits quick reference, 2026-08): some are over soon. */
const CONCURRENCY_HOLD_MS = 5 * SECOND;

/** One code says two things, and only the message tells which (REST guide, 2026-08). */
function readLimit(_: WireAnswer, data: JsonValue | undefined): LimitNotice {
	const messages = asArray(data).map((entry) => asText(asObject(entry).message) ?? '');
	if (messages.some((message) => /concurrent/i.test(message))) {
		return { quota: 'concurrent', ms: CONCURRENCY_HOLD_MS };
	}
	// The window of 24 hours moves on with each minute: nobody says when there is room again.
	return { quota: 'daily', ms: 15 * MINUTE, exhausted: true };
}

const isCode =
	(...codes: string[]) =>
	({ code = '' }: VendorError) =>
		codes.includes(code);

/** "Max bulk v2 query jobs (10000) per 24 hrs has been reached" (seen in production, 2026-08). */
const isDailyBulkLimit = ({ message }: VendorError) => /per 24 hrs has been/i.test(message);

/** A new token changes nothing about these (jsforce, http-api.ts). */
const isNoSessionFault = ({ message }: VendorError) =>
	/not attached to Agent|not valid for use with the REST API/i.test(message);

export const salesforce: VendorSpec = {
	name: 'Salesforce',
	// Several items may stand in it, with a ";" between them (REST guide, 2026-08).
	rateHeaders: [{ window: 'day', usage: 'sforce-limit-info', name: 'api-usage' }],
	rules: [
		{ status: 300, action: 'fail', reason: 'conflict' },
		{ status: 400, when: isCode(LOCKED), action: 'retry', reason: 'locked', notProcessed: true },
		{
			status: 400,
			when: isDailyBulkLimit,
			action: 'fail',
			reason: 'quota-exhausted',
			advice: 'Use the operations of Record and Query, which do not count on the limits of Bulk.',
		},
		{ status: 401, when: isNoSessionFault, action: 'fail', reason: 'unauthorized' },
		{ status: 403, when: isCode(LIMIT), action: 'hold', reason: 'rate-limited' },
		{
			status: 410,
			action: 'fail',
			reason: 'not-found',
			advice:
				'Salesforce has retired this version of the API: raise API Version in the credential.',
		},
		{
			// The network in front finds no way to the org, which may be moving (status codes, 2026-08).
			status: 420,
			action: 'retry',
			reason: 'server-error',
			notProcessed: true,
			advice: 'Check whether the org still exists.',
		},
		{ status: 431, action: 'fail', reason: 'too-large' },
	],
	readError,
	readFault: ({ status }, data) => {
		const error = status === 200 ? lockedAsOne(data) : undefined;
		return error ? { status: 400, error } : undefined;
	},
	readLimit,
};
