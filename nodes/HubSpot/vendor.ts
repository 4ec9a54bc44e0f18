import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { asArray, asObject, asText, parseJson } from '../shared/engine/body';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';
import type { Connection, LimitNotice, Quota, VendorSpec } from '../shared/engine/vendor';
import { checkBaseUrl, keyConnection } from '../shared/node/connection';
import { oAuth2Identity } from '../shared/node/identity';
import type { CredentialHost, VendorAccess } from '../shared/node/openClient';
import type { Facts } from '../shared/node/operation';
import { Problem } from '../shared/node/parameters';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/** developers.hubspot.com, object APIs, 2026-08: 100 inputs in a batch, 100 records in a list page. */
export const BATCH_SIZE = 100;
export const LIST_PAGE_SIZE = 100;
/** developers.hubspot.com, CRM search, 2026-03-30: 200 in a page, 10,000 in all. */
export const SEARCH_PAGE_SIZE = 200;
export const SEARCH_CAP = 10_000;

/** Requests per ten seconds of one app, and per day of the account (usage guidelines, 2026-08). */
const LIMITS: Record<string, { burst: number; daily: number }> = {
	free: { burst: 100, daily: 250_000 },
	professional: { burst: 190, daily: 625_000 },
	enterprise: { burst: 190, daily: 1_000_000 },
};
/** With at least one API limit increase: 250 per ten seconds; each adds a million a day, two at most. */
const INCREASED = { burst: 250, daily: 1_000_000, most: 2 };
/** CRM search: five requests a second for the whole account, told by no header (2026-08). */
const SEARCH_PER_SECOND = 5;

/** The quotas of a plan. */
export function hubSpotQuotas(plan: unknown, increases: unknown): Quota[] {
	const limits = LIMITS[String(plan)] ?? { burst: 100, daily: 250_000 };
	const packs = Math.min(INCREASED.most, Math.max(0, Math.floor(Number(increases) || 0)));
	const burst = packs > 0 ? INCREASED.burst : limits.burst;
	const daily = limits.daily + packs * INCREASED.daily;
	return [
		{
			id: 'burst',
			scope: 'credential',
			windows: burstOf(burst),
		},
		{ id: 'daily', scope: 'account', windows: [{ name: 'day', ms: DAY, limit: daily }] },
		{
			id: 'search',
			scope: 'account',
			windows: [{ name: 'second', ms: SECOND, limit: SEARCH_PER_SECOND }],
		},
	];
}

function burstOf(limit: number): Quota['windows'] {
	return [{ name: 'ten-seconds', ms: 10 * SECOND, limit }];
}

/** Quotas that a request counts on. Search is exempt from the ten-second one (contacts spec, 2026-08). */
export const CRUD_QUOTAS = ['burst', 'daily'];
export const SEARCH_QUOTAS = ['search', 'daily'];

/** Reads the error envelope; each of its fields may be missing (error handling, 2026-08). */
export function readEnvelope(data: JsonValue | undefined): VendorError {
	const body = asObject(data);
	const details = asArray(body.errors).map(asObject);
	const contexts = [body, ...details].map((each) => asObject(each.context));
	const texts = (name: string) =>
		contexts.flatMap((context) => asArray(context[name]).map(asText)).filter(isText);
	const { summary, fields: named } = readMessage(asText(body.message) ?? '');
	const fields = [...new Set([...texts('propertyName'), ...named])];
	const scopes = texts('requiredGranularScopes');
	const code =
		details.map(({ code: each }) => asText(each)).find(isText) ??
		asText(body.category) ??
		asText(body.policyName);
	const requestId = asText(body.correlationId) ?? asText(body.requestId);
	return {
		message: summary,
		...(code ? { code } : {}),
		...(fields.length > 0 ? { fields } : {}),
		...(scopes.length > 0 ? { scopes } : {}),
		...(requestId ? { requestId } : {}),
		...existingId(summary),
		...adviceFor(code, fields),
	};
}

