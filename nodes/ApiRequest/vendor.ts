import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import type { Advice } from '../shared/engine/explain';
import { graphqlFault, graphqlRules, readGraphqlError } from '../shared/engine/graphql';
import { valueAt } from '../shared/engine/dataPath';
import { standardRateHeaders, type LimitReading } from '../shared/engine/timing';
import type { JsonValue } from '../shared/engine/types';
import type { Connection, LimitNotice, Quota, VendorSpec } from '../shared/engine/vendor';
import type { Facts } from '../shared/node/operation';
import type { CredentialHost, VendorAccess } from '../shared/node/openClient';
import { Problem } from '../shared/node/parameters';
import { authenticationOf } from './authentication';
import { readAnyError } from './errors';
import { innerFault, type FaultRule } from './innerFault';
import { readFaultRule } from './options';
import { splitUrl } from './url';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What every request counts on: the account's own limit, and what each host tells of itself. */
export const QUOTAS = ['account', 'host'];

/** The limit that a credential names, if any, and a window that the answers of a host fill in. */
function quotasOf(credential: ICredentialDataDecryptedObject): Quota[] {
	const limit = Math.floor(Number(credential.rateLimit) || 0);
	const seconds = Number(credential.rateWindow) || 1;
	const account: Quota = {
		id: 'account',
		scope: 'account',
		windows: limit > 0 ? [{ name: 'account', ms: seconds * SECOND, limit }] : [],
	};
	const told = [WINDOW, POINTS].map((name) => ({ name, ms: MINUTE }));
	return [account, { id: 'host', scope: 'host', windows: told }];
}

const WINDOW = 'told';
const POINTS = 'points';

/**
 * What is left of a GraphQL server's points, as queries like this one: `extensions.cost` with
 * `requestedQueryCost` and `throttleStatus` {maximumAvailable, currentlyAvailable, restoreRate in
 * points a second} (Shopify and others, 2026-08).
 */
function readPoints(data: JsonValue | undefined): LimitReading[] {
	const cost = asObject(valueAt(data, 'extensions.cost'));
	const { currentlyAvailable: left, restoreRate: rate } = asObject(cost.throttleStatus);
	const price = Number(cost.requestedQueryCost ?? cost.actualQueryCost);
	if (typeof left !== 'number' || typeof rate !== 'number' || !(price > 0) || !(rate > 0))
		return [];
	const remaining = Math.floor(left / price);
	const missing = Math.max(0, price * (remaining + 1) - left);
	return [{ window: POINTS, remaining, resetInMs: Math.ceil((missing / rate) * SECOND) }];
}

/** How long until a query like the one that was throttled can be paid. */
function readLimit(_: unknown, data: JsonValue | undefined): LimitNotice {
	const [points] = readPoints(data);
	return points?.resetInMs === undefined ? {} : { ms: points.resetInMs };
}

function specOf(isGraphql: boolean, rule: FaultRule | undefined): VendorSpec {
	return {
		name: 'API',
		label: 'the API',
		rateHeaders: standardRateHeaders(WINDOW),
		rules: isGraphql ? graphqlRules : [],
		readError: (answer, data) =>
			(isGraphql ? readGraphqlError(data) : undefined) ?? readAnyError(answer, data),
		readUsage: isGraphql ? readPoints : () => [],
		readLimit,
		readFault: (_, data) =>
			(isGraphql ? graphqlFault(data) : undefined) ?? (rule ? innerFault(rule, data) : undefined),
	};
}

/** The credential type that the node's Authentication names. */
const CREDENTIALS: Record<string, string> = {
	apiKey: 'gtmApiKeyApi',
	basic: 'gtmBasicAuthApi',
	bearer: 'gtmBearerTokenApi',
	oAuth2: 'gtmOAuth2Api',
};

export const apiAccess: VendorAccess = {
	credential: (read) => CREDENTIALS[read.text('authentication')],
	connect: connectApi,
	userUrls: true,
	facts: (credential): Facts => ({ baseUrl: baseUrlOf(credential) }),
};

/** What an unknown API leaves to its user. */
export const apiAdvice: Advice = {
	conflict:
		'The API already holds such a record: change it with the request that the API has for that.',
	'no-cursor':
		'Check Has More Path and Next Cursor Path under Pagination; the records read so far are kept.',
	'not-found': 'Check the URL, and the base URL in the credential.',
	'not-json':
		'Set Answer to Text or File where the API does not answer with JSON, or run the node again later.',
	'row-unanswered':
		'Look the record up before sending the item once more. If the API did answer, check Results Path and Match Results By.',
};

function baseUrlOf({ baseUrl }: ICredentialDataDecryptedObject): string {
	return typeof baseUrl === 'string' ? baseUrl.trim().replace(/\/+$/, '') : '';
}

function connectApi(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
): Connection | Problem {
	const rule = readFaultRule(host.read);
	if (rule instanceof Problem) return rule;
	const given = baseUrlOf(credential);
	const url = splitUrl(host.read.text('url'), given);
	// What is wrong with an address is said at its item.
	const baseUrl = given || (url instanceof Problem ? 'https://localhost' : url.baseUrl);
	if (given !== '' && !/^https?:\/\//i.test(given)) {
		return new Problem(
			`The base URL "${given}" does not begin with https://`,
			'Change Base URL in the credential.',
		);
	}
	const secrets: string[] = [];
	const found = authenticationOf(host.read.text('authentication'), credential, host, secrets);
	if (found instanceof Problem) return found;
	const account = typeof credential.account === 'string' ? credential.account.trim() : '';
	return {
		vendor: specOf(host.read.text('resource') === 'graphql', rule),
		baseUrl,
		account: account || found.fingerprint.slice(0, 8),
		quotaKeys: { account: account || found.fingerprint, credential: found.fingerprint },
		quotas: quotasOf(credential),
		authentication: found.authentication,
		secrets,
		headers: {},
	};
}
