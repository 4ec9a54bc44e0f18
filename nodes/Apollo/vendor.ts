import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asArray, asObject, asText, readBody } from '../shared/engine/body';
import type { ApiRequest, JsonValue, VendorError, WireAnswer } from '../shared/engine/types';
import type { LimitNotice, StatusRule, VendorSpec } from '../shared/engine/vendor';
import { keyConnection } from '../shared/node/connection';
import { hashOf } from '../shared/node/identity';
import type { VendorAccess } from '../shared/node/openClient';
import type { Facts } from '../shared/node/operation';
import { apolloQuotas, windowIn, type Endpoint } from './limits';

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
	const said = [body.error_message, body.error, body.message].map(asText).find(Boolean) ?? plain;
	// Bulk updates say which record and field it was (bulk update contacts, 2026-08).
	const details = asObject(body.error_details);
	const field = asText(details.field);
	const why = asText(details.message);
	const ids = [asText(details.contact_id), ...asArray(body.deleted_contact_ids).map(asText)];
	const named = ids.filter((id) => id !== undefined);
	const parts = [said, why === undefined ? '' : `${field ?? ''} ${why}`.trim(), named.join(', ')];
	const code = asText(body.error_code);
	const requestId = answer.headers['x-request-id'];
	return {
		message: parts.filter(Boolean).join(': '),
		...(code ? { code } : {}),
		...(field ? { fields: [field] } : {}),
		...(requestId ? { requestId } : {}),
	};
}

/** Retry-After tells the wait; where it is missing, the message names the window. */
function readLimit(_: WireAnswer, data: JsonValue | undefined): LimitNotice {
	const ms = windowIn(asText(bodyOf(data).message) ?? '');
	return ms === undefined ? {} : { ms };
}

const rules: StatusRule[] = [
	{
		// Reported by users of the API; the documentation is silent on used-up credits (2026-08).
		status: 422,
		when: ({ message }) => /insufficient credits/i.test(message),
		action: 'fail',
		reason: 'payment-required',
		advice: 'Add credits in Apollo, or ask for less.',
	},
	{
		// View a contact, view deal, get complete person info (2026-08): what is missing is a 422.
		status: 422,
		when: ({ message }) => /does not exist|been deleted|is deleted|obsolete data/i.test(message),
		action: 'fail',
		reason: 'not-found',
		advice: 'Check the ID: the record may have been deleted or merged in Apollo.',
	},
	{
		status: 422,
		when: ({ message }) => /is not a valid ID/i.test(message),
		action: 'fail',
		reason: 'invalid',
		advice:
			'Correct the ID: IDs of Apollo have 24 digits and letters from a to f, as its searches and lists give them.',
	},
	{
		// Documented as a message alone (mixed_companies/search, 2026-08); free plans have words of their own.
		status: 403,
		when: ({ message }) => /paid plans|free plan/i.test(message),
		action: 'fail',
		reason: 'forbidden',
		advice:
			'The plan of the Apollo account does not include this endpoint: choose a paid plan in Apollo, or another operation.',
	},
	{
		status: 403,
		when: ({ code }) => code === 'API_INACCESSIBLE',
		action: 'fail',
		reason: 'forbidden',
		advice:
			'Give the API key access to this endpoint in Apollo (or make it a master key), and check that the plan includes it.',
	},
];

const apollo: VendorSpec = {
	name: 'Apollo',
	// A window without a limit has an empty header, and none for what is left of it (2026-08).
	rateHeaders: [
		{ window: 'minute', limit: 'x-rate-limit-minute', remaining: 'x-minute-requests-left' },
		{ window: 'hour', limit: 'x-rate-limit-hourly', remaining: 'x-hourly-requests-left' },
		{ window: 'day', limit: 'x-rate-limit-24-hour', remaining: 'x-24-hour-requests-left' },
	],
	rules,
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

/** `account` tells teams apart without telling the key: whose paid answers are kept. */
function apolloFacts({ account, apiKey }: ICredentialDataDecryptedObject): Facts {
	const named = typeof account === 'string' ? account.trim() : '';
	return { account: `Apollo/${named || hashOf(String(apiKey).trim())}` };
}

/** How the Apollo nodes reach Apollo. */
export const apolloAccess: VendorAccess = {
	credential: 'gtmApolloApi',
	connect: connectApollo,
	facts: apolloFacts,
};

/** A request that counts on the limits of its endpoint. */
export function apolloRequest(endpoint: Endpoint, request: Omit<ApiRequest, 'quotas'>): ApiRequest {
	return { ...request, quotas: [endpoint] };
}