/** "Contact already exists. Existing ID: 123": only the text tells which. */
function existingId(message: string): { existingId?: string } {
	const id = /existing id:\s*(\d+)/i.exec(message)?.[1];
	return id ? { existingId: id } : {};
}

function isText(value: string | undefined): value is string {
	return value !== undefined && value !== '';
}

/**
 * A validation message holds a JSON list: `Property values were not valid: [{"message":…,"name":…}]`.
 * The list says which property and why, in words for people.
 */
function readMessage(message: string): { summary: string; fields: string[] } {
	const start = message.indexOf('[{');
	if (start < 0) return { summary: message, fields: [] };
	const list = asArray(parseJson(message.slice(start, message.lastIndexOf(']') + 1))).map(asObject);
	if (list.length === 0) return { summary: message, fields: [] };
	const reasons = list.map(({ message: reason, name }) => {
		const text = asText(reason) ?? '';
		const property = asText(name) ?? '';
		return text.toLowerCase().includes(property.toLowerCase()) ? text : `${property}: ${text}`;
	});
	return {
		summary: reasons.join('; '),
		fields: list.map(({ name }) => asText(name)).filter(isText),
	};
}

function adviceFor(code: string | undefined, fields: string[]): { advice?: string } {
	const named = fields.length > 0 ? ` (${fields.join(', ')})` : '';
	const advice: Record<string, string> = {
		PROPERTY_DOESNT_EXIST: `Check the internal name of the property${named} in HubSpot's settings, or create it there.`,
		INVALID_EMAIL: `Correct the email address${named} of this item.`,
		INVALID_OPTION: `Use the internal value of one of the property's options${named}, not its label.`,
		READ_ONLY_VALUE: `Leave the property out${named}: HubSpot sets it by itself.`,
		INVALID_INTEGER: `Send a whole number${named}.`,
		CONFLICT: 'Use "Create or Update" to change the record that exists.',
		DAILY: "The daily limit resets at midnight in the account's time zone.",
	};
	const text = code ? advice[code] : undefined;
	return text ? { advice: text } : {};
}

function readError(answer: WireAnswer, data: JsonValue | undefined): VendorError {
	if (data === undefined) {
		// Unknown paths and the network in front of HubSpot answer with HTML pages.
		return { message: answer.status === 404 ? 'There is nothing at this address' : '' };
	}
	return readEnvelope(data);
}

/**
 * Which limit a 429 speaks of. HubSpot documents no Retry-After for it: the policy's own length is
 * the wait (usage details, 2026-08).
 */
function readLimit(_: WireAnswer, data: JsonValue | undefined): LimitNotice {
	const { policyName, message } = asObject(data);
	const policy = `${asText(policyName) ?? ''} ${asText(message) ?? ''}`;
	// It resets at midnight in the account's time zone, which no answer tells.
	if (/daily/i.test(policy)) return { quota: 'daily', ms: 15 * MINUTE, exhausted: true };
	if (/ten_secondly/i.test(policy)) return { quota: 'burst', ms: 10 * SECOND };
	if (/secondly/i.test(policy)) return { quota: 'search', ms: SECOND };
	return {};
}

/** What is true of HubSpot, whatever of it is called. */
export const hubSpot: VendorSpec = {
	name: 'HubSpot',
	requestIdHeader: 'x-hubspot-correlation-id',
	// X-HubSpot-RateLimit-Secondly* are still sent but not enforced, so they are not read (2026-08).
	rateHeaders: [
		{
			window: 'ten-seconds',
			limit: 'x-hubspot-ratelimit-max',
			remaining: 'x-hubspot-ratelimit-remaining',
			lengthMs: 'x-hubspot-ratelimit-interval-milliseconds',
		},
		{
			window: 'day',
			limit: 'x-hubspot-ratelimit-daily',
			remaining: 'x-hubspot-ratelimit-daily-remaining',
		},
	],
	rules: [
		{
			// The account is being moved; Retry-After says for how long (error handling, 2026-08).
			status: 477,
			action: 'hold',
			reason: 'rate-limited',
		},
		{
			status: 403,
			when: ({ code, scopes }) => code === 'MISSING_SCOPES' || scopes !== undefined,
			action: 'fail',
			reason: 'missing-scope',
		},
		{ status: 530, action: 'fail', reason: 'unauthorized' },
	],
	readError,
	readLimit,
};

