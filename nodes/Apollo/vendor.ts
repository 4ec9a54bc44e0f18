import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asObject, asText, readBody } from '../shared/engine/body';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';
import type { LimitNotice, Quota, QuotaWindow, VendorSpec } from '../shared/engine/vendor';
import { keyConnection } from '../shared/node/connection';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** docs.apollo.io, people search, 2026-08: 100 per page, 500 pages. */
export const PAGE_SIZE = 100;
export const DISPLAY_CAP = 50_000;
/** docs.apollo.io, bulk people enrichment, 2026-08: at most 10 people in a call. */
export const BULK_SIZE = 10;

/**
 * Requests per minute, hour and day, for each endpoint by itself (docs.apollo.io, rate limits,
 * 2026-08). Older plans differ: the headers of each answer win over these numbers.
 */
const LIMITS = {
	search: { free: [50, 200, 600], paid: [200, 6_000, 50_000] },
	bulkEnrich: { free: [20, 200, 600], paid: [1_000, undefined, undefined] },
} as const;

function windows([minute, hour, day]: ReadonlyArray<number | undefined>): QuotaWindow[] {
	const all = [
		{ name: 'minute', ms: MINUTE, limit: minute },
		{ name: 'hour', ms: HOUR, limit: hour },
		{ name: 'day', ms: DAY, limit: day },
	];
	return all.map(({ name, ms, limit }) => ({
		name,
		ms,
		...(limit === undefined ? {} : { limit }),
	}));
}

/** The quotas of a plan. Apollo counts by team and by endpoint. */
export function apolloQuotas(plan: unknown): Quota[] {
	const tier = plan === 'free' ? 'free' : 'paid';
	return [
		{ id: 'people-search', scope: 'account', windows: windows(LIMITS.search[tier]) },
		{ id: 'people-bulk-match', scope: 'account', windows: windows(LIMITS.bulkEnrich[tier]) },
	];
}

/** One endpoint encodes its 429 twice: JSON in a JSON text (docs.apollo.io, rate limits, 2026-08). */
function bodyOf(data: JsonValue | undefined) {
	if (typeof data !== 'string') return asObject(data);
	const inner = readBody({ text: data, headers: {} });
	return inner.kind === 'json' ? asObject(inner.data) : {};
}

function readError(answer: WireAnswer, data: JsonValue | undefined): VendorError {
	const body = bodyOf(data);
	// A wrong key is answered as plain text (docs.apollo.io, authentication, 2026-08).
	const plain = data === undefined && !/^\s*</.test(answer.text) ? answer.text.trim() : '';
	const message = [body.error_message, body.error, body.message].map(asText).find(Boolean) ?? plain;
	const code = asText(body.error_code);
	const requestId = answer.headers['x-request-id'];
	return {
		message: message.slice(0, 500),
		...(code ? { code } : {}),
		...(requestId ? { requestId } : {}),
	};
}

const WINDOW_IN_TEXT: Array<[RegExp, number]> = [
	[/per minute/i, MINUTE],
	[/per hour/i, HOUR],
	[/per day/i, DAY],
];

/** Retry-After tells the wait; where it is missing, the message names the window. */
function readLimit(_: WireAnswer, data: JsonValue | undefined): LimitNotice {
	const message = asText(bodyOf(data).message) ?? '';
	const ms = WINDOW_IN_TEXT.find(([pattern]) => pattern.test(message))?.[1];
	return ms === undefined ? {} : { ms };
}

const apollo: VendorSpec = {
	name: 'Apollo',
	rateHeaders: [
		{ window: 'minute', limit: 'x-rate-limit-minute', remaining: 'x-minute-requests-left' },
		{ window: 'hour', limit: 'x-rate-limit-hourly', remaining: 'x-hourly-requests-left' },
		{ window: 'day', limit: 'x-rate-limit-24-hour', remaining: 'x-24-hour-requests-left' },
	],
	rules: [
		{
			// Reported by users of the API; the documentation is silent on used-up credits (2026-08).
			status: 422,
			when: ({ message }) => /insufficient credits/i.test(message),
			action: 'fail',
			reason: 'payment-required',
			advice: 'Add credits in Apollo, or enrich fewer people.',
		},
		{
			status: 403,
			when: ({ code }) => code === 'API_INACCESSIBLE',
			action: 'fail',
			reason: 'forbidden',
			advice:
				'Give the API key access to this endpoint in Apollo (or make it a master key), and check that the plan includes it.',
		},
	],
	readError,
	readLimit,
};

/** Apollo's connection for a credential. */
export function connectApollo(credential: ICredentialDataDecryptedObject) {
	return keyConnection({
		vendor: apollo,
		baseUrl: credential.baseUrl,
		account: credential.account,
		secret: credential.apiKey,
		secretLabel: 'API Key',
		header: (key) => ({ 'x-api-key': key }),
		quotas: apolloQuotas(credential.plan),
	});
}
