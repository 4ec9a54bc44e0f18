import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asObject, asText } from '../shared/engine/body';
import type {
	ApiRequest,
	HeaderMap,
	JsonValue,
	VendorError,
	WireAnswer,
} from '../shared/engine/types';
import type { Connection, Quota, StatusRule, VendorSpec } from '../shared/engine/vendor';
import { checkBaseUrl, keyConnection } from '../shared/node/connection';
import { hashOf } from '../shared/node/identity';
import type { VendorAccess } from '../shared/node/openClient';
import type { Facts } from '../shared/node/operation';
import { Problem } from '../shared/node/parameters';
import { contentHash } from '../shared/store/contentHash';
import { readWebhookUrl, secretPartOf } from './webhookUrl';

/** Items of one run, results in a page of it, and rows in a page of a table (OpenAPI, 2026-08). */
export const RUN_SIZE = 100;
export const RESULTS_PAGE = 100;
export const TABLE_PAGE = 100;
/** Results in a page of a search (OpenAPI, 2026-08). */
export const SEARCH_PAGE = 500;
/** IDs of routines, their items, runs and webhooks (OpenAPI, 2026-08). */
export const LONGEST_ID = 64;
/** Rows in the file of a function's batch (routines, 2026-08). */
export const BATCH_ROWS = 50_000;
/** What a webhook source takes in its lifetime, whatever is deleted (Clay University, 2026-08). */
export const LIFETIME_ROWS = 50_000;
/** Of one row's body: the support bot of Clay's community says so, and no documentation (2026-08). */
export const ROW_BYTES = 102_400;

/** Clay tells what went wrong in words, and has no codes (errors, 2026-08). */
function readError({ headers, text }: WireAnswer, data: JsonValue | undefined): VendorError {
	// A page of HTML comes from the network in front of Clay.
	const plain = data === undefined && !/^\s*</.test(text) ? text.trim() : '';
	const requestId = headers['request-id'];
	return {
		message: asText(asObject(data).message) ?? plain,
		...(requestId ? { requestId } : {}),
	};
}

const apiRules: StatusRule[] = [
	{
		status: 402,
		when: ({ message }) => /per request/i.test(message),
		action: 'fail',
		reason: 'payment-required',
		advice: 'Set Page Size in the options of this node to what the plan allows in one request.',
	},
	{
		status: 402,
		action: 'fail',
		reason: 'payment-required',
		advice: "Add credits to Clay's workspace, change its plan, or wait for the next period.",
	},
	{
		status: 403,
		when: ({ message }) => /sync is not enabled/i.test(message),
		action: 'fail',
		reason: 'forbidden',
		advice: "Tables can be queried on Clay's Enterprise plan only, once API table sync is enabled.",
	},
];

/** Clay's public API. */
const clay: VendorSpec = {
	name: 'Clay',
	requestIdHeader: 'request-id',
	// Sent "when available". X-RateLimit-Limit is not read: for how long it counts is not published
	// (rate limits, 2026-08).
	rateHeaders: [
		{
			window: 'workspace',
			remaining: 'x-ratelimit-remaining',
			reset: { header: 'x-ratelimit-reset', unit: 'auto' },
		},
	],
	rules: apiRules,
	readError,
};

/** For the whole workspace; known once an answer tells it (rate limits, 2026-08). */
const API_QUOTAS: Quota[] = [
	{ id: 'requests', scope: 'account', windows: [{ name: 'workspace', ms: 60_000 }] },
];

/** The address of a webhook source is its credential: what it answers is about that. */
const webhookRules: StatusRule[] = [
	{
		status: 404,
		action: 'fail',
		reason: 'unauthorized',
		advice:
			'Clay knows no webhook at this URL: its table may have been deleted. Copy the URL of the webhook source again.',
	},
	{
		status: 401,
		action: 'fail',
		reason: 'unauthorized',
		advice:
			'Check Auth Token in the credential. Clay shows it once: where it is lost, make a new webhook.',
	},
];

const clayWebhook: VendorSpec = {
	name: 'Clay',
	rateHeaders: [],
	rules: webhookRules,
	readError,
};

/**
 * Ten rows a second and a burst of twenty in the whole workspace: the support bot of Clay's community
 * says so, and no documentation (2026-08). Twenty in any two seconds are never more than that.
 */
const ROW_QUOTAS: Quota[] = [
	{ id: 'rows', scope: 'account', windows: [{ name: 'burst', ms: 2_000, limit: 20 }] },
];

export const API_CREDENTIAL = 'gtmClayApi';
export const WEBHOOK_CREDENTIAL = 'gtmClayWebhookApi';

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function connectApi(credential: ICredentialDataDecryptedObject): Connection | Problem {
	return keyConnection({
		vendor: clay,
		baseUrl: credential.baseUrl,
		account: credential.account,
		secret: credential.apiKey,
		secretLabel: 'API Key',
		header: (key) => ({ 'clay-api-key': key }),
		quotas: API_QUOTAS,
	});
}

/** A connection whose base URL is the webhook's own address: it is in no request, and in no log. */
export function connectWebhook(credential: ICredentialDataDecryptedObject): Connection | Problem {
	const base = checkBaseUrl(textOf(credential.baseUrl), clayWebhook.name);
	if (base instanceof Problem) return base;
	const webhookUrl = readWebhookUrl(textOf(credential.secretUrl), base);
	if (webhookUrl instanceof Problem) return webhookUrl;
	const token = textOf(credential.authToken);
	const connection = keyConnection({
		vendor: clayWebhook,
		baseUrl: base,
		account: credential.account,
		secret: webhookUrl,
		secretLabel: 'Webhook URL',
		header: () => tokenHeader(token),
		quotas: ROW_QUOTAS,
	});
	if (connection instanceof Problem) return connection;
	const secrets = [webhookUrl, secretPartOf(webhookUrl), token].filter(Boolean);
	return { ...connection, baseUrl: webhookUrl, secrets };
}

function tokenHeader(token: string): HeaderMap {
	return token === '' ? {} : { 'x-clay-webhook-auth': token };
}

/** Of the API: whose runs the ledger keeps. */
function apiFacts({ account, apiKey }: ICredentialDataDecryptedObject): Facts {
	return { account: `Clay/${textOf(account) || hashOf(textOf(apiKey))}` };
}

/** Of a webhook: under which key its rows are counted, and how many it may have. Never its address. */
export function webhookFacts(credential: ICredentialDataDecryptedObject): Facts {
	const url = readWebhookUrl(textOf(credential.secretUrl), textOf(credential.baseUrl));
	const before = Number(credential.rowsBefore ?? 0);
	return {
		counter: `Clay webhook ${contentHash(url instanceof Problem ? '' : url)}`,
		most: credential.unlimited === true ? '' : String(LIFETIME_ROWS - (before > 0 ? before : 0)),
	};
}

/** How the Clay node reaches Clay: rows by the address of a webhook, all else by the public API. */
export const clayAccess: VendorAccess = {
	credential: (read) =>
		read.text('resource') === 'tableRow' ? WEBHOOK_CREDENTIAL : API_CREDENTIAL,
	connect: (credential, { read }) =>
		read.text('resource') === 'tableRow' ? connectWebhook(credential) : connectApi(credential),
	facts: (credential) =>
		'secretUrl' in credential ? webhookFacts(credential) : apiFacts(credential),
};

/** A request to the public API. */
export function clayRequest(request: Omit<ApiRequest, 'quotas'>): ApiRequest {
	return { ...request, quotas: ['requests'] };
}
