import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import { WriteLedger } from '../writeLedger';
import type { Access } from './access';
import { EXPIRED_FOR_MS, Gate } from './access';
import type { Account } from './account';
import { createRowKeys } from './createRowKeys';
import type { OAuthApp } from './oauth/oauthApp';
import type { CallKind, HubspotQuotas } from './rateLimits';
import { rateLimited, RateLimits } from './rateLimits';
import { credentialsExpired, RefusedWrite, refusalAnswer, unknownPath } from './refusals';
import type { Operation, RouteMatch } from './routes/route';
import { routeOf } from './routes/routes';
import { noDeliveries } from './webhooks/delivery';
import type { ObjectName } from './types/objectType';
import { Subscriptions } from './webhooks/subscriptions';

/** A long `properties` list on a GET ends in 414; HubSpot names no figure, this is a usual one. */
const MAX_URL_CHARACTERS = 8000;

const BATCH_WRITES = new Set(['batch/create', 'batch/update', 'batch/upsert', 'batch/archive']);

const CONTENT_TYPES = {
	json: /^application\/json\b/i,
	form: /^application\/x-www-form-urlencoded\b/i,
};

export interface HubspotParts {
	account: Account;
	oauth: OAuthApp;
	quotas: HubspotQuotas;
	/** Of the full private token. */
	scopes: readonly string[];
}

export class HubspotVendor implements Vendor {
	readonly name = 'hubspot';
	readonly ledger = new WriteLedger<ObjectName>();
	readonly account: Account;
	readonly oauth: OAuthApp;
	readonly subscriptions = new Subscriptions();
	readonly deliveries = noDeliveries();
	private readonly limits: RateLimits;
	private readonly gate: Gate;

	constructor({ account, oauth, quotas, scopes }: HubspotParts) {
		this.account = account;
		this.oauth = oauth;
		this.limits = new RateLimits(quotas);
		this.gate = new Gate(scopes, oauth);
	}

	notice(request: VendorRequest): void {
		const match = routeOf(request);
		if (match !== undefined) this.ledger.arrivedToCreate(createRowKeys(match, request));
	}

	answer(request: VendorRequest): VendorAnswer {
		if (request.url.length > MAX_URL_CHARACTERS)
			return htmlAnswer(414, '414 Request-URI Too Large');
		const match = routeOf(request);
		if (match === undefined) return unknownPath();
		const { operation } = match;
		if (operation.access === 'open') return this.run(match, request);
		const entry = this.enter(match, request);
		if ('refused' in entry) return entry.refused;
		if (entry.caller.kind === 'developer') return this.run(match, request);

		const verdict = this.limits.take(entry.caller, kindOf(operation));
		if (verdict.exhausted !== undefined) return rateLimited(verdict.exhausted, verdict.headers);
		const answer = this.run(match, request);
		this.keepCount(match, answer);
		return { ...answer, headers: { ...verdict.headers, ...answer.headers } };
	}

	answerLost(request: VendorRequest, answer: VendorAnswer): void {
		const operation = routeOf(request)?.operation.name;
		if (operation !== 'create' && operation !== 'batch/create') return;
		for (const { effect, key } of answer.effects ?? []) {
			if (effect === 'created') this.ledger.unanswered.push({ operation, key });
		}
	}

	faultAnswer(rule: FaultRule, request: VendorRequest): VendorAnswer {
		switch (rule.kind) {
			case 'status-500':
				return jsonAnswer(500, { status: 'error', message: 'internal error' });
			case 'html-502':
				return htmlAnswer(502, 'api.hubapi.com | 502: Bad gateway', { server: 'cloudflare' });
			case 'expired-token':
				return credentialsExpired(Date.now() - EXPIRED_FOR_MS);
			case 'burst-429':
				return this.burst(request, retryAfterOf(rule));
			default:
				return htmlAnswer(503, 'api.hubapi.com | 503: Service unavailable', {
					server: 'cloudflare',
					...retryAfterOf(rule),
				});
		}
	}

	private enter({ operation, types }: RouteMatch, request: VendorRequest): Access {
		if (operation.access === 'developer') return this.gate.enterAsDeveloper(request);
		return this.gate.enter(request, operation.needs?.(types) ?? []);
	}

	private burst(request: VendorRequest, retryAfter: Record<string, string>): VendorAnswer {
		if (routeOf(request)?.operation.name === 'search') return rateLimited('SECONDLY', retryAfter);
		const entry = this.gate.enter(request, []);
		const headers = 'caller' in entry ? this.limits.emptyHeaders(entry.caller) : {};
		return rateLimited('TEN_SECONDLY_ROLLING', { ...headers, ...retryAfter });
	}

	private run({ operation, ...match }: RouteMatch, request: VendorRequest): VendorAnswer {
		const expected = operation.body ?? (hasBody(request) ? 'json' : 'none');
		const contentType = request.headers['content-type'] ?? '';
		if (expected !== 'none' && !CONTENT_TYPES[expected].test(contentType)) {
			return jsonAnswer(415, { status: 'error', message: 'HTTP 415 Unsupported Media Type' });
		}
		try {
			const { account, limits } = this;
			return operation.run({ ...match, account, limits, vendor: this, request });
		} catch (error) {
			if (error instanceof RefusedWrite) return refusalAnswer(error.refusal);
			throw error;
		}
	}

	private keepCount({ operation, types }: RouteMatch, answer: VendorAnswer): void {
		if (answer.applied !== true || types.type === undefined) return;
		if (BATCH_WRITES.has(operation.name)) this.ledger.batchWrites++;
		const byCreate = operation.name === 'create' || operation.name === 'batch/create';
		this.ledger.wrote(types.type.name, answer.effects ?? [], byCreate);
	}
}

function hasBody({ method }: VendorRequest): boolean {
	return method === 'POST' || method === 'PATCH' || method === 'PUT';
}

function kindOf({ name, associates }: Operation): CallKind {
	if (name === 'search') return 'search';
	return associates === true ? 'association' : 'usual';
}
