import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { parseJson } from '../shared/engine/body';
import type { ApiRequest } from '../shared/engine/types';
import type { Connection, Quota, StatusRule, VendorSpec } from '../shared/engine/vendor';
import { keyConnection } from '../shared/node/connection';
import type { VendorAccess } from '../shared/node/openClient';
import { Problem } from '../shared/node/parameters';
import { readError, readFault } from './errors';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** POST /leads/add and POST /block-lists-entries/bulk-create take so many (API v2, 2026-11). */
export const BULK_SIZE = 1_000;
/** The most records in a page of any list (API v2, 2026-11). */
export const PAGE_SIZE = 100;
/** Mailboxes in one call of warmup and its analytics (API v2, 2026-11). */
export const MAILBOXES = 100;

/** For the whole workspace, over all its keys and both API versions (rate limits guide, 2026-11). */
const QUOTAS: Quota[] = [
	{
		id: 'requests',
		scope: 'account',
		windows: [
			{ name: 'second', ms: SECOND, limit: 100 },
			{ name: 'minute', ms: MINUTE, limit: 6_000 },
		],
	},
	{ id: 'emails', scope: 'account', windows: [{ name: 'minute', ms: MINUTE, limit: 20 }] },
];

const rules: StatusRule[] = [
	{
		// Two operations answer so when they are called too often (API v2, 2026-11).
		status: 402,
		when: ({ message }) => /rate limit/i.test(message),
		action: 'hold',
		reason: 'rate-limited',
	},
	{
		status: 402,
		action: 'fail',
		reason: 'payment-required',
		advice:
			'The workspace needs a paid plan: choose one in the billing settings of Instantly, or use the API key of another workspace.',
	},
	{
		// A page of the network in front of Instantly: it does not say that a record is gone.
		status: 404,
		when: (_, { text }) => parseJson(text) === undefined,
		action: 'fail',
		reason: 'not-json',
		advice:
			'Check the base URL in the Instantly credential, and whatever stands between n8n and Instantly.',
	},
	{
		status: 403,
		when: ({ scopes }) => scopes !== undefined,
		action: 'fail',
		reason: 'missing-scope',
	},
	{
		status: 403,
		action: 'fail',
		reason: 'forbidden',
		advice:
			'Check the scopes of the API key in Instantly, and the workspace ID in the credential if there is one.',
	},
];

const instantly: VendorSpec = {
	name: 'Instantly',
	// Answers tell nothing of what is left (rate limits guide, 2026-11).
	rateHeaders: [],
	rules,
	readError,
	readFault,
};

/** Instantly's connection for a credential. */
export function connectInstantly(credential: ICredentialDataDecryptedObject): Connection | Problem {
	const connection = keyConnection({
		vendor: instantly,
		baseUrl: credential.baseUrl,
		account: credential.account,
		secret: credential.apiKey,
		secretLabel: 'API Key',
		header: (key) => ({ authorization: `Bearer ${key}` }),
		quotas: QUOTAS,
	});
	const workspace = String(credential.workspaceId ?? '').trim();
	if (connection instanceof Problem || workspace === '') return connection;
	if (!/^[\w-]+$/.test(workspace)) {
		return new Problem(
			`The workspace ID "${workspace}" holds a letter that no ID has`,
			'Correct Workspace ID in the Instantly credential, or leave it empty.',
		);
	}
	return { ...connection, headers: { 'x-as-workspace': workspace } };
}

/** How the Instantly nodes reach Instantly. */
export const instantlyAccess: VendorAccess = {
	credential: 'gtmInstantlyApi',
	connect: connectInstantly,
	facts: () => ({}),
};

type Described = Omit<ApiRequest, 'quotas' | 'safeToRepeat'> & Partial<ApiRequest>;

/** A request of API v2; `path` begins behind the version. A GET is a read. */
export function instantlyRequest({ path, pathTemplate, ...request }: Described): ApiRequest {
	return {
		path: `/api/v2${path}`,
		...(pathTemplate === undefined ? {} : { pathTemplate: `/api/v2${pathTemplate}` }),
		safeToRepeat: request.method === 'GET',
		quotas: ['requests'],
		...request,
	};
}