/** How the HubSpot nodes reach HubSpot. */
export const hubSpotAccess: VendorAccess = {
	credential: (read) =>
		read.text('authentication') === 'oAuth2' ? 'gtmHubSpotOAuth2Api' : 'gtmHubSpotApi',
	connect: (credential, host) =>
		host.read.text('authentication') === 'oAuth2'
			? connectByOAuth2(credential, host)
			: connectHubSpot(credential),
	facts: hubSpotFacts,
};

/** HubSpot's connection for a private-app token or a service key. */
export function connectHubSpot(credential: ICredentialDataDecryptedObject) {
	return keyConnection({
		vendor: hubSpot,
		baseUrl: credential.baseUrl,
		account: credential.account,
		secret: credential.accessToken,
		secretLabel: 'Access Token',
		header: (token) => ({ authorization: `Bearer ${token}` }),
		quotas: hubSpotQuotas(credential.plan, credential.apiLimitIncrease),
	});
}

/** An app's own burst per account, and no daily limit (usage guidelines, 2026-08). */
const OAUTH_BURST = 110;

function connectByOAuth2(
	credential: ICredentialDataDecryptedObject,
	host: CredentialHost,
): Connection | Problem {
	const baseUrl = checkBaseUrl(String(credential.baseUrl ?? '').trim(), hubSpot.name);
	if (baseUrl instanceof Problem) return baseUrl;
	const secrets: string[] = [];
	const identity = oAuth2Identity(credential, host, secrets);
	if (identity instanceof Problem) return identity;
	const account = String(credential.account ?? '').trim();
	return {
		vendor: hubSpot,
		baseUrl,
		account: account || identity.fingerprint.slice(0, 8),
		quotaKeys: { account: account || identity.fingerprint, credential: identity.fingerprint },
		quotas: hubSpotQuotas('professional', 0).map((quota) =>
			quota.id === 'burst' ? { ...quota, windows: burstOf(OAUTH_BURST) } : withoutDay(quota),
		),
		authentication: identity.authentication,
		secrets,
		headers: {},
	};
}

function withoutDay(quota: Quota): Quota {
	return quota.id === 'daily' ? { ...quota, windows: [] } : quota;
}

/**
 * The parts of paths that hang on the API version: a date, or "v3" (with "v4" for associations) until
 * September 2027 (changelog, 2026-08).
 */
export function hubSpotFacts(credential: ICredentialDataDecryptedObject): Facts {
	const version = typeof credential.apiVersion === 'string' ? credential.apiVersion : '2026-03';
	const dated = (name: string) => `/crm/${name}/${version}`;
	if (version !== 'v3') {
		return {
			objects: dated('objects'),
			associations: dated('associations'),
			properties: dated('properties'),
			pipelines: dated('pipelines'),
			owners: dated('owners'),
			lists: dated('lists'),
			schemas: `/crm-object-schemas/${version}/schemas`,
			sequences: `/automation/sequences/${version}`,
			account: `/account-info/${version}`,
		};
	}
	return {
		objects: '/crm/v3/objects',
		associations: '/crm/v4/associations',
		properties: '/crm/v3/properties',
		pipelines: '/crm/v3/pipelines',
		owners: '/crm/v3/owners',
		lists: '/crm/v3/lists',
		schemas: '/crm-object-schemas/v3/schemas',
		sequences: '/automation/v4/sequences',
		account: '/account-info/v3',
	};
}
