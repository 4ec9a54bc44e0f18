import type { FaultRule } from '../faults/faultPlan';
import { retryAfterOf } from '../faults/faultPlan';
import type { Vendor, VendorAnswer, VendorRequest } from '../http/exchange';
import { htmlAnswer, jsonAnswer } from '../http/exchange';
import { isJsonObject } from '../json';
import type { Access } from './access';
import { access, EXPIRED_FOR_MS } from './access';
import type { Account } from './account';
import { personKey } from './contact';
import type { HubspotQuotas } from './rateLimits';
import { rateLimited, RateLimits } from './rateLimits';
import { credentialsExpired, RefusedWrite, refusalAnswer, unknownPath } from './refusals';
import type { Operation } from './routes';
import { operationOf } from './routes';
import { WriteLedger } from './writeLedger';

/** A long `properties` list on a GET ends in 414; HubSpot names no figure, this is a usual one. */
const MAX_URL_CHARACTERS = 8000;

const BATCH_WRITES = new Set(['batch/create', 'batch/update', 'batch/upsert', 'batch/archive']);

function createRowKeys(operation: Operation | undefined, request: VendorRequest): string[] {
	if (operation?.name !== 'create' && operation?.name !== 'batch/create') return [];
	try {
		const body: unknown = JSON.parse(request.body);
		if (!isJsonObject(body)) return [];
		const rows: unknown[] = Array.isArray(body.inputs) ? body.inputs : [body];
		return rows.flatMap((row) => {
			if (!isJsonObject(row) || !isJsonObject(row.properties)) return [];
			const texts = Object.entries(row.properties).map(([name, value]) => [name, String(value)]);
			return [personKey(Object.fromEntries(texts))];
		});
	} catch {
		return [];
	}
}

export class HubspotVendor implements Vendor {
	readonly name = 'hubspot';
	readonly ledger = new WriteLedger();
	private readonly limits: RateLimits;

	constructor(
		readonly account: Account,
		quotas: HubspotQuotas,
	) {
		this.limits = new RateLimits(quotas);
	}

	notice(request: VendorRequest): void {
		this.ledger.arrivedToCreate(createRowKeys(operationOf(request), request));
	}

	answer(request: VendorRequest): VendorAnswer {
		if (request.url.length > MAX_URL_CHARACTERS)
			return htmlAnswer(414, '414 Request-URI Too Large');
		const operation = operationOf(request);
		if (operation === undefined) return unknownPath();
		const entry: Access = access(request.headers.authorization, operation.scopes);
		if ('refused' in entry) return entry.refused;

		const verdict = this.limits.take(entry.token, operation.name === 'search');
		if (verdict.exhausted !== undefined) return rateLimited(verdict.exhausted, verdict.headers);
		const answer = this.run(operation, request);
		this.keepCount(operation, answer);
		return { ...answer, headers: { ...verdict.headers, ...answer.headers } };
	}

	answerLost(request: VendorRequest, answer: VendorAnswer): void {
		const operation = operationOf(request)?.name;
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

	private burst(request: VendorRequest, retryAfter: Record<string, string>): VendorAnswer {
		if (operationOf(request)?.name === 'search') return rateLimited('SECONDLY', retryAfter);
		const entry = access(request.headers.authorization, []);
		const headers = 'token' in entry ? this.limits.emptyHeaders(entry.token) : {};
		return rateLimited('TEN_SECONDLY_ROLLING', { ...headers, ...retryAfter });
	}

	private run(operation: Operation, request: VendorRequest): VendorAnswer {
		const hasBody = request.method === 'POST' || request.method === 'PATCH';
		if (hasBody && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
			return jsonAnswer(415, { status: 'error', message: 'HTTP 415 Unsupported Media Type' });
		}
		try {
			return operation.run(this.account, request, this.limits);
		} catch (error) {
			if (error instanceof RefusedWrite) return refusalAnswer(error.refusal);
			throw error;
		}
	}

	private keepCount(operation: Operation, answer: VendorAnswer): void {
		if (answer.applied !== true) return;
		if (BATCH_WRITES.has(operation.name)) this.ledger.batchWrites++;
		const byCreate = operation.name === 'create' || operation.name === 'batch/create';
		this.ledger.wrote(answer.effects ?? [], byCreate);
	}
}
